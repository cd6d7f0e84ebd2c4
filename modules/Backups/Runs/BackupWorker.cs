using System.Threading.Channels;
using Backups.Plans;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Nodes;

namespace Backups.Runs;

/// <summary>Wakes when a backup is asked for, and now and then for plans that fall due and for what a dead node left.</summary>
sealed class BackupWorker : BackgroundService
{
    static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    readonly IServiceScopeFactory scopes;
    readonly RunBackup runs;
    readonly BackupOptions options;
    readonly ILogger<BackupWorker> log;

    public BackupWorker(IServiceScopeFactory scopes, RunBackup runs, INodeBus bus, BackupOptions options, ILogger<BackupWorker> log)
    {
        (this.scopes, this.runs, this.options, this.log) = (scopes, runs, options, log);
        bus.Subscribe<BackupWaiting>(_ => signals.Writer.TryWrite(true));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (options.Planned) await PlanDue(stoppingToken);
                while (await runs.Next(stoppingToken)) { }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogError(failure, "What is to be backed up could not be asked for; asking again.");
            }
            await Rest(stoppingToken);
        }
    }

    async Task PlanDue(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DuePlans>().Turn(stop);
    }

    async Task Rest(CancellationToken stop)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(stop);
        pause.CancelAfter(Poll);
        try
        {
            await signals.Reader.ReadAsync(pause.Token);
        }
        catch (OperationCanceledException)
        {
            // Time to look, or the host is stopping.
        }
    }
}

/// <summary>A backup waits to be made.</summary>
sealed record BackupWaiting(Guid TenantId);

/// <summary>How backups run on this installation.</summary>
/// <param name="Planned">Whether companies are backed up by themselves; off only where something else does it.</param>
sealed record BackupOptions(bool Planned);
