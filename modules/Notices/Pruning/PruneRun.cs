using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Events;
using Platform.Model;
using Platform.Time;

namespace Notices.Pruning;

/// <summary>The next instant at which the company's old deliveries and notices are pruned, and what came of it last.</summary>
sealed class PruneRun : Aggregate
{
    internal PruneRun() { }

    /// <summary>The message that is due then goes on; any other is a double and does nothing.</summary>
    public DateTime NextAt { get; internal set; }
    /// <summary>When something was pruned last (UTC).</summary>
    public DateTime? LastAt { get; internal set; }
    /// <summary>How many rows that was.</summary>
    public int Pruned { get; internal set; }
}

/// <summary>It is time to prune, unless another instant was planned since.</summary>
sealed record PruneDue(DateTime At) : IEvent;

/// <summary>One message of the outbox per company, each setting the next; a company without notices has none.</summary>
sealed class PruneSchedule(AppDb db, TimeProvider clock)
{
    static readonly TimeSpan EveryDay = TimeSpan.FromDays(1);

    /// <summary>Begins with the first notices, and anew where the message was parked and the chain broke. Two nodes that begin at the same moment make one: the row is unique.</summary>
    internal async Task Begin(CancellationToken stop)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var run = await db.PruneRuns.SingleOrDefaultAsync(stop);
        if (run is null) db.Add(run = new PruneRun());
        else if (run.NextAt > now - EveryDay) return;
        Next(run, EveryDay);
    }

    /// <summary>Plans the next run.</summary>
    internal void Next(PruneRun run, TimeSpan within)
    {
        run.NextAt = (clock.GetUtcNow().UtcDateTime + within).Kept();
        db.Publish(new PruneDue(run.NextAt), dueAt: run.NextAt);
    }

    /// <summary>Plans the next run for tomorrow.</summary>
    internal void Tomorrow(PruneRun run) => Next(run, EveryDay);
}
