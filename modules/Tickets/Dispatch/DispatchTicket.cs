using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Events;
using Platform.Nodes;
using Tickets.Categories;
using Tickets.Clock;
using Tickets.Life;
using Tickets.Notify;

namespace Tickets.Dispatch;

/// <summary>Finds the technician for a waiting ticket: the best candidate nothing speaks against, or the dispatcher's queue.</summary>
sealed class DispatchTicket(AppDb db, Candidates candidates, TicketNotices notices, TicketClock ticking, Alarms alarms, TimeProvider clock) : IHandle<TicketWaiting>
{
    public async Task Handle(TicketWaiting happened, EventContext context, CancellationToken stop)
    {
        var ticket = await db.Tickets.SingleOrDefaultAsync(t => t.Id == happened.TicketId, stop);
        if (ticket is null || ticket.State != TicketState.Submitted) return;

        var now = clock.GetUtcNow().UtcDateTime;
        var scored = await candidates.For(ticket, stop);
        if (ticket.Dispatch == DispatchMode.Auto)
        {
            var chosen = scored.FirstOrDefault(c => c.Blocked == Block.None);
            db.Decisions.Add(DispatchDecision.ByProduct(ticket.Id, chosen, scored, now));
            if (chosen is not null)
            {
                var moved = ticket.AssignTo(chosen.StaffId, chosen.AccountId, chosen.Name, new Act(Actor.System, null, Platform.Words.T("自动派单"), now), null, await ticking.Calendar(stop)).Value;
                db.Moves.Add(moved);
                await alarms.Set(ticket, moved, stop);
                db.Publish(new TicketMoved(ticket.Id, moved.Id));
                return;
            }
        }
        if (ticket.Dispatch == DispatchMode.Grab) await notices.OfferToGrab(ticket, scored, context);
        else await notices.NeedsDispatcher(ticket, context, stop);
        context.Pushes.Add(new LivePush(db.TenantId, [], Board: true, ["board"]));
    }
}
