using System.Globalization;
using Data;
using Estates.Contracts;
using Estates.Places;
using Estates.Residents;
using Platform;
using Web.Time;
using static Platform.Words;

namespace Estates.Import;

/// <summary>Compares a sheet with the data, row by row. A row is taken whole or not at all.</summary>
sealed class PlanImport(AppDb db, TenantTime time)
{
    internal async Task<ImportPlan> Run(IReadOnlyList<SheetRow> rows, CancellationToken stop)
    {
        var reading = new Reading(await KnownData.Load(db, rows, stop), time.Today);
        foreach (var row in rows) reading.Take(row);
        return reading.Plan;
    }

    sealed class Reading(KnownData known, DateOnly today)
    {
        readonly Dictionary<UnitRef, (int Line, UnitFacts Facts)> seenUnits = [];
        readonly Dictionary<(UnitRef, string), int> seenPeople = [];
        readonly Dictionary<string, (int Line, string Name)> seenPhones = [];

        public ImportPlan Plan { get; } = new();

        enum Mark { Unchanged, Changed, New }

        public void Take(SheetRow row)
        {
            if (Where(row, out var unit) is { } nowhere) Refuse(row, nowhere);
            else if (Facts(row, unit!, out var facts) is { } badFacts) Refuse(row, badFacts);
            else if (Person(row, unit!, out var person) is { } badPerson) Refuse(row, badPerson);
            else Count((Mark)Math.Max((int)Keep(row, unit!, facts!), person is null ? 0 : (int)Settle(row, unit!, person)));
        }

        void Refuse(SheetRow row, string reason) => Plan.Errors.Add(new(row, reason));

        void Count(Mark mark)
        {
            if (mark == Mark.New) Plan.New++;
            else if (mark == Mark.Changed) Plan.Changed++;
            else Plan.Unchanged++;
        }

        string? Where(SheetRow row, out UnitRef? unit)
        {
            unit = null;
            if (row.Community is null) return T("缺少小区");
            if (!known.Communities.TryGetValue(row.Community, out var community)) return T("没有叫“{0}”的小区，请先在系统里建好", row.Community);
            if (PlaceNames.Building(row.Building) is not { } building) return PlaceErrors.BuildingNumber.Message;
            var section = PlaceNames.Section(row.Section);
            if (section is null && row.Section is not null) return PlaceErrors.SectionNumber.Message;
            if (PlaceNames.Unit(row.Number) is not { } number) return PlaceErrors.UnitNumber.Message;
            unit = new(community, building, section, number);
            return null;
        }

        string? Facts(SheetRow row, UnitRef unit, out UnitFacts? facts)
        {
            facts = null;
            var before = seenUnits.TryGetValue(unit, out var seen) ? seen.Facts : known.Units.GetValueOrDefault(unit)?.Facts;
            if (before is null && row.Floor is null) return T("新房屋要填楼层");
            if (before is null && row.FloorArea is null) return T("新房屋要填建筑面积");
            var read = before ?? new UnitFacts(UnitKind.Home, 0, 0, 0, UnitState.Vacant);

            if (row.Kind is not null && !Choose(PlaceWords.Kinds, row.Kind, out read, k => read with { Kind = k }, read)) return PlaceErrors.UnitKind.Message;
            if (row.State is not null && !Choose(PlaceWords.States, row.State, out read, s => read with { State = s }, read)) return PlaceErrors.UnitState.Message;
            if (row.Floor is not null)
            {
                if (!int.TryParse(row.Floor, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var floor)) return PlaceErrors.Floor.Message;
                read = read with { Floor = floor };
            }
            if (row.FloorArea is not null)
            {
                if (!Area(row.FloorArea, out var area)) return PlaceErrors.FloorArea.Message;
                read = read with { FloorArea = area };
            }
            if (row.InsideArea is not null)
            {
                if (!Area(row.InsideArea, out var area)) return PlaceErrors.InsideArea.Message;
                read = read with { InsideArea = area };
            }
            if (Unit.Check(read) is { } wrong) return wrong.Message;
            if (seenUnits.ContainsKey(unit) && read != seen.Facts) return T("房屋信息和第 {0} 行不一致", seen.Line);
            facts = read;
            return null;
        }

        static bool Choose<TKey>(IReadOnlyDictionary<TKey, string> words, string text, out UnitFacts facts, Func<TKey, UnitFacts> with, UnitFacts otherwise) where TKey : struct
        {
            foreach (var (key, word) in words)
                if (word == text)
                {
                    facts = with(key);
                    return true;
                }
            facts = otherwise;
            return false;
        }

