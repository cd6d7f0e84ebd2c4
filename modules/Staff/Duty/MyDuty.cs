using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Staff.People;
using Web.Access;
using Web.Http;
using Web.Time;

namespace Staff.Duty;

/// <summary>Reads one's own duty, the next two weeks of shifts and one's leaves.</summary>
static class MyDuty
{
    const int DaysAhead = 14;

    internal sealed record View(Guid StaffId, string Name, string Number, bool OnDuty, DateTime? Since, IReadOnlyList<FindStaff.ShiftItem> Shifts, IReadOnlyList<FindStaff.LeaveItem> Leaves);

    internal static void Map(RouteGroupBuilder api) => api.MapGet("/me/duty", Get).RequirePermission(StaffPermissions.Duty).WithName("MyDuty").WithTags("Staff");

    static async Task<Results<Ok<View>, ProblemHttpResult>> Get(Handler handler, CancellationToken stop) => (await handler.Run(stop)).ToOk();

    internal sealed class Handler(AppDb db, ICurrentPerson person, TenantTime time)
    {
        public async Task<Result<View>> Run(CancellationToken stop)
        {
            var me = await db.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.AccountId == person.Required.AccountId && s.LeftOn == null, stop);
            if (me is null) return StaffErrors.NotStaff;

            var (from, until) = (time.Today.AddDays(-1), time.Today.AddDays(DaysAhead));
            var shifts = await db.Shifts.AsNoTracking().Where(s => s.StaffId == me.Id && s.Day >= from && s.Day < until).OrderBy(s => s.Day).ThenBy(s => s.From)
                .Select(s => new FindStaff.ShiftItem(s.Day, s.From, s.To)).ToListAsync(stop);
            var leaves = await db.Leaves.AsNoTracking().Where(l => l.StaffId == me.Id).OrderByDescending(l => l.From).Take(10)
                .Select(l => new FindStaff.LeaveItem(l.Id, l.From, l.Until, l.Reason, l.State, l.Version)).ToListAsync(stop);
            // Yesterday's shift matters only while it reaches into today.
            return new View(me.Id, me.Name, me.Number, me.OnDuty, me.DutySince, [.. shifts.Where(s => s.Day >= time.Today || s.To <= s.From)], leaves);
        }
    }
}
