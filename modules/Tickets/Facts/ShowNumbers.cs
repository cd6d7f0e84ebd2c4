using Data;
using Estates.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Settings;
using Tickets.Categories;
using Tickets.Dispatch;
using Tickets.Life;
using Web.Access;
using Web.Http;
using Web.Time;
using static Platform.Words;

namespace Tickets.Facts;

/// <summary>What the tickets of a period come to (工单跟踪与监控): at most a year and a day, by default the last thirty days.</summary>
sealed record ShowNumbers(int? Days = null, DateOnly? From = null, DateOnly? To = null, Guid? Community = null, Guid? Category = null)
{
    const int MostDays = 366;
    const int MostRepeats = 20;
    const int MostBars = 8;

    internal sealed record DayFigures(DateOnly Day, Figures Figures);
    internal sealed record NamedFigures(Guid? Id, string Name, Figures Figures);
    internal sealed record Repeat(Guid UnitId, Guid CategoryId, string Community, string Place, string Title, int Count, DateTime Last);
    /// <param name="P90">Minutes within which nine tenths were done, about; what the list is sorted by.</param>
    /// <param name="ArrivalP90">The same for being there.</param>
    /// <param name="P90Before">The same as <paramref name="P90"/> in the period before.</param>
    internal sealed record Slow(Guid CategoryId, string Name, long Done, long Late, int P90, int? ArrivalP90, int? P90Before)
    {
        /// <summary>Share of what was done too late, in percent.</summary>
        public double LateShare => Math.Round(100.0 * Late / Done, 1);
    }

    /// <param name="Before">Reports in the period before.</param>
    /// <param name="Units">Homes and shops of the building.</param>
    internal sealed record Hot(Guid BuildingId, string Name, long Created, long Before, int Units)
    {
        /// <summary>Reports per hundred units; null without any.</summary>
        public double? Per100 => Units == 0 ? null : Math.Round(100.0 * Created / Units, 1);
    }

    /// <summary>How often a dispatcher preferred somebody else, and how often that was so in the period before.</summary>
    internal sealed record Overrides(CountDecisions.Counted Now, int DecidedBefore, int OverriddenBefore);

    internal sealed record View(DateOnly From, DateOnly To, int RepeatDays, Figures Total, Figures Before, IReadOnlyList<DayFigures> Days, IReadOnlyList<NamedFigures> Categories, IReadOnlyList<NamedFigures> Buildings,
        IReadOnlyList<NamedFigures> Technicians, IReadOnlyList<Repeat> Repeats, IReadOnlyList<Slow> Slowest, IReadOnlyList<Hot> Hottest, Overrides Overrides);

    internal static void Map(RouteGroupBuilder tickets) => tickets.MapGet("/numbers", async Task<Results<Ok<View>, ProblemHttpResult>> ([AsParameters] ShowNumbers query, Handler handler, CancellationToken stop) =>
        (await handler.Run(query, stop)).ToOk()).RequirePermission(TicketPermissions.Numbers).WithName("ShowNumbers");

    internal sealed class Handler(AppDb db, ICurrentPerson person, IPlaces places, ICompanySettings settings, CountDecisions.Handler decisions, TenantTime time)
    {
        public async Task<Result<View>> Run(ShowNumbers query, CancellationToken stop)
        {
            if (query.Days is < 1 or > MostDays) return TicketErrors.BadPeriod;
            var to = query.To ?? time.Today;
            var from = query.From ?? to.AddDays(1 - (query.Days ?? 30));
            if (from > to || to.DayNumber - from.DayNumber >= MostDays || from.Year < 2000 || to.Year > 2200) return TicketErrors.BadPeriod;

            var reach = Reach(query);
            var facts = reach.Where(f => f.Day >= from && f.Day <= to);
            var earlier = from.AddDays(from.DayNumber - to.DayNumber - 1);
            var past = reach.Where(f => f.Day >= earlier && f.Day < from);
            var before = await past.GroupBy(f => f.Day).Select(Measures.SumOf<DateOnly>()).ToListAsync(stop);
            var days = (await facts.GroupBy(f => f.Day).Select(Measures.SumOf<DateOnly>()).ToListAsync(stop)).ToDictionary(d => d.Key, d => d.Is);
            var rules = await settings.Get<TicketSettings>(stop);
            var (categories, buildings) = (await Categories(facts, stop), await Buildings(facts, stop));
            return new View(from, to, rules.RepeatDays, Figures.Of(Total(days.Values)), Figures.Of(Total(before.Select(b => b.Is))),
                [.. Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays).Select(d => new DayFigures(d, Figures.Of(days.GetValueOrDefault(d) ?? new())))],
                categories, buildings, await Technicians(facts, stop), await Repeats(query, to, rules.RepeatDays, stop),
                await Slowest(categories, past, stop), await Hottest(buildings, past, stop), await Overridden(query, earlier, from, to, stop));
        }

