using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Platform.Tenancy;
using Staff.Contracts;
using Staff.Shifts;
using Staff.Skills;

namespace Staff.People;

sealed class StaffDirectory(AppDb db, ICurrentTenant tenant) : IStaffDirectory, ITeams
{
    public Task<StaffCard?> FindByAccount(Guid accountId, CancellationToken stop) => Cards(db.Staff.Where(s => s.AccountId == accountId && s.LeftOn == null)).SingleOrDefaultAsync(stop)!;

    public async Task<IReadOnlyDictionary<Guid, StaffCard>> Cards(IReadOnlyCollection<Guid> staffIds, CancellationToken stop) =>
        staffIds.Count == 0 ? new Dictionary<Guid, StaffCard>() : await Cards(db.Staff.Where(s => staffIds.Contains(s.Id))).ToDictionaryAsync(c => c.StaffId, stop);

    public async Task<IReadOnlyDictionary<string, string>> SkillNames(CancellationToken stop) => await db.Skills.AsNoTracking().ToDictionaryAsync(s => s.Key, s => s.Name, stop);

    public async Task<IReadOnlyList<DepartmentInfo>> Departments(CancellationToken stop)
    {
        var departments = await db.Departments.AsNoTracking().OrderBy(d => d.Order).Select(d => new { d.Id, d.Name }).ToListAsync(stop);
        var people = (await db.Staff.AsNoTracking().Where(s => s.LeftOn == null).OrderBy(s => s.Id).ToListAsync(stop)).ToLookup(s => s.DepartmentId);
        return [.. departments.Select(d => new DepartmentInfo(d.Id, d.Name, [.. people[d.Id].Select(s => new StaffCard(s.Id, s.AccountId, s.Name, s.Phone, s.Number, d.Name, s.Position, s.OnDuty, d.Id))],
            [.. people[d.Id].Where(s => s.Lead || !people[d.Id].Any(other => other.Lead)).Select(s => s.AccountId)], [.. people[d.Id].Where(s => s.Lead).Select(s => s.AccountId)]))];
    }

    public async Task<(Guid Team, bool Leads, bool IsLead)?> Of(Guid accountId, CancellationToken stop) =>
        await db.Staff.AsNoTracking().Where(s => s.AccountId == accountId && s.LeftOn == null)
            .Select(s => new { s.DepartmentId, s.Lead, Leads = s.Lead || !db.Set<StaffMember>().Any(other => other.DepartmentId == s.DepartmentId && other.Lead && other.LeftOn == null) })
            .SingleOrDefaultAsync(stop) is { } mine ? (mine.DepartmentId, mine.Leads, mine.Lead) : null;

    public async Task<IReadOnlyList<Candidate>> Candidates(DateTime at, CancellationToken stop)
    {
        var local = Local(at);
        var today = DateOnly.FromDateTime(local);
        var yesterday = today.AddDays(-1);

        // Four questions, however many people: who and what they can do, where, when, and who is away.
        var working = db.Staff.AsNoTracking().Where(s => s.FieldWork && s.LeftOn == null && db.Set<Member>().Any(m => m.Id == s.MemberId && !m.Suspended));
        var people = await working.OrderBy(s => s.Id).Select(s => new
        {
            Card = new StaffCard(s.Id, s.AccountId, s.Name, s.Phone, s.Number, db.Set<Department>().First(d => d.Id == s.DepartmentId).Name, s.Position, s.OnDuty, s.DepartmentId),
            s.MemberId,
            Skills = s.Skills.Join(db.Set<Skill>(), h => h.SkillId, k => k.Id, (h, k) => new { k.Key, k.Certificate, h.Level, h.ExpiresOn }).ToList(),
        }).ToListAsync(stop);
        var areas = (await db.Set<MemberArea>().AsNoTracking().Where(a => working.Any(s => s.MemberId == a.MemberId)).ToListAsync(stop)).ToLookup(a => a.MemberId);
        var shifts = (await db.Shifts.AsNoTracking().Where(s => s.Day >= yesterday && s.Day <= today).Select(s => new { s.StaffId, Time = new ShiftTime(s.Day, s.From, s.To) }).ToListAsync(stop))
            .ToLookup(s => s.StaffId, s => s.Time);
        var away = (await db.Leaves.AsNoTracking().Where(l => l.State == LeaveState.Approved && l.From <= today && l.Until >= today).Select(l => l.StaffId).ToListAsync(stop)).ToHashSet();

        return [.. people.Select(p => new Candidate(p.Card,
            p.Skills.Where(s => StaffSkill.IsValid(s.ExpiresOn, today)).ToDictionary(s => s.Key, s => s.Level),
            [.. p.Skills.Where(s => !StaffSkill.IsValid(s.ExpiresOn, today)).Select(s => s.Key)],
            [.. areas[p.MemberId].Where(a => a.BuildingId is null).Select(a => a.CommunityId)],
            [.. areas[p.MemberId].Where(a => a.BuildingId is not null).Select(a => a.BuildingId!.Value)],
            IsOnShift(shifts[p.Card.StaffId], local), away.Contains(p.Card.StaffId), [.. p.Skills.Where(s => s.Certificate && StaffSkill.IsValid(s.ExpiresOn, today)).Select(s => s.Key)], EndOf(shifts[p.Card.StaffId], local)))];
    }

    public async Task<IReadOnlyCollection<string>?> ValidSkills(Guid accountId, DateTime at, CancellationToken stop)
    {
        var today = DateOnly.FromDateTime(Local(at));
        var skills = await db.Staff.AsNoTracking().Where(s => s.AccountId == accountId && s.FieldWork && s.LeftOn == null)
            .Select(s => s.Skills.Join(db.Set<Skill>(), h => h.SkillId, k => k.Id, (h, k) => new { k.Key, h.ExpiresOn }).ToList()).SingleOrDefaultAsync(stop);
        return skills is null ? null : [.. skills.Where(s => StaffSkill.IsValid(s.ExpiresOn, today)).Select(s => s.Key)];
    }

    DateTime Local(DateTime at) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(at, DateTimeKind.Utc), tenant.Required.Zone);

    // Shifts that follow each other without a break are one.
    DateTime? EndOf(IEnumerable<ShiftTime> shifts, DateTime local)
    {
        DateTime? end = null;
        foreach (var shift in shifts.OrderBy(s => s.Begin)) if (shift.Covers(end ?? local)) end = shift.End;
        return end is { } at ? TimeZoneInfo.ConvertTimeToUtc(tenant.Required.Zone.IsInvalidTime(at) ? at.AddHours(1) : at, tenant.Required.Zone) : null;
    }

    // A night shift that ends in the morning is a plan for this day too.
    static bool IsOnShift(IEnumerable<ShiftTime> shifts, DateTime local)
    {
        var today = shifts.Where(s => s.Touches(DateOnly.FromDateTime(local))).ToList();
        return today.Count == 0 || today.Exists(s => s.Covers(local));
    }

    IQueryable<StaffCard> Cards(IQueryable<StaffMember> staff) => staff.AsNoTracking()
        .Join(db.Departments, s => s.DepartmentId, d => d.Id, (s, d) => new StaffCard(s.Id, s.AccountId, s.Name, s.Phone, s.Number, d.Name, s.Position, s.OnDuty, d.Id));
}
