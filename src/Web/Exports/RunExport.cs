using System.Globalization;
using System.Runtime.CompilerServices;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform;
using Platform.Access;
using Platform.Blobs;
using Platform.Exports;
using Platform.Nodes;
using Platform.Tenancy;
using Web.Time;

namespace Web.Exports;

/// <summary>
/// Writes one export, in the rights its person has now. No transaction is open meanwhile: beside the writing a heart beats, which renews the lease, shows how far
/// it is, and stops the run once the row is no longer its own or the person may no longer have it. Only whose lease it still is ends it.
/// </summary>
sealed class RunExport(ITenantScopeFactory scopes, INodeBus bus, ExportOptions options, TimeProvider clock, ILogger<RunExport> log)
{
    static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    DateTime Now => clock.GetUtcNow().UtcDateTime;

    internal async Task Run(Guid tenant, Guid id, CancellationToken stop)
    {
        if (await Claim(tenant, id, stop) is not { } claimed) return;
        using var run = new ExportRun(tenant, claimed);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(stop, run.Halt.Token);
        var heart = Live(run, over.Token);
        try
        {
            var made = await Make(run, halt.Token);
            await over.CancelAsync();
            await heart;
            await (made.Error is { } refusal ? Refuse(run, refusal, stop) : Finish(run, made.Value, stop));
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            await over.CancelAsync();
            await heart;
            if (run.Forbidden) await Refuse(run, CommonErrors.Forbidden, stop);
            else if (!run.Halt.IsCancellationRequested) await Postpone(run, failure, stop);
        }
        catch (OperationCanceledException)
        {
            await heart;
            // The host stops: the next node need not wait for the end of the lease.
            await Ours(run, (_, mine) => mine.ExecuteUpdateAsync(e => e.SetProperty(x => x.DueAt, Now), CancellationToken.None), CancellationToken.None);
            throw;
        }
    }

