using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Tickets.Clock;
using Tickets.Life;
using Web.Access;
using Web.Http;

namespace Tickets.Contractors;

/// <summary>Gives a ticket to a contractor and makes the link and the code for it; for one that has it already, new ones, which end the old.</summary>
sealed record GiveToContractor(Guid TicketId, GiveToContractor.Body What)
{
    internal sealed record Body(Guid ContractorId, string? Note, int Version);

    /// <param name="Link">Address inside the company; said or sent to the contractor.</param>
    /// <param name="Code">Six digits, shown this once; said by another way than the link.</param>
    /// <param name="ExpiresAt">When both end (UTC).</param>
    internal sealed record Pass(string Link, string Code, DateTime ExpiresAt);

    internal static void Map(RouteGroupBuilder tickets) => tickets.MapPost("/{id:guid}/contractor", async Task<Results<Ok<Pass>, ProblemHttpResult>> (Guid id, Body body, Handler handler, CancellationToken stop) =>
        (await handler.Run(new(id, body), stop)).ToOk()).RequirePermission(TicketPermissions.Assign).WithName("GiveToContractor");

    internal sealed class Handler(AppDb db, ICurrentPerson person, TicketClock ticking, Alarms alarms, TimeProvider clock)
    {
        public async Task<Result<Pass>> Run(GiveToContractor command, CancellationToken stop)
        {
            var (me, what, now) = (person.Required, command.What, clock.GetUtcNow().UtcDateTime);
            if (await db.Seen(command.TicketId, me, stop) is not { } ticket || !me.Covers(TicketPermissions.Assign, ticket.CommunityId, ticket.BuildingId)) return CommonErrors.NotFound;
            if (ticket.Version != what.Version) return CommonErrors.Stale;
            if (ticket.EscalatedAt is not null && !me.Manages(ticket)) return TicketErrors.ForManagers;
            var contractor = await db.Contractors.AsNoTracking().SingleOrDefaultAsync(c => c.Id == what.ContractorId && !c.Retired, stop);
            if (contractor is null) return ContractorErrors.Unknown;

            if (ticket.ContractorId != contractor.Id)
            {
                var holder = ticket.AssigneeAccountId;
                var moved = ticket.GiveTo(contractor.Id, contractor.Name, new Act(me.ActorOn(ticket), me.AccountId, me.Name, now), what.Note, await ticking.Calendar(stop));
                if (moved.Error is { } refused) return refused;
                db.Moves.Add(moved.Value);
                await alarms.Set(ticket, moved.Value, stop);
                db.Publish(new TicketMoved(ticket.Id, moved.Value.Id, holder));
            }
            else if (!TicketLife.IsOpen(ticket.State)) return TicketErrors.WrongState(TicketAct.Transfer, ticket.State);
            var (pass, token, code) = ContractorPass.New(ticket.Id, contractor.Id, now);
            db.Passes.Add(pass);
            await db.SaveChangesAsync(stop);
            return new Pass($"c/{token}", code, pass.ExpiresAt);
        }
    }
}
