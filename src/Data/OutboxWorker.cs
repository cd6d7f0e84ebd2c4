using Data.RowSecurity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Events;
using Platform.Nodes;
using Platform.Tenancy;

namespace Data;

/// <summary>Sees only who has something due in the outbox, across companies: the one such question there is.</summary>
public sealed class OutboxDb(DbContextOptions<OutboxDb> options) : DbContext(options), IAskAcrossCompanies
{
    /// <summary>Companies with a message due at <paramref name="now"/> (UTC), at most a thousand.</summary>
    public Task<List<Guid>> CompaniesDue(DateTime now, CancellationToken stop) =>
        Set<OutboxMessage>().Where(m => m.ParkedAt == null && m.DueAt <= now).Select(m => m.TenantId).Distinct().OrderBy(t => t).Take(1000).ToListAsync(stop);

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<OutboxMessage>(message =>
    {
        message.HasKey(m => new { m.TenantId, m.Id });
        PlatformMaps.MapOutbox(message);
    });
}

/// <summary>
/// Hands outbox messages to their handlers. A handler's writes and the deletion of its message commit together; a node that dies leaves the message to the
/// next after its lease.
/// </summary>
public sealed class OutboxWorker(IServiceScopeFactory hostScopes, ITenantScopeFactory scopes, EventSubscriptions events, INodeBus bus, TimeProvider clock,
    ILogger<OutboxWorker> log) : TenantTurns(clock, log, workers: 2)
{
    const int PerTurn = 20;
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bus.Subscribe<OutboxFilled>(filled => Queue(filled.TenantId));
        return base.ExecuteAsync(stoppingToken);
    }

    /// <inheritdoc />
    protected override async Task<IReadOnlyList<Guid>> CompaniesDue(DateTime now, CancellationToken stop)
    {
        await using var scope = hostScopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OutboxDb>().CompaniesDue(now, stop);
    }

    /// <inheritdoc />
    protected override async Task<bool> WorkOff(Guid tenant, CancellationToken stop)
    {
        List<Guid> due;
        await using (var scope = await scopes.Open(tenant, stop: stop))
        {
            var now = Now;
            due = await scope.Services.GetRequiredService<AppDb>().Set<OutboxMessage>().Where(m => m.ParkedAt == null && m.DueAt <= now)
                .OrderBy(m => m.DueAt).ThenBy(m => m.Id).Select(m => m.Id).Take(PerTurn).ToListAsync(stop);
        }
        foreach (var id in due) await Handle(tenant, id, stop);
        return due.Count == PerTurn;
    }

    async Task Handle(Guid tenant, Guid id, CancellationToken stop)
    {
        await using var scope = await scopes.Open(tenant, stop: stop);
        var db = scope.Services.GetRequiredService<AppDb>();
        var now = Now;

        var claimed = await db.Set<OutboxMessage>().Where(m => m.Id == id && m.ParkedAt == null && m.DueAt <= now)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.DueAt, now + Lease), stop);
        if (claimed == 0) return;

        var message = await db.Set<OutboxMessage>().AsNoTracking().SingleAsync(m => m.Id == id, stop);
        var context = new EventContext(message.Id, message.OccurredAt);
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(stop);
            await events.Run(message.Handler, scope.Services, message.Payload, context, stop);
            await db.SaveChangesAsync(stop);
            if (await db.Set<OutboxMessage>().Where(m => m.Id == id).ExecuteDeleteAsync(stop) == 0) return;
            await transaction.CommitAsync(stop);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await Postpone(tenant, message, failure, stop);
            return;
        }
        await db.AfterCommit();
        foreach (var push in context.Pushes) await bus.Publish(push);
    }

    async Task Postpone(Guid tenant, OutboxMessage message, Exception failure, CancellationToken stop)
    {
        var now = Now;
        var attempts = message.Attempts + 1;
        DateTime? parked = attempts >= OutboxMessage.MaxAttempts ? now : null;
        // The type only: messages of database errors quote rows.
        Log.LogWarning("Handler {Handler} failed on message {Message} of company {Tenant}, attempt {Attempt}: {Failure}.", message.Handler, message.Id, tenant, attempts, failure.GetType().Name);
        Log.LogDebug(failure, "Details of the failure.");

        await using var scope = await scopes.Open(tenant, evenIfNotActive: true, stop);
        await scope.Services.GetRequiredService<AppDb>().Set<OutboxMessage>().Where(m => m.Id == message.Id).ExecuteUpdateAsync(m => m
            .SetProperty(x => x.Attempts, attempts).SetProperty(x => x.DueAt, now + OutboxMessage.BackOff(attempts))
            .SetProperty(x => x.ParkedAt, parked).SetProperty(x => x.LastError, failure.GetType().FullName), stop);
    }
}