    async Task<Export?> Claim(Guid tenant, Guid id, CancellationToken stop)
    {
        await using var scope = await scopes.Open(tenant, stop: stop);
        var set = scope.Services.GetRequiredService<AppDb>().Set<Export>();
        var now = Now;
        var found = await set.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id && e.DueAt != null && e.DueAt <= now, stop);
        if (found is null) return null;
        var claimed = await set.Where(e => e.Id == id && e.Runs == found.Runs && e.DueAt != null && e.DueAt <= now).ExecuteUpdateAsync(e => e.SetProperty(x => x.State, ExportState.Running).SetProperty(x => x.Runs, x => x.Runs + 1)
            .SetProperty(x => x.DueAt, now + Export.Lease).SetProperty(x => x.RowsDone, 0).SetProperty(x => x.RowsExpected, (int?)null).SetProperty(x => x.Version, x => x.Version + 1), stop);
        if (claimed == 0) return null;
        found.Runs++;
        await Push(tenant, found.AccountId);
        if (found.Runs <= Export.MostRuns) return found;
        using var last = new ExportRun(tenant, found);
        await Refuse(last, ExportErrors.GaveUp, stop);
        return null;
    }

    // The size of the stored file, or why there is none.
    async Task<Result<long>> Make(ExportRun run, CancellationToken stop)
    {
        await using var scope = await scopes.Open(run.Tenant, stop: stop);
        // The worker's own language is the machine's; this flows into what is called from here and not back.
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(run.Language);
        var kind = scope.Services.GetServices<IExportKind>().FirstOrDefault(k => k.Name == run.Kind);
        if (kind is null) return ExportErrors.UnknownKind;
        var access = await scope.Services.GetRequiredService<IAccessReader>().Read(run.Account, stop);
        if (access?.May(kind.Permission) != true) return CommonErrors.Forbidden;
        var person = scope.Services.GetRequiredService<CurrentPerson>();
        (person.AccountId, person.Access) = (run.Account, access);

        var plan = await kind.Plan(run.Parameters, stop);
        if (plan.Error is { } wrong) return wrong;
        run.Expected = await plan.Value.Count(options.MostRows + 1, stop);
        if (run.Expected > options.MostRows) return ExportErrors.TooManyRows with { Args = [options.MostRows] };

        await using var file = TemporaryFile.Open();
        await ExportSheet.Write(file, run.Title, kind.Columns, Counted(run, plan.Value.Rows(stop), stop), scope.Services.GetRequiredService<TenantTime>(), stop);
        if (run.Rows > options.MostRows) return ExportErrors.TooManyRows with { Args = [options.MostRows] };
        var size = file.Length;
        file.Position = 0;
        await scope.Services.GetRequiredService<IBlobContainer>().Save(run.Blob, file, stop);
        return size;
    }

    // What was added while it ran could go beyond every limit.
    async IAsyncEnumerable<object?[]> Counted(ExportRun run, IAsyncEnumerable<object?[]> rows, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var row in rows.WithCancellation(stop))
        {
            if (run.CountRow() > options.MostRows) yield break;
            yield return row;
        }
    }

    async Task Live(ExportRun run, CancellationToken over)
    {
        using var timer = new PeriodicTimer(Beat);
        var shown = (-1, (int?)null);
        try
        {
            while (await timer.WaitForNextTickAsync(over) && !run.Halt.IsCancellationRequested)
            {
                try
                {
                    var now = (run.Rows, run.Expected);
                    await Renew(run, now, over);
                    if (now != shown) await Push(run.Tenant, run.Account);
                    shown = now;
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // One beat missed is no harm: the lease holds for many.
                    log.LogWarning("The lease of export {Export} of company {Tenant} was not renewed: {Failure}.", run.Id, run.Tenant, failure.GetType().Name);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }

    async Task Renew(ExportRun run, (int Rows, int? Expected) now, CancellationToken over)
    {
        await using var scope = await scopes.Open(run.Tenant, stop: over);
        var kind = scope.Services.GetServices<IExportKind>().FirstOrDefault(k => k.Name == run.Kind);
        var access = await scope.Services.GetRequiredService<IAccessReader>().Read(run.Account, over);
        if (kind is not null && access?.May(kind.Permission) != true) run.Forbidden = true;
        var held = await Mine(scope, run).ExecuteUpdateAsync(e => e.SetProperty(x => x.DueAt, Now + Export.Lease).SetProperty(x => x.RowsDone, now.Rows).SetProperty(x => x.RowsExpected, now.Expected), over);
        if (held == 0 || run.Forbidden) await run.Halt.CancelAsync();
    }

    async Task Finish(ExportRun run, long size, CancellationToken stop)
    {
        var now = Now;
        var expires = now + Export.Kept;
        var won = await Ours(run, async (db, mine) =>
        {
            var ended = await mine.ExecuteUpdateAsync(e => e.SetProperty(x => x.State, ExportState.Done).SetProperty(x => x.Slot, (int?)null).SetProperty(x => x.DueAt, (DateTime?)null).SetProperty(x => x.RowsDone, run.Rows)
                .SetProperty(x => x.RowsExpected, run.Rows).SetProperty(x => x.Size, size).SetProperty(x => x.FinishedAt, now).SetProperty(x => x.ExpiresAt, expires).SetProperty(x => x.Version, x => x.Version + 1), stop);
            if (ended == 0) return 0;
            db.Publish(new ExportEnded(run.Id));
            db.Publish(new ExportAged(run.Id), expires);
            if (run.Number > 1) db.Publish(new ExportDropped(run.Id, run.Number - 1));
            return ended;
        }, stop);
        if (won == 0) await Forget(run, stop);
    }

    async Task Forget(ExportRun run, CancellationToken stop)
    {
        await using var scope = await scopes.Open(run.Tenant, evenIfNotActive: true, stop);
        await scope.Services.GetRequiredService<IBlobContainer>().Delete(run.Blob, stop);
    }

    Task<int> Refuse(ExportRun run, Error refusal, CancellationToken stop) => Ours(run, async (db, mine) =>
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(run.Language);
        var (now, problem) = (Now, refusal.Message);
        var ended = await mine.ExecuteUpdateAsync(e => e.SetProperty(x => x.State, ExportState.Failed).SetProperty(x => x.Slot, (int?)null).SetProperty(x => x.DueAt, (DateTime?)null)
            .SetProperty(x => x.FinishedAt, now).SetProperty(x => x.Problem, problem).SetProperty(x => x.Version, x => x.Version + 1), stop);
        if (ended == 0) return 0;
        db.Publish(new ExportEnded(run.Id));
        db.Publish(new ExportAged(run.Id), now + Export.Remembered);
        db.Publish(new ExportDropped(run.Id, run.Number));
        return ended;
    }, stop);

    async Task Postpone(ExportRun run, Exception failure, CancellationToken stop)
    {
        // The type only: messages of database errors quote rows.
        log.LogWarning("Export {Export} of company {Tenant} failed in run {Run}: {Failure}.", run.Id, run.Tenant, run.Number, failure.GetType().Name);
        log.LogDebug(failure, "Details of the failure.");
        if (run.Number >= Export.MostRuns) await Refuse(run, ExportErrors.GaveUp, stop);
        else await Ours(run, (_, mine) => mine.ExecuteUpdateAsync(e => e.SetProperty(x => x.State, ExportState.Waiting).SetProperty(x => x.DueAt, Now + Platform.Events.OutboxMessage.BackOff(run.Number)).SetProperty(x => x.Version, x => x.Version + 1), stop), stop);
    }

    // One transaction, and a push when something came of it; nothing happens once the row is another's.
    async Task<int> Ours(ExportRun run, Func<AppDb, IQueryable<Export>, Task<int>> change, CancellationToken stop)
    {
        await using var scope = await scopes.Open(run.Tenant, evenIfNotActive: true, stop);
        var db = scope.Services.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var changed = await change(db, Mine(scope, run));
        if (changed == 0) return 0;
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        await db.AfterCommit();
        await Push(run.Tenant, run.Account);
        return changed;
    }

    static IQueryable<Export> Mine(ITenantScope scope, ExportRun run) =>
        scope.Services.GetRequiredService<AppDb>().Set<Export>().Where(e => e.Id == run.Id && e.Slot != null && e.State == ExportState.Running && e.Runs == run.Number);

    Task Push(Guid tenant, Guid account) => bus.Publish(new LivePush(tenant, [account], Board: false, ["exports"]));
}
