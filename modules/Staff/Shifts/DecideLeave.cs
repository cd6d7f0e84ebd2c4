using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Staff.Contracts;
using Web.Access;
using Web.Http;

namespace Staff.Shifts;

/// <summary>Approves or refuses days off.</summary>
sealed record DecideLeave(Guid Id, int Version, bool Approve)
{
    internal sealed record Body(int Version, bool Approve);

    internal sealed record Waiting(Guid Id, Guid StaffId, string Name, DateOnly From, DateOnly Until, string Reason, int Version);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/leaves", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Waiting(stop))).RequirePermission(StaffPermissions.Edit).WithName("ListWaitingLeaves").WithTags("Staff");
        api.MapPost("/leaves/{id:guid}/decision", Post).RequirePermission(StaffPermissions.Edit).WithName("DecideLeave").WithTags("Staff");
    }

    static async Task<Results<NoContent, ProblemHttpResult>> Post(Guid id, Body body, Handler handler, CancellationToken stop) =>
        (await handler.Run(new(id, body.Version, body.Approve), stop)).ToNoContent();

    internal sealed class Handler(AppDb db, ICurrentPerson person, TimeProvider clock)
    {
        const int MostWaiting = 100;

        /// <summary>What waits for a decision, soonest first.</summary>
        public async Task<IReadOnlyList<Waiting>> Waiting(CancellationToken stop) =>
            await db.Leaves.AsNoTracking().Where(l => l.State == LeaveState.Requested).Join(db.Staff.Where(s => s.LeftOn == null), l => l.StaffId, s => s.Id, (l, s) => new { l, s.Name })
                .OrderBy(x => x.l.From).ThenBy(x => x.l.Id).Take(MostWaiting).Select(x => new Waiting(x.l.Id, x.l.StaffId, x.Name, x.l.From, x.l.Until, x.l.Reason, x.l.Version)).ToListAsync(stop);

        public async Task<Result<Done>> Run(DecideLeave command, CancellationToken stop)
        {
            var leave = await db.Leaves.SingleOrDefaultAsync(l => l.Id == command.Id, stop);
            if (leave is null) return CommonErrors.NotFound;
            if (leave.Version != command.Version) return CommonErrors.Stale;
            if (leave.Decide(command.Approve, person.Required.AccountId, clock.GetUtcNow().UtcDateTime).Error is { } refused) return refused;
            db.Publish(new LeaveDecided(leave.Id));
            db.Publish(new RosterChanged(leave.StaffId));
            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}
