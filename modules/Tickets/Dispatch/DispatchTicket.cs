using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Events;
using Platform.Nodes;
using Platform.Settings;
using Tickets.Categories;
using Tickets.Dispatch.Engine;
using Tickets.Life;
using Tickets.Notify;

namespace Tickets.Dispatch;

/// <summary>Finds the technician for a waiting ticket, the way its category says: the best at once, the next in turn, together with all others, or the dispatchers and the grab pool.</summary>
sealed class DispatchTicket(AppDb db, DispatchFacts facts, GiveTicket give, BatchSchedule batches, TicketNotices notices, ICompanySettings settings, TimeProvider clock) : IHandle<TicketWaiting>
{
    static readonly TimeSpan TurnsRemembered = TimeSpan.FromDays(14);

    public async Task Handle(TicketWaiting happened, EventContext context, CancellationToken stop)
    {
        var ticket = await db.Tickets.SingleOrDefaultAsync(t => t.Id == happened.TicketId, stop);
        if (ticket is null || ticket.State != TicketState.Submitted) return;

        if (ticket.Dispatch != DispatchMode.Manual && await Given(ticket, context, stop)) return;
        if (ticket.Dispatch is DispatchMode.Auto or DispatchMode.RoundRobin or DispatchMode.Manual) await notices.NeedsDispatcher(ticket, context, stop);
        context.Pushes.Add(new LivePush(db.TenantId, [], Board: true, ["board"]));
    }

    // True when nobody else has to be told.
    async Task<bool> Given(Ticket ticket, EventContext context, CancellationToken stop)
    {
        if (ticket.Dispatch == DispatchMode.Batch)
        {
            await batches.Soon(ticket.CommunityId, stop);
            return false;
        }
        var known = await facts.Gather([ticket], stop);
        var scored = Candidates.Of(known, ticket);
        if (ticket.Dispatch == DispatchMode.Grab)
        {
            await notices.OfferToGrab(ticket, scored, context);
            return false;
        }
        var engine = ticket.Dispatch == DispatchMode.RoundRobin ? DispatchEngine.RoundRobin : DispatchEngine.Immediate;
        var chosen = engine == DispatchEngine.RoundRobin ? await InTurn(known, scored, stop) : ScoredCandidate.Best(scored);
        if (ticket.Dispatch == DispatchMode.Auto && (await settings.Get<TicketSettings>(stop)).Dispatch.BatchMinutes is > 0 and var minutes) await batches.By(ticket.CommunityId, TimeSpan.FromMinutes(minutes), stop);
        if (chosen is null)
        {
            db.Decisions.Add(DispatchDecision.ByProduct(ticket.Id, null, scored, clock.GetUtcNow().UtcDateTime, engine));
            return false;
        }
        await give.To(ticket, chosen, scored, engine, null, stop);
        return true;
    }

    async Task<ScoredCandidate?> InTurn(DispatchCase known, IReadOnlyList<ScoredCandidate> scored, CancellationToken stop)
    {
        var since = clock.GetUtcNow().UtcDateTime - TurnsRemembered;
        var turns = await db.Decisions.AsNoTracking().Where(d => d.At > since && d.ChosenStaffId != null).GroupBy(d => d.ChosenStaffId!.Value).Select(g => new { g.Key, At = g.Max(d => d.At) }).ToDictionaryAsync(g => g.Key, g => g.At, stop);
        return RoundRobinEngine.Next(known.Jobs[0], known.Workers, known.Situation, turns) is { } next ? scored.FirstOrDefault(c => c.StaffId == next.Id) : null;
    }
}
