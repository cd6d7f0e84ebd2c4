using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Tenancy;

namespace Data;

/// <summary>
/// Work of companies that falls due, on every node. Companies take turns, a little each, so that one company's flood or poison holds up nobody else.
/// What a turn takes it leases in the database, so that no other node takes it too.
/// </summary>
public abstract class TenantTurns(TimeProvider clock, ILogger log, int workers) : BackgroundService
{
    static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    readonly Channel<Guid> turns = Channel.CreateUnbounded<Guid>();
    readonly ConcurrentDictionary<Guid, bool> queued = [];

    /// <summary>Where failures are written.</summary>
    protected ILogger Log => log;

    /// <summary>Now (UTC).</summary>
    protected DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Companies that have something due.</summary>
    protected abstract Task<IReadOnlyList<Guid>> CompaniesDue(DateTime now, CancellationToken stop);

    /// <summary>Works off up to a turn's worth of one company; true when there is more.</summary>
    protected abstract Task<bool> WorkOff(Guid tenant, CancellationToken stop);

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Work(stoppingToken)).Append(Watch(stoppingToken)));

    /// <summary>Gives the company a turn. In the queue, false stands for waiting or asked for once, true for asked for again meanwhile.</summary>
    protected void Queue(Guid tenant)
    {
        if (queued.TryAdd(tenant, false)) turns.Writer.TryWrite(tenant);
        else queued.TryUpdate(tenant, true, false);
    }

    /// <summary>A turn of one company; true when there is more.</summary>
    public async Task<bool> Turn(Guid tenant, CancellationToken stop)
    {
        try
        {
            return await WorkOff(tenant, stop);
        }
        catch (TenantNotActiveException)
        {
            return false;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "{Worker} could not work for company {Tenant}; trying again.", GetType().Name, tenant);
            return false;
        }
    }

    async Task Watch(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Poll, clock);
        try
        {
            do
            {
                try
                {
                    foreach (var tenant in await CompaniesDue(Now, stop)) Queue(tenant);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    log.LogError(failure, "{Worker} could not see what is due; trying again.", GetType().Name);
                }
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    async Task Work(CancellationToken stop)
    {
        try
        {
            await foreach (var tenant in turns.Reader.ReadAllAsync(stop))
            {
                var more = await Turn(tenant, stop);
                var askedAgain = queued.TryRemove(tenant, out var again) && again;
                if (more || askedAgain) Queue(tenant);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }
}
