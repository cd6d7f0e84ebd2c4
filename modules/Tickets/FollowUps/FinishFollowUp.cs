using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Events;
using Tickets.Life;
using Tickets.Notify;
using Web.Access;
using Web.Http;

namespace Tickets.FollowUps;

/// <summary>What waits for a call back, and what came of it.</summary>
sealed record FinishFollowUp(Guid Id, string? Outcome, bool? Satisfied, int Version)
{
    internal sealed record Body(string? Outcome, bool? Satisfied, int Version);

    internal sealed record Row(Guid Id, Guid TicketId, string Number, string Title, string Community, string Place, string ContactName, string ContactPhone, int Lowest, string? Comment, IReadOnlyList<string> Tags,
        DateTime OpenedAt, DateTime? DoneAt, string? By, string? Outcome, bool? Satisfied, int Version);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/follow-ups", async (bool? done, Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.List(done == true, stop)))
            .RequirePermission(TicketPermissions.Manage).WithName("ListFollowUps").WithTags("Tickets");
        api.MapPost("/follow-ups/{id:guid}/outcome", async Task<Results<NoContent, ProblemHttpResult>> (Guid id, Body body, Handler handler, CancellationToken stop) =>
            (await handler.Run(new(id, body.Outcome, body.Satisfied, body.Version), stop)).ToNoContent()).RequirePermission(TicketPermissions.Manage).WithName("FinishFollowUp").WithTags("Tickets");
    }

    internal sealed class Handler(AppDb db, ICurrentPerson person, TimeProvider clock)
    {
        const int Most = 100;

        /// <summary>Those that wait, the oldest first; or those that are done, the last first.</summary>
        public async Task<IReadOnlyList<Row>> List(bool done, CancellationToken stop)
        {
            var mine = Mine().AsNoTracking().Where(f => f.DoneAt != null == done);
            return await (from f in (done ? mine.OrderByDescending(f => f.DoneAt) : mine.OrderBy(f => f.OpenedAt)).ThenBy(f => f.Id).Take(Most)
                          join t in db.Tickets on f.TicketId equals t.Id
                          join r in db.Ratings on f.TicketId equals r.TicketId
                          select new Row(f.Id, t.Id, t.Number, t.Title, t.Community, t.PlaceLabel, t.ContactName, t.ContactPhone, f.Lowest, r.Comment, r.Tags, f.OpenedAt, f.DoneAt, f.By, f.Outcome, f.Satisfied, f.Version)).ToListAsync(stop);
        }

        public async Task<Result<Done>> Run(FinishFollowUp command, CancellationToken stop)
        {
            var followUp = await Mine().SingleOrDefaultAsync(f => f.Id == command.Id, stop);
            if (followUp is null) return CommonErrors.NotFound;
            if (followUp.Version != command.Version) return CommonErrors.Stale;
            var (me, now) = (person.Required, clock.GetUtcNow().UtcDateTime);
            if (followUp.Finish(command.Outcome, command.Satisfied, me.Name, now).Error is { } wrong) return wrong;

            var ticket = await db.Tickets.SingleAsync(t => t.Id == followUp.TicketId, stop);
            if (ticket.FollowedUp(followUp.Outcome!, new Act(Actor.Desk, me.AccountId, me.Name, now)) is { Error: null } moved) db.Moves.Add(moved.Value);
            await db.SaveChangesAsync(stop);
            return Done.It;
        }

        // A complaint about oneself is followed up by others.
        IQueryable<FollowUp> Mine()
        {
            var me = person.Required;
            var all = db.FollowUps.Where(f => db.Set<Ticket>().Any(t => t.Id == f.TicketId && (t.AboutAccountId == null || t.AboutAccountId != me.AccountId)));
            return me.ScopeOf(TicketPermissions.Manage) switch
            {
                DataScope.All => all,
                DataScope.Community => all.Where(f => me.Communities.Contains(f.CommunityId)),
                DataScope.Building => all.Where(f => f.BuildingId != null && me.Buildings.Contains(f.BuildingId.Value)),
                _ => all.Where(_ => false),
            };
        }
    }
}

/// <summary>Asks the managers to call back.</summary>
sealed class AskToFollowUp(AppDb db, TicketNotices notices) : IHandle<FollowUpOpened>
{
    public async Task Handle(FollowUpOpened happened, EventContext context, CancellationToken stop) =>
        await notices.Managers(await db.Tickets.AsNoTracking().SingleAsync(t => t.Id == happened.TicketId, stop), context, TicketKinds.FollowUp, "desk/follow-ups", "评价偏低，请回访：{0}，{1}。", stop);
}