        static Measures Total(IEnumerable<Measures> parts)
        {
            var total = new Measures();
            foreach (var part in parts) total.Add(part);
            return total;
        }

        IQueryable<DailyFact> Reach(ShowNumbers query)
        {
            var me = person.Required;
            var rows = db.DailyFacts.AsNoTracking();
            rows = me.ScopeOf(TicketPermissions.Numbers) switch
            {
                DataScope.All => rows,
                DataScope.Community => rows.Where(f => me.Communities.Contains(f.CommunityId)),
                DataScope.Building => rows.Where(f => f.BuildingId != null && me.Buildings.Contains(f.BuildingId.Value)),
                _ => rows.Where(_ => false),
            };
            if (query.Community is { } community) rows = rows.Where(f => f.CommunityId == community);
            if (query.Category is { } category) rows = rows.Where(f => f.CategoryId == category || db.Set<Category>().Any(c => c.Id == f.CategoryId && c.ParentId == category));
            return rows;
        }

        IQueryable<Ticket> Tickets(ShowNumbers query)
        {
            var me = person.Required;
            var rows = db.Tickets.AsNoTracking();
            rows = me.ScopeOf(TicketPermissions.Numbers) switch
            {
                DataScope.All => rows,
                DataScope.Community => rows.Where(t => me.Communities.Contains(t.CommunityId)),
                _ => rows.Where(t => t.BuildingId != null && me.Buildings.Contains(t.BuildingId.Value)),
            };
            if (query.Community is { } community) rows = rows.Where(t => t.CommunityId == community);
            if (query.Category is { } category) rows = rows.Where(t => t.CategoryId == category || db.Set<Category>().Any(c => c.Id == t.CategoryId && c.ParentId == category));
            return rows;
        }

        async Task<IReadOnlyList<NamedFigures>> Categories(IQueryable<DailyFact> facts, CancellationToken stop)
        {
            var sums = await facts.GroupBy(f => f.CategoryId).Select(Measures.SumOf<Guid>()).ToListAsync(stop);
            var names = await db.Categories.AsNoTracking().ToDictionaryAsync(c => c.Id, c => c.Name, stop);
            return [.. sums.Select(s => new NamedFigures(s.Key, names[s.Key], Figures.Of(s.Is)))];
        }

        async Task<IReadOnlyList<NamedFigures>> Buildings(IQueryable<DailyFact> facts, CancellationToken stop)
        {
            var sums = await facts.GroupBy(f => f.BuildingId).Select(Measures.SumOf<Guid?>()).ToListAsync(stop);
            var communities = (await places.Communities(stop)).ToDictionary(c => c.Id, c => c.Name);
            var names = (await places.Buildings(stop)).ToDictionary(b => b.Id, b => communities.Count > 1 ? T("{0} {1}", communities[b.CommunityId], b.Label) : b.Label);
            return [.. sums.Select(s => new NamedFigures(s.Key, s.Key is { } id ? names.GetValueOrDefault(id, "—") : T("公共区域"), Figures.Of(s.Is)))];
        }

        async Task<IReadOnlyList<NamedFigures>> Technicians(IQueryable<DailyFact> facts, CancellationToken stop)
        {
            var sums = await facts.Where(f => f.TechnicianAccountId != null).GroupBy(f => f.TechnicianAccountId).Select(Measures.SumOf<Guid?>()).ToListAsync(stop);
            var ids = sums.ConvertAll(s => s.Key!.Value);
            // Named by their membership: an account is nothing of the company's.
            var members = await db.Set<Member>().AsNoTracking().Where(m => ids.Contains(m.AccountId)).Select(m => new { m.Id, m.AccountId, m.Name }).ToDictionaryAsync(m => m.AccountId, stop);
            return [.. sums.Select(s => members.TryGetValue(s.Key!.Value, out var member) ? new NamedFigures(member.Id, member.Name, Figures.Of(s.Is)) : new NamedFigures(null, "—", Figures.Of(s.Is)))];
        }

