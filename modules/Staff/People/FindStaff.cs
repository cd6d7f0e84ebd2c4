using Data;
using Estates.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Staff.Shifts;
using Web.Access;
using Web.Http;
using Web.Time;

namespace Staff.People;

/// <summary>Reads one employee with everything that is written down, and the shifts of one week.</summary>
static class FindStaff
{
    internal sealed record Area(Guid CommunityId, Guid? BuildingId, string Community, string? Building);

    internal sealed record ShiftItem(DateOnly Day, TimeOnly From, TimeOnly To);

    internal sealed record LeaveItem(Guid Id, DateOnly From, DateOnly Until, string Reason, LeaveState State, int Version);

    internal sealed record Profile(Guid Id, Guid AccountId, Guid MemberId, string Name, string Phone, string Number, Guid DepartmentId, string Department, string Position,
        DateOnly HiredOn, DateOnly? LeftOn, bool FieldWork, bool OnDuty, DateTime? DutySince, string? Bio, int Version, bool Lead);

    internal sealed record Detail(Profile Profile, IReadOnlyList<ListStaff.SkillItem> Skills, IReadOnlyList<string> Roles, IReadOnlyList<Area> Areas, int AreasVersion,
        DateOnly Week, IReadOnlyList<ShiftItem> Shifts, IReadOnlyList<LeaveItem> Leaves);

    internal static void Map(RouteGroupBuilder api) => api.MapGet("/staff/{id:guid}", Get).RequirePermission(StaffPermissions.View).WithName("FindStaff").WithTags("Staff");

    static async Task<Results<Ok<Detail>, ProblemHttpResult>> Get(Guid id, DateOnly? week, Handler handler, CancellationToken stop) => (await handler.Run(id, week, stop)).ToOk();

    internal sealed class Handler(AppDb db, HostDb host, IPlaces places, ICurrentPerson person, TenantTime time)
    {
        public async Task<Result<Detail>> Run(Guid id, DateOnly? week, CancellationToken stop)
        {
            var profile = await db.Staff.AsNoTracking().VisibleTo(person.Required, db).Where(s => s.Id == id).Select(s => new Profile(s.Id, s.AccountId, s.MemberId, s.Name, s.Phone, s.Number,
                s.DepartmentId, db.Set<Department>().First(d => d.Id == s.DepartmentId).Name, s.Position, s.HiredOn, s.LeftOn, s.FieldWork, s.OnDuty, s.DutySince, s.Bio, s.Version, s.Lead)).SingleOrDefaultAsync(stop);
            if (profile is null) return CommonErrors.NotFound;

            var monday = MondayOf(week is { Year: > 2000 and < 2100 } asked ? asked : time.Today);
            var sunday = monday.AddDays(6);
            var member = await db.Set<Member>().AsNoTracking().WithRolesAndAreas().SingleAsync(m => m.Id == profile.MemberId, stop);
            var held = member.Roles.Select(r => r.RoleId).ToList();
            return new Detail(profile, await Skills(id, stop),
                await db.Set<Role>().AsNoTracking().Where(r => held.Contains(r.Id)).OrderBy(r => r.Key).Select(r => r.Name).ToListAsync(stop),
                await Areas(member, stop), member.Version, monday,
                await db.Shifts.AsNoTracking().Where(s => s.StaffId == id && s.Day >= monday && s.Day <= sunday).OrderBy(s => s.Day).ThenBy(s => s.From).Select(s => new ShiftItem(s.Day, s.From, s.To)).ToListAsync(stop),
                await db.Leaves.AsNoTracking().Where(l => l.StaffId == id).OrderByDescending(l => l.From).Take(20).Select(l => new LeaveItem(l.Id, l.From, l.Until, l.Reason, l.State, l.Version)).ToListAsync(stop));
        }

        async Task<List<ListStaff.SkillItem>> Skills(Guid id, CancellationToken stop)
        {
            var today = time.Today;
            return await db.Staff.AsNoTracking().Where(s => s.Id == id).SelectMany(s => s.Skills).Join(db.Skills, h => h.SkillId, k => k.Id, (h, k) => new { h, k }).OrderBy(x => x.k.Name)
                .Select(x => new ListStaff.SkillItem(x.k.Key, x.k.Name, x.h.Level, x.h.Certificate, x.h.ExpiresOn, x.h.ExpiresOn != null && x.h.ExpiresOn < today)).ToListAsync(stop);
        }

        async Task<List<Area>> Areas(Member member, CancellationToken stop)
        {
            var ids = member.Areas.Select(a => a.CommunityId).Distinct().ToList();
            var names = await host.Communities.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
            var buildings = member.Areas.Any(a => a.BuildingId is not null) ? (await places.Buildings(stop)).ToList() : [];
            return [.. member.Areas.Select(a => new Area(a.CommunityId, a.BuildingId, names.GetValueOrDefault(a.CommunityId, ""), buildings.Find(b => b.Id == a.BuildingId)?.Label))
                .OrderBy(a => a.Community, StringComparer.Ordinal).ThenBy(a => buildings.FindIndex(b => b.Id == a.BuildingId))];
        }

        internal static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
    }
}
