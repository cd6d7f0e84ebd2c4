using System.Diagnostics;
using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Events;
using Platform.Nodes;
using Platform.Settings;
using Tickets.Categories;
using Tickets.Dispatch.Engine;
using Tickets.Life;
using Tickets.Notify;
using Web.Time;
using static Platform.Words;

namespace Tickets.Dispatch;

/// <summary>
/// Arranges everything in a community that nobody has accepted yet anew. What somebody accepted, is on the way to or has in hand is not touched, nor what a
/// dispatcher gave, what is with a company outside, or what three people have been asked for. A technician who accepts in the same moment wins: the ticket's version tells.
/// </summary>
sealed class Rearrange(AppDb db, DispatchFacts facts, GiveTicket give, BatchSchedule batches, TicketNotices notices, ICompanySettings settings, TenantTime time) : IHandle<BatchDue>
{
    const int MostTickets = 1000;

    public async Task Handle(BatchDue happened, EventContext context, CancellationToken stop)
    {
        var run = await db.BatchRuns.SingleOrDefaultAsync(r => r.CommunityId == happened.CommunityId, stop);
        if (run is null || run.NextAt != happened.At) return;

        var rules = (await settings.Get<TicketSettings>(stop)).Dispatch;
        var tickets = await Movable(happened.CommunityId, rules, stop);
        var started = Stopwatch.GetTimestamp();
        var given = tickets.Count == 0 ? 0 : await Arrange(tickets, context, stop);
        run.Ran(time.Now, tickets.Count, given, Stopwatch.GetElapsedTime(started));
        if (tickets.Count > 0) await batches.By(happened.CommunityId, TimeSpan.FromMinutes(Math.Max(1, rules.BatchMinutes)), stop);
    }

    async Task<IReadOnlyList<Ticket>> Movable(Guid communityId, DispatchRules rules, CancellationToken stop)
    {
        var waiting = await db.Tickets.Where(t => t.CommunityId == communityId).Movable(rules).OrderBy(t => t.DueAt).Take(MostTickets).ToListAsync(stop);
        var ids = waiting.Select(t => t.Id).ToList();
        var decisions = (await db.Decisions.AsNoTracking().Where(d => ids.Contains(d.TicketId) && d.ChosenStaffId != null).Select(d => new { d.TicketId, d.At, d.Automatic, d.ChosenStaffId }).ToListAsync(stop)).ToLookup(d => d.TicketId);
        return [.. waiting.Where(t =>
        {
            var mine = decisions[t.Id].Where(d => d.At >= t.ClockFrom).ToList();
            return t.State == TicketState.Submitted || (mine.MaxBy(d => d.At) is { Automatic: true } && mine.Select(d => d.ChosenStaffId).Distinct().Count() < OfferToNext.MostOffers);
        })];
    }

    async Task<int> Arrange(IReadOnlyList<Ticket> tickets, EventContext context, CancellationToken stop)
    {
        var known = await facts.Gather(tickets, stop);
        var plan = BatchEngine.Plan(known.Jobs, known.Workers, known.Situation, known.Batch);
        var due = plan.Where(p => p.Offer && p.Job.Holder != p.For.Worker.Id).ToList();
        foreach (var planned in due)
        {
            var ticket = tickets.Single(t => t.Id == planned.Job.Id);
            var scored = Candidates.Of(known, ticket);
            var chosen = scored.Single(c => c.StaffId == planned.For.Worker.Id);
            await give.To(ticket, chosen, scored, DispatchEngine.Batch, Why(ticket, planned, known, tickets.Count), stop);
        }
        await TellDesk(known, plan, tickets, context, stop);
        if (due.Count > 0) context.Pushes.Add(new LivePush(db.TenantId, [], Board: true, ["board"]));
        return due.Count;
    }

    string? Why(Ticket ticket, Planned planned, DispatchCase known, int together)
    {
        if (!planned.Moves) return together > 1 ? T("和另外 {0} 张单一起安排", together - 1) : null;
        var holder = known.Workers.FirstOrDefault(w => w.Id == planned.Job.Holder);
        var limit = holder is null ? Block.OffDuty : Appraiser.Appraise(holder, planned.Job, known.Situation).Blocked;
        return limit is Block.None or Block.Overload
            ? T("重新统筹：{0} 预计 {1} 能到，比 {2} 合适", known.People[planned.For.Worker.Id].Card.Name, time.Clock(planned.For.Arrival), ticket.AssigneeName ?? "")
            : T("{0} 现在不能接单，改派", ticket.AssigneeName ?? "");
    }

    // Once: the decision that nobody fits is kept, and stays the last one until somebody does.
    async Task TellDesk(DispatchCase known, IReadOnlyList<Planned> plan, IReadOnlyList<Ticket> tickets, EventContext context, CancellationToken stop)
    {
        var planned = plan.Select(p => p.Job.Id).ToHashSet();
        foreach (var ticket in tickets.Where(t => t.State == TicketState.Submitted && t.Dispatch == DispatchMode.Batch && !planned.Contains(t.Id)))
        {
            var scored = Candidates.Of(known, ticket);
            if (ScoredCandidate.Best(scored) is not null || await db.Decisions.AnyAsync(d => d.TicketId == ticket.Id && d.At >= ticket.ClockFrom && d.ChosenStaffId == null, stop)) continue;
            db.Decisions.Add(DispatchDecision.ByProduct(ticket.Id, null, scored, time.Now, DispatchEngine.Batch));
            await notices.NeedsDispatcher(ticket, context, stop);
        }
    }
}
