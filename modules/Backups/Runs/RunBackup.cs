using System.Security.Cryptography;
using Backups.Package;
using Backups.Plans;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform;
using Platform.Backups;
using Platform.Blobs;
using Platform.Nodes;
using Platform.Tenancy;

namespace Backups.Runs;

/// <summary>
/// Makes the packages that are due, one at a time on each node and of each company. While it writes, a heart beats that renews the lease and shows how far it is; only whose
/// lease it still is ends it. A package is stored under the run's own name, so one that was interrupted never stands where a whole one is looked for.
/// </summary>
sealed class RunBackup(IServiceScopeFactory hostScopes, ITenantScopeFactory scopes, INodeBus bus, TimeProvider clock, ILogger<RunBackup> log)
{
    static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    DateTime Now => clock.GetUtcNow().UtcDateTime;

    // Each attempt has a name of its own: a node that lost its lease touches nothing of the one that took over.
    internal static string BlobOf(Guid run, int attempt) => $"packages/{run:N}.{attempt}";

    /// <summary>True when there was something to do.</summary>
    internal async Task<bool> Next(CancellationToken stop)
    {
        if (await Claim(stop) is not { } run) return false;
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var rows = 0L;
        var heart = Live(run, () => Interlocked.Read(ref rows), halt, over.Token);
        try
        {
            var made = await Make(run, count => Interlocked.Exchange(ref rows, count), halt.Token);
            await over.CancelAsync();
            await heart;
            await Finish(run, made, stop);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            await over.CancelAsync();
            await heart;
            await Postpone(run, failure, stop);
        }
        return true;
    }

    async Task<BackupRun?> Claim(CancellationToken stop)
    {
        await using var scope = hostScopes.CreateAsyncScope();
        var runs = scope.ServiceProvider.GetRequiredService<HostDb>().BackupRuns;
        var now = Now;
        while (await runs.AsNoTracking().Where(r => r.DueAt != null && r.DueAt <= now).OrderBy(r => r.DueAt).FirstOrDefaultAsync(stop) is { } due)
        {
            var claimed = await runs.Where(r => r.Id == due.Id && r.Attempts == due.Attempts && r.DueAt == due.DueAt)
                .ExecuteUpdateAsync(r => r.SetProperty(x => x.State, BackupState.Running).SetProperty(x => x.Attempts, x => x.Attempts + 1).SetProperty(x => x.DueAt, now + BackupRun.Lease).SetProperty(x => x.Rows, 0), stop);
            if (claimed == 0) continue;
            due.Attempts++;
            if (due.Attempts <= BackupRun.MostAttempts) return due;
            await GiveUp(due, BackupErrors.GaveUp, stop);
        }
        return null;
    }

    async Task<(Manifest Manifest, long Bytes, string Sha256)> Make(BackupRun run, Action<long> progress, CancellationToken stop)
    {
        await using var scope = await scopes.Open(run.CompanyId, evenIfNotActive: true, stop);
        await using var file = TemporaryFile.Open();
        var manifest = await scope.Services.GetRequiredService<PackageWriter>().WriteSealed(file, progress, stop);
        // A store that is not there looks like a company whose files are all gone; such a package must not drive out whole ones.
        if (manifest.Files is { Count: 0, Missing: >= 20 }) throw new BackupException(BackupErrors.NoFiles);
        file.Position = 0;
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
        file.Position = 0;
        await scope.Services.GetRequiredKeyedService<IBlobContainer>(BlobStores.Backups).Save(BlobOf(run.Id, run.Attempts), file, stop);
        return (manifest, file.Length, sha256);
    }

