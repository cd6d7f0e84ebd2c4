using Data;
using Microsoft.EntityFrameworkCore;
using Notices.Sending;
using Platform.Events;
using Platform.Notices;

namespace Notices.Pruning;

/// <summary>
/// Deletes what is of no use any more, some hundred rows at a time: deliveries that ended half a year ago, and notices of the same age that were read. What nobody
/// read stays a year.
/// </summary>
sealed class PruneOld(AppDb db, PruneSchedule schedule, TimeProvider clock) : IHandle<PruneDue>
{
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(180);
    internal static readonly TimeSpan KeptUnread = TimeSpan.FromDays(365);
    internal const int AtATime = 500;
    static readonly TimeSpan Breath = TimeSpan.FromSeconds(2);

    public async Task Handle(PruneDue happened, EventContext context, CancellationToken stop)
    {
        var run = await db.PruneRuns.SingleOrDefaultAsync(stop);
        if (run is null || run.NextAt != happened.At) return;

        var now = clock.GetUtcNow().UtcDateTime;
        var (deliveries, notices) = (await Deliveries(now, stop), await Notices(now, stop));
        if (deliveries + notices > 0) (run.LastAt, run.Pruned) = (now, deliveries + notices);
        if (deliveries == AtATime || notices == AtATime) schedule.Next(run, Breath);
        else schedule.Tomorrow(run);
    }

    async Task<int> Deliveries(DateTime now, CancellationToken stop)
    {
        var before = now - Kept;
        var old = await db.Deliveries.Where(d => d.PlannedAt < before && d.NextAt == null).OrderBy(d => d.PlannedAt).Select(d => d.Id).Take(AtATime).ToListAsync(stop);
        return old.Count == 0 ? 0 : await db.Deliveries.Where(d => old.Contains(d.Id)).ExecuteDeleteAsync(stop);
    }

    // A notice outlives its deliveries, which name it.
    async Task<int> Notices(DateTime now, CancellationToken stop)
    {
        var (before, beforeUnread) = (now - Kept, now - KeptUnread);
        var old = await db.Set<Notice>().Where(n => n.At < before && (n.ReadAt != null || n.At < beforeUnread) && !db.Set<NoticeDelivery>().Any(d => d.NoticeId == n.Id))
            .OrderBy(n => n.At).Select(n => n.Id).Take(AtATime).ToListAsync(stop);
        return old.Count == 0 ? 0 : await db.Set<Notice>().Where(n => old.Contains(n.Id)).ExecuteDeleteAsync(stop);
    }
}
