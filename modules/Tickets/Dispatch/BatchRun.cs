using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Events;
using Platform.Model;
using Platform.Settings;
using Staff.Contracts;
using Tickets.Life;

namespace Tickets.Dispatch;

/// <summary>The next instant at which the unaccepted work of a community is arranged anew, and what came of it last.</summary>
sealed class BatchRun : Aggregate
{
    BatchRun() { }

    internal BatchRun(Guid communityId) => CommunityId = communityId;

    public Guid CommunityId { get; private set; }
    /// <summary>Null while nothing waits: a quiet community costs nothing.</summary>
    public DateTime? NextAt { get; private set; }
    public DateTime? LastAt { get; private set; }
    public int Jobs { get; private set; }
    public int Given { get; private set; }
    public int Milliseconds { get; private set; }

    /// <summary>True when that is sooner than what was planned.</summary>
    internal bool Plan(DateTime at)
    {
        if (NextAt <= at) return false;
        NextAt = at;
        return true;
    }

    internal void Ran(DateTime now, int jobs, int given, TimeSpan took) => (NextAt, LastAt, Jobs, Given, Milliseconds) = (null, now, jobs, given, (int)took.TotalMilliseconds);
}

/// <summary>It is time to arrange the community's unaccepted work anew, unless another instant was planned since.</summary>
sealed record BatchDue(Guid CommunityId, DateTime At) : IEvent;

/// <summary>Somebody's hands became free sooner, or work came back.</summary>
sealed record HandsFree(Guid CommunityId) : IEvent;

/// <summary>Plans the runs: one message of the outbox per community, however many tickets wait there.</summary>
sealed class BatchSchedule(AppDb db, TimeProvider clock)
{
    /// <summary>Long enough for what is reported together to be decided together.</summary>
    static readonly TimeSpan Together = TimeSpan.FromSeconds(3);

    internal Task Soon(Guid communityId, CancellationToken stop) => By(communityId, Together, stop);

    internal async Task By(Guid communityId, TimeSpan within, CancellationToken stop)
    {
        var run = db.BatchRuns.Local.FirstOrDefault(r => r.CommunityId == communityId) ?? await db.BatchRuns.SingleOrDefaultAsync(r => r.CommunityId == communityId, stop);
        if (run is null) db.BatchRuns.Add(run = new BatchRun(communityId));
        var at = clock.GetUtcNow().UtcDateTime + within;
        // Whole seconds: databases keep fewer digits than the clock has.
        at = new DateTime(at.Ticks - at.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        if (run.Plan(at)) db.Publish(new BatchDue(communityId, at), dueAt: at);
    }
}

/// <summary>Looks at the waiting work again as soon as somebody can do it sooner.</summary>
sealed class RearrangeSoon(AppDb db, BatchSchedule batches, ICompanySettings settings) : IHandle<HandsFree>
{
    public async Task Handle(HandsFree happened, EventContext context, CancellationToken stop)
    {
        var rules = (await settings.Get<TicketSettings>(stop)).Dispatch;
        if (await db.Tickets.Where(t => t.CommunityId == happened.CommunityId).Movable(rules).AnyAsync(stop)) await batches.Soon(happened.CommunityId, stop);
    }
}

/// <summary>Looks again at what waits where somebody works who can do more or less than before, and at what that person was asked for; what they have in hand goes along to another department with them.</summary>
sealed class RearrangeForRoster(AppDb db, IStaffDirectory staff, BatchSchedule batches, ICompanySettings settings, TimeProvider clock) : IHandle<RosterChanged>
{
    public async Task Handle(RosterChanged happened, EventContext context, CancellationToken stop)
    {
        var rules = (await settings.Get<TicketSettings>(stop)).Dispatch;
        var worker = (await staff.Candidates(clock.GetUtcNow().UtcDateTime, stop)).FirstOrDefault(c => c.Card.StaffId == happened.StaffId);
        var (communities, buildings) = (worker?.Communities ?? [], worker?.Buildings ?? []);
        var concerned = await db.Tickets.Movable(rules).Where(t => t.AssigneeId == happened.StaffId || communities.Contains(t.CommunityId) || (t.BuildingId != null && buildings.Contains(t.BuildingId.Value)))
            .Select(t => t.CommunityId).Distinct().ToListAsync(stop);
        foreach (var community in concerned) await batches.Soon(community, stop);
        await Follow(happened.StaffId, stop);
    }

    async Task Follow(Guid staffId, CancellationToken stop)
    {
        if ((await staff.Cards([staffId], stop)).GetValueOrDefault(staffId) is not { } card) return;
        foreach (var ticket in await db.Tickets.Where(t => t.AssigneeId == staffId && TicketLife.Load.Contains(t.State) && t.TeamId != card.DepartmentId).ToListAsync(stop)) ticket.Follow(card.DepartmentId);
    }
}

static class MovableTickets
{
    /// <summary>What waits or was not accepted yet, neither outside nor with a department, and is arranged by batch runs.</summary>
    internal static IQueryable<Ticket> Movable(this IQueryable<Ticket> tickets, DispatchRules rules)
    {
        var modes = rules.Movable;
        return tickets.Where(t => t.ContractorId == null && t.DepartmentId == null && (t.State == TicketState.Submitted || t.State == TicketState.Assigned) && modes.Contains(t.Dispatch));
    }
}
