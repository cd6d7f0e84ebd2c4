using Data;
using Staff.Contracts;
using Tickets.Clock;
using Tickets.Life;
using static Platform.Words;

namespace Tickets.Dispatch;

/// <summary>Gives a ticket to whom the product chose: the move, the decision behind it, the alarms, and a word to whoever had it before.</summary>
sealed class GiveTicket(AppDb db, IStaffDirectory staff, TicketClock ticking, Alarms alarms, TimeProvider clock)
{
    /// <param name="ticket">Waiting, or not accepted yet.</param>
    /// <param name="chosen">Who gets it.</param>
    /// <param name="all">Who was weighed.</param>
    /// <param name="engine">Who decided.</param>
    /// <param name="why">Why it goes from one to the other, or what else is to be said about the choice.</param>
    /// <param name="stop">Gives up.</param>
    internal async Task To(Ticket ticket, ScoredCandidate chosen, IReadOnlyList<ScoredCandidate> all, DispatchEngine engine, string? why, CancellationToken stop)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var before = ticket.State == TicketState.Assigned ? ticket.AssigneeAccountId : null;
        var team = (await staff.Cards([chosen.StaffId], stop))[chosen.StaffId].DepartmentId;
        var moved = ticket.AssignTo(chosen.StaffId, chosen.AccountId, chosen.Name, team, new Act(Actor.System, null, T("自动派单"), now), why, await ticking.Calendar(stop)).Value;
        db.Decisions.Add(DispatchDecision.ByProduct(ticket.Id, chosen, all, now, engine, why));
        db.Moves.Add(moved);
        await alarms.Set(ticket, moved, stop);
        db.Publish(new TicketMoved(ticket.Id, moved.Id, before));
    }
}