    async Task Live(BackupRun run, Func<long> rows, CancellationTokenSource halt, CancellationToken over)
    {
        using var timer = new PeriodicTimer(Beat);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                try
                {
                    if (await Mine(run, r => r.SetProperty(x => x.DueAt, Now + BackupRun.Lease).SetProperty(x => x.Rows, rows()), over) == 0) await halt.CancelAsync();
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    log.LogWarning("The lease of backup {Run} was not renewed: {Failure}.", run.Id, failure.GetType().Name);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }

    async Task Finish(BackupRun run, (Manifest Manifest, long Bytes, string Sha256) made, CancellationToken stop)
    {
        var (rows, files) = (made.Manifest.Rows, made.Manifest.Files);
        var ended = await Mine(run, r => r.SetProperty(x => x.State, BackupState.Done).SetProperty(x => x.DueAt, (DateTime?)null).SetProperty(x => x.FinishedAt, Now).SetProperty(x => x.Rows, rows)
            .SetProperty(x => x.Files, files.Count).SetProperty(x => x.Missing, files.Missing).SetProperty(x => x.Bytes, made.Bytes).SetProperty(x => x.Sha256, made.Sha256), stop);
        if (ended > 0) await Forget(run.CompanyId, stop);
        else await DropFiles(run.CompanyId, [(run.Id, run.Attempts)], stop);
    }

    async Task Postpone(BackupRun run, Exception failure, CancellationToken stop)
    {
        if (failure is BackupException refused)
        {
            log.LogError("Backup {Run} of company {Tenant} is impossible: {Why}", run.Id, run.CompanyId, refused.Error.Code);
            await GiveUp(run, refused.Error, stop);
            return;
        }
        // The type only: messages of database errors quote rows.
        log.LogWarning("Backup {Run} of company {Tenant} failed in attempt {Attempt}: {Failure}.", run.Id, run.CompanyId, run.Attempts, failure.GetType().Name);
        log.LogDebug(failure, "Details of the failure.");
        if (run.Attempts >= BackupRun.MostAttempts) await GiveUp(run, BackupErrors.GaveUp, stop);
        else await Mine(run, r => r.SetProperty(x => x.State, BackupState.Waiting).SetProperty(x => x.DueAt, Now + Platform.Events.OutboxMessage.BackOff(run.Attempts)), stop);
    }

    Task<int> GiveUp(BackupRun run, Error why, CancellationToken stop) =>
        Mine(run, r => r.SetProperty(x => x.State, BackupState.Failed).SetProperty(x => x.DueAt, (DateTime?)null).SetProperty(x => x.FinishedAt, Now).SetProperty(x => x.Problem, why.Text), stop);

    // Nothing happens once the run is another's. The page of whoever asked follows.
    async Task<int> Mine(BackupRun run, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<BackupRun>> change, CancellationToken stop)
    {
        await using var scope = hostScopes.CreateAsyncScope();
        var changed = await scope.ServiceProvider.GetRequiredService<HostDb>().BackupRuns.Where(r => r.Id == run.Id && r.Attempts == run.Attempts && r.State == BackupState.Running).ExecuteUpdateAsync(change, stop);
        if (changed > 0 && run.AskedBy is { } account) await bus.Publish(new LivePush(run.CompanyId, [account], Board: false, ["backups"]));
        return changed;
    }

    /// <summary>Deletes what the company's plan no longer keeps, the file before the line that names it; failures older than the oldest package go along.</summary>
    async Task Forget(Guid company, CancellationToken stop)
    {
        await using var scope = await scopes.Open(company, evenIfNotActive: true, stop);
        var host = scope.Services.GetRequiredService<HostDb>();
        var plan = await host.BackupPlans.AsNoTracking().SingleOrDefaultAsync(p => p.CompanyId == company, stop) ?? new BackupPlan { CompanyId = company };
        var done = await host.BackupRuns.AsNoTracking().Where(r => r.CompanyId == company && r.State == BackupState.Done).Select(r => new { r.Id, r.CreatedAt, r.Attempts, Asked = r.AskedBy != null }).ToListAsync(stop);
        var zone = scope.Services.GetRequiredService<ICurrentTenant>().Required.Zone;
        // Each kind by itself: nobody drives the nightly ones out by asking often.
        var outlived = done.GroupBy(r => r.Asked).SelectMany(kind => Retention.Outlived([.. kind.Select(r => (r.Id, r.CreatedAt))], plan.KeepNewest, kind.Key ? 0 : plan.KeepMonths, zone)).ToHashSet();
        var oldest = done.Where(r => !outlived.Contains(r.Id)).Min(r => r.CreatedAt);
        var failed = await host.BackupRuns.AsNoTracking().Where(r => r.CompanyId == company && r.State == BackupState.Failed && r.CreatedAt < oldest).Select(r => new { r.Id, r.Attempts }).ToListAsync(stop);
        foreach (var (id, attempts) in done.Where(r => outlived.Contains(r.Id)).Select(r => (r.Id, r.Attempts)).Concat(failed.Select(r => (r.Id, r.Attempts))))
        {
            await DropFiles(company, Enumerable.Range(1, attempts).Select(attempt => (id, attempt)), stop);
            await host.BackupRuns.Where(r => r.Id == id).ExecuteDeleteAsync(stop);
        }
    }

    async Task DropFiles(Guid company, IEnumerable<(Guid Run, int Attempt)> files, CancellationToken stop)
    {
        await using var scope = await scopes.Open(company, evenIfNotActive: true, stop);
        var store = scope.Services.GetRequiredKeyedService<IBlobContainer>(BlobStores.Backups);
        foreach (var (run, attempt) in files) await store.Delete(BlobOf(run, attempt), stop);
    }
}
