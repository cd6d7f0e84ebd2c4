using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Exports;
using Platform.Nodes;
using Platform.Tenancy;

namespace Web.Exports;

/// <summary>Writes exports on this node: one of a company at a time, companies in turn, and within a company everybody's first before anybody's second.</summary>
public sealed class ExportWorker(IServiceScopeFactory hostScopes, ITenantScopeFactory scopes, IServiceProvider services, INodeBus bus, TimeProvider clock, ILogger<ExportWorker> log) : TenantTurns(clock, log, workers: 2)
{
    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bus.Subscribe<ExportWaiting>(waiting => Queue(waiting.TenantId));
        return base.ExecuteAsync(stoppingToken);
    }

    /// <inheritdoc />
    protected override async Task<IReadOnlyList<Guid>> CompaniesDue(DateTime now, CancellationToken stop)
    {
        await using var scope = hostScopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ExportDueDb>().CompaniesDue(now, stop);
    }

    /// <inheritdoc />
    protected override async Task<bool> WorkOff(Guid tenant, CancellationToken stop)
    {
        List<Guid> due;
        await using (var scope = await scopes.Open(tenant, stop: stop))
        {
            var now = Now;
            due = await scope.Services.GetRequiredService<AppDb>().Set<Export>().Where(e => e.DueAt != null && e.DueAt <= now)
                .OrderBy(e => e.Slot).ThenBy(e => e.Id).Select(e => e.Id).Take(2).ToListAsync(stop);
        }
        if (due.Count > 0) await services.GetRequiredService<RunExport>().Run(tenant, due[0], stop);
        return due.Count > 1;
    }
}
