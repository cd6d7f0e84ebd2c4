using Data;
using Data.RowSecurity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Tenancy;

namespace Notices.Sending;

/// <summary>Sees only who has something to send, across companies.</summary>
sealed class DeliveryDueDb(DbContextOptions<DeliveryDueDb> options) : DbContext(options), IAskAcrossCompanies
{
    internal Task<List<Guid>> CompaniesDue(DateTime now, CancellationToken stop) =>
        Set<NoticeDelivery>().Where(d => d.NextAt != null && d.NextAt <= now).Select(d => d.TenantId).Distinct().OrderBy(t => t).Take(1000).ToListAsync(stop);

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<NoticeDelivery>(delivery =>
    {
        delivery.HasKey(d => new { d.TenantId, d.Id });
        NoticesDb.MapDelivery(delivery);
    });
}

/// <summary>Sends what is due. Apart from the outbox, so that a slow provider holds up nothing but messages.</summary>
sealed class DeliveryWorker(IServiceScopeFactory hostScopes, ITenantScopeFactory scopes, TimeProvider clock, ILogger<DeliveryWorker> log) : TenantTurns(clock, log, workers: 4)
{
    const int PerTurn = 20;
    const int AtOnce = 4;

    protected override async Task<IReadOnlyList<Guid>> CompaniesDue(DateTime now, CancellationToken stop)
    {
        await using var scope = hostScopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DeliveryDueDb>().CompaniesDue(now, stop);
    }

    protected override async Task<bool> WorkOff(Guid tenant, CancellationToken stop)
    {
        List<Guid> due;
        await using (var scope = await scopes.Open(tenant, stop: stop))
        {
            var now = Now;
            due = await scope.Services.GetRequiredService<AppDb>().Deliveries.Where(d => d.NextAt != null && d.NextAt <= now)
                .OrderBy(d => d.NextAt).ThenBy(d => d.Id).Select(d => d.Id).Take(PerTurn).ToListAsync(stop);
        }
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (id, token) =>
        {
            await using var scope = await scopes.Open(tenant, stop: token);
            await scope.Services.GetRequiredService<SendDelivery>().Run(id, token);
        });
        return due.Count == PerTurn;
    }
}
