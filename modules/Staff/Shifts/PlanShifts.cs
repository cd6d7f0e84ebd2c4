using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Staff.Contracts;
using Staff.People;
using Web.Access;
using Web.Http;
using Web.Time;

namespace Staff.Shifts;

/// <summary>Plans an employee's shifts from a weekly pattern; whatever was planned in the period is replaced.</summary>
sealed record PlanShifts(Guid StaffId, DateOnly From, DateOnly Until, IReadOnlyList<ShiftPattern>? Pattern)
{
    const int LongestDays = 13 * 7;

    internal sealed record Body(DateOnly From, DateOnly Until, IReadOnlyList<ShiftPattern>? Pattern);

    internal static void Map(RouteGroupBuilder api) => api.MapPut("/staff/{id:guid}/shifts", Put).RequirePermission(StaffPermissions.Edit).WithName("PlanShifts").WithTags("Staff");

    static async Task<Results<NoContent, ProblemHttpResult>> Put(Guid id, Body body, Handler handler, CancellationToken stop) =>
        (await handler.Run(new(id, body.From, body.Until, body.Pattern), stop)).ToNoContent();

    internal sealed class Handler(AppDb db, TenantTime time)
    {
        public async Task<Result<Done>> Run(PlanShifts command, CancellationToken stop)
        {
            if (command.From.Year is < 2000 or > 2100 || command.Until < command.From || command.Until.DayNumber - command.From.DayNumber >= LongestDays) return StaffErrors.BadPeriod;
            var staff = await db.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.Id == command.StaffId, stop);
            if (staff is null) return CommonErrors.NotFound;
            if (staff.LeftOn is not null) return StaffErrors.HasLeft;
            var wanted = Days(command).ToList();
            if (wanted.Count > LongestDays * 4 || wanted.DistinctBy(w => (w.Day, w.From)).Count() != wanted.Count) return StaffErrors.BadPattern;

            var planned = await db.Shifts.Where(s => s.StaffId == command.StaffId && s.Day >= command.From && s.Day <= command.Until).ToDictionaryAsync(s => (s.Day, s.From), stop);
            foreach (var shift in wanted)
            {
                if (planned.Remove((shift.Day, shift.From), out var there)) there.Until(shift.To);
                else db.Add(new Shift(command.StaffId, shift.Day, shift.From, shift.To));
            }
            db.RemoveRange(planned.Values);
            // Who works today; a night may end tomorrow.
            if (command.From <= time.Today && command.Until >= time.Today.AddDays(-1)) db.Publish(new RosterChanged(command.StaffId));
            await db.SaveChangesAsync(stop);
            return Done.It;
        }

        static IEnumerable<ShiftTime> Days(PlanShifts command)
        {
            for (var day = command.From; day <= command.Until; day = day.AddDays(1))
                foreach (var pattern in command.Pattern ?? [])
                    if (pattern.Days?.Contains(day.DayOfWeek) == true) yield return new(day, pattern.From, pattern.To);
        }
    }
}
