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
        const int Rounds = 5;

        public async Task<Result<Guid>> Run(AskLeave command, string? key, CancellationToken stop)
        {
            var now = time.Now;
            for (var round = 1; ; round++)
            {
                try
                {
                    return await db.SaveOnce(person.Required.AccountId, key, command, now, () => Make(command, now, stop), stop);
                }
                catch (DbUpdateConcurrencyException) when (round < Rounds)
                {
                    // Another of one's own requests was faster: look again at what it left.
                    db.ChangeTracker.Clear();
                }
            }
        }

        async Task<Result<Guid>> Make(AskLeave command, DateTime now, CancellationToken stop)
        {
            var staff = await db.Staff.SingleOrDefaultAsync(s => s.AccountId == person.Required.AccountId && s.LeftOn == null, stop);
            if (staff is null) return StaffErrors.NotStaff;
            if (command is not { From: { } from, Until: { } until }) return StaffErrors.BadLeave;
            var leave = Leave.Ask(staff.Id, from, until, command.Reason, time.Today, now);
            if (leave.Error is { } wrong) return wrong;
            var counting = db.Leaves.AsNoTracking().Where(l => l.StaffId == staff.Id && (l.State == LeaveState.Requested || l.State == LeaveState.Approved));
            if (await counting.Where(l => l.From <= until && l.Until >= from).OrderBy(l => l.From).FirstOrDefaultAsync(stop) is { } other) return StaffErrors.LeaveOverlaps(other.From, other.Until);
            // The employee changes too, so that two requests at the same moment see each other; nothing that access hangs on does.
            db.Entry(staff).Property(s => s.Bio).IsModified = true;
            db.Add(leave.Value);
            db.Publish(new LeaveAsked(leave.Value.Id));
            return leave.Value.Id;
        }
    }
}