        static bool Area(string text, out decimal area)
        {
            var read = decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out area);
            if (read && Math.Abs(area) < 1_000_000) area = decimal.Round(area, 2);
            return read;
        }

        sealed record Wanted(PersonRef Who, Guid? ResidentId, string? KnownName, KnownStay? Stay, ResidentRelation Relation, DateOnly From);

        string? Person(SheetRow row, UnitRef unit, out Wanted? person)
        {
            person = null;
            if (row.Name is null) return row.Phone is null && row.Relation is null && row.From is null ? null : T("填了住户信息，但缺少姓名");
            var met = Resident.Meet(row.Name, row.Phone);
            if (met.Error is { } wrong) return wrong.Message;
            var who = new PersonRef(met.Value.Name, met.Value.Phone);

            if (who.Phone is { } phone && seenPhones.TryGetValue(phone, out var other) && other.Name != who.Name) return T("同一个手机号在第 {0} 行是另一个姓名", other.Line);
            if (seenPeople.TryGetValue((unit, who.Phone ?? who.Name), out var line)) return T("和第 {0} 行重复", line);

            var stay = known.Units.TryGetValue(unit, out var home) ? StayOf(home.Id, who) : null;
            if (stay is { Until: { } until } && until < today) return T("这位住户的登记已到期，请先在房屋页结束");
            ResidentRelation? relation = stay?.Relation;
            if (row.Relation is not null)
            {
                relation = ResidentWords.Relations.Where(r => r.Value == row.Relation).Select(r => (ResidentRelation?)r.Key).FirstOrDefault();
                if (relation is null) return T("关系请从 业主、家庭成员、租客 中选");
            }
            if (relation is not { } belongs) return T("关系请从 业主、家庭成员、租客 中选");
            var from = stay?.From ?? today;
            if (row.From is not null && !DateOnly.TryParseExact(row.From.Replace('/', '-').Replace('.', '-'), ["yyyy-MM-dd", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out from)) return ResidentErrors.From.Message;
            if (from.Year is < 1950 or > 2100) return ResidentErrors.From.Message;
            if (stay?.Until < from) return ResidentErrors.UntilBeforeFrom.Message;

            var resident = who.Phone is { } p ? known.ByPhone.GetValueOrDefault(p) : null;
            person = new(who, stay?.ResidentId ?? resident?.Id, stay?.Name ?? resident?.Name, stay, belongs, from);
            return null;
        }

        KnownStay? StayOf(Guid unitId, PersonRef who) => known.Stays.GetValueOrDefault(unitId)?.Find(s => who.Phone is { } p ? s.Phone == p : s.Phone is null && s.Name == who.Name);

        Mark Keep(SheetRow row, UnitRef unit, UnitFacts facts)
        {
            var first = seenUnits.TryAdd(unit, (row.Line, facts));
            if (known.Units.TryGetValue(unit, out var there))
            {
                Plan.KnownUnits[unit] = there.Id;
                if (!first || there.Facts == facts) return Mark.Unchanged;
                Plan.ChangedUnits[there.Id] = facts;
                Plan.Note($"{row.Line} unit {there.Id} {there.Facts} > {facts}");
                return Mark.Changed;
            }
            if (!first) return Mark.Unchanged;
            Plan.NewUnits[unit] = facts;
            Plan.Note($"{row.Line} new unit {unit} {facts}");
            return Mark.New;
        }

        Mark Settle(SheetRow row, UnitRef unit, Wanted person)
        {
            seenPeople[(unit, person.Who.Phone ?? person.Who.Name)] = row.Line;
            if (person.Who.Phone is { } phone) seenPhones.TryAdd(phone, (row.Line, person.Who.Name));
            var mark = Mark.Unchanged;
            if (person.ResidentId is { } id && person.KnownName != person.Who.Name && Plan.Renamed.TryAdd(id, person.Who.Name))
            {
                Plan.Note($"{row.Line} resident {id} {person.KnownName} > {person.Who.Name}");
                mark = Mark.Changed;
            }
            if (person.Stay is { } stay)
            {
                if (stay.State == ResidencyState.Verified && (stay.Relation, stay.From) == (person.Relation, person.From)) return mark;
                Plan.ChangedStays.Add(new(stay.Id, person.Relation, person.From));
                Plan.Note($"{row.Line} stay {stay.Id} {stay.State} {stay.Relation} {stay.From:O} > {person.Relation} {person.From:O}");
                return Mark.Changed;
            }
            Plan.NewStays.Add(new(unit, person.Who, person.ResidentId, person.Relation, person.From));
            Plan.Note($"{row.Line} new stay {unit} {person.Who} {person.ResidentId} {person.Relation} {person.From:O}");
            return Mark.New;
        }
    }
}