        static async Task<IReadOnlyList<Slow>> Slowest(IReadOnlyList<NamedFigures> categories, IQueryable<DailyFact> past, CancellationToken stop)
        {
            var slow = categories.Where(c => c.Figures.Resolution.P90 is not null).OrderByDescending(c => c.Figures.Resolution.P90).ThenByDescending(c => c.Figures.Done).ThenBy(c => c.Name, StringComparer.Ordinal).Take(MostBars).ToList();
            var ids = slow.ConvertAll(c => c.Id!.Value);
            var before = (await past.Where(f => ids.Contains(f.CategoryId)).GroupBy(f => f.CategoryId).Select(Measures.SumOf<Guid>()).ToListAsync(stop)).ToDictionary(s => s.Key, s => Figures.Of(s.Is).Resolution.P90);
            return [.. slow.Select(c => new Slow(c.Id!.Value, c.Name, c.Figures.Done, c.Figures.Resolution.Late, c.Figures.Resolution.P90!.Value, c.Figures.Arrival.P90, before.GetValueOrDefault(c.Id.Value)))];
        }

        async Task<IReadOnlyList<Hot>> Hottest(IReadOnlyList<NamedFigures> buildings, IQueryable<DailyFact> past, CancellationToken stop)
        {
            var hot = buildings.Where(b => b.Id is not null && b.Figures.Created > 0).OrderByDescending(b => b.Figures.Created).ThenBy(b => b.Name, StringComparer.Ordinal).Take(MostBars).ToList();
            if (hot.Count == 0) return [];
            var ids = hot.ConvertAll(b => b.Id);
            var before = await past.Where(f => ids.Contains(f.BuildingId)).GroupBy(f => f.BuildingId!.Value).Select(g => new { g.Key, Created = g.Sum(f => f.Is.Created) }).ToDictionaryAsync(g => g.Key, g => g.Created, stop);
            var units = await places.UnitCounts(stop);
            return [.. hot.Select(b => new Hot(b.Id!.Value, b.Name, b.Figures.Created, before.GetValueOrDefault(b.Id.Value), units.GetValueOrDefault(b.Id.Value)))];
        }

        // Reasons name tickets: of complaints they are for those who handle them, and never for whom they are about.
        async Task<Overrides> Overridden(ShowNumbers query, DateOnly earlier, DateOnly from, DateOnly to, CancellationToken stop)
        {
            var me = person.Required;
            var rows = Tickets(query).Where(t => t.AboutAccountId == null || t.AboutAccountId != me.AccountId);
            if (!me.May(TicketPermissions.Complaints)) rows = rows.Where(t => t.Kind != TicketKind.Complaint);
            var now = await decisions.Of(rows, Start(from), Start(to.AddDays(1)), stop);
            var before = await decisions.Sum(rows, Start(earlier), Start(from), stop);
            return new(now, before.Decided, before.Overridden);
        }

        DateTime Start(DateOnly day) => time.ToUtc(day.ToDateTime(default));

        async Task<IReadOnlyList<Repeat>> Repeats(ShowNumbers query, DateOnly to, int days, CancellationToken stop)
        {
            var (since, until) = (Start(to.AddDays(1 - days)), Start(to.AddDays(1)));
            var rows = Tickets(query).Where(t => t.Kind == TicketKind.Repair && t.UnitId != null && t.SubmittedAt >= since && t.SubmittedAt < until && t.State != TicketState.Cancelled && t.State != TicketState.Rejected);
            var found = await rows.GroupBy(t => new { t.UnitId, t.CategoryId }).Where(g => g.Count() > 1)
                .Select(g => new { g.Key.UnitId, g.Key.CategoryId, Count = g.Count(), Last = g.Max(t => t.SubmittedAt), Community = g.Max(t => t.Community), Place = g.Max(t => t.PlaceLabel), Title = g.Max(t => t.Title) })
                .OrderByDescending(g => g.Count).ThenByDescending(g => g.Last).ThenBy(g => g.UnitId).Take(MostRepeats).ToListAsync(stop);
            return [.. found.Select(g => new Repeat(g.UnitId!.Value, g.CategoryId, g.Community!, g.Place!, g.Title!, g.Count, g.Last))];
        }
    }
}
