using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Staff.Contracts;
using Staff.People;
using Web.Access;
using Web.Http;
using Web.Time;

namespace Staff.Shifts;

/// <summary>Asks for one's own days off.</summary>
sealed record AskLeave(DateOnly? From, DateOnly? Until, string? Reason)
{
    internal static void Map(RouteGroupBuilder api) => api.MapPost("/me/leaves", Post).RequirePermission(StaffPermissions.Duty).WithName("AskLeave").WithTags("Staff");

    static async Task<Results<Created<Made>, ProblemHttpResult>> Post(AskLeave body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) =>
        (await handler.Run(body, key, stop)).ToCreated("leaves");

    internal sealed class Handler(AppDb db, ICurrentPerson person, TenantTime time)
    {
        public Task<Result<Guid>> Run(AskLeave command, string? key, CancellationToken stop)
        {
            var now = time.Now;
            return db.SaveOnce(person.Required.AccountId, key, command, now, () => Make(command, now, stop), stop);
        }

        async Task<Result<Guid>> Make(AskLeave command, DateTime now, CancellationToken stop)
        {
            var staffId = await db.Staff.Where(s => s.AccountId == person.Required.AccountId && s.LeftOn == null).Select(s => (Guid?)s.Id).SingleOrDefaultAsync(stop);
            if (staffId is not { } mine) return StaffErrors.NotStaff;
            if (command is not { From: { } from, Until: { } until }) return StaffErrors.BadLeave;
            var leave = Leave.Ask(mine, from, until, command.Reason, time.Today, now);
            if (leave.Error is { } wrong) return wrong;
            var counting = db.Leaves.AsNoTracking().Where(l => l.StaffId == mine && (l.State == LeaveState.Requested || l.State == LeaveState.Approved));
            if (await counting.Where(l => l.From <= until && l.Until >= from).OrderBy(l => l.From).FirstOrDefaultAsync(stop) is { } other) return StaffErrors.LeaveOverlaps(other.From, other.Until);
            db.Add(leave.Value);
            db.Publish(new LeaveAsked(leave.Value.Id));
            return leave.Value.Id;
        }
    }
}
