using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Platform;
using Platform.Access;
using Platform.Events;
using Platform.Model;
using Platform.Nodes;
using Platform.Settings;
using Platform.Tenancy;
using Platform.Time;

namespace Data;

/// <summary>What every <see cref="AppDb"/> of a process shares.</summary>
public sealed record AppDbParts(IReadOnlyList<IModule> Modules, EventSubscriptions Events, TenantCache Cache, INodeBus Bus, TimeProvider Clock);

/// <summary>
/// Everything companies own. Composed from the modules' mappings, pinned to one company when it is built: without a company it reads nothing
/// and writes nothing. Modules reach their sets through extension properties.
/// </summary>
public sealed class AppDb : DbContext
{
    /// <summary>Name of the filter that every entity carries; Finbuckle's own key.</summary>
    public const string TenantFilter = "__tenant__";

    readonly AppDbParts parts;

    /// <summary>A context for the company of the scope.</summary>
    public AppDb(DbContextOptions<AppDb> options, ICurrentTenant tenant, AppDbParts parts) : base(options)
    {
        this.parts = parts;
        TenantId = tenant.Id;
        ChangeTracker.Tracking += Stamp;
    }

    /// <summary>The company, or <see cref="Guid.Empty"/>, which no row has.</summary>
    public Guid TenantId { get; }

    /// <summary>Puts the event into the outbox, once per handler, to be handled after the save and not before <paramref name="dueAt"/> (UTC).</summary>
    public void Publish<TEvent>(TEvent happened, DateTime? dueAt = null) where TEvent : IEvent
    {
        var now = parts.Clock.GetUtcNow().UtcDateTime;
        foreach (var handler in parts.Events.HandlersOf(typeof(TEvent)))
            Add(new OutboxMessage(handler, JsonSerializer.Serialize(happened, Instants.Json), now, dueAt ?? now));
    }

    /// <summary>Saves; the only way to write. Raises versions, refuses other companies' rows and changed history, and wakes the outbox.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        ChangeTracker.DetectChanges();
        Guard();
        RaiseVersions();
        Remember();
        var written = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (Database.CurrentTransaction is null) await AfterCommit();
        return written;
    }

    /// <inheritdoc />
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Save with SaveChangesAsync.");

    bool outboxFilled;
    readonly HashSet<string> stale = [];

    void Remember()
    {
        foreach (var entry in ChangeTracker.Entries().Where(e => e.State is not (EntityState.Unchanged or EntityState.Detached)))
        {
            if (entry.Entity is OutboxMessage) outboxFilled = true;
            else if (entry.Entity is Member or MemberRole or MemberArea or Role or RoleGrant || entry.Entity is IShapesAccess shape && (entry.State != EntityState.Modified || shape.Shaping.Any(p => entry.Property(p).IsModified))) stale.Add("access:");
            else if (entry.Entity is CompanySetting) stale.Add("setting:");
        }
    }

    /// <summary>Tells the nodes what a committed transaction changed. Needed only after committing a transaction of one's own.</summary>
    public async Task AfterCommit()
    {
        foreach (var prefix in stale) await parts.Cache.Evict(TenantId, prefix);
        if (outboxFilled) await parts.Bus.Publish(new OutboxFilled(TenantId));
        stale.Clear();
        outboxFilled = false;
    }

    void Stamp(object? sender, EntityTrackingEventArgs tracking)
    {
        if (tracking.FromQuery || tracking.Entry.Entity is not TenantOwned owned) return;
        if (owned.TenantId == Guid.Empty) owned.TenantId = TenantId;
    }

    void Guard()
    {
        foreach (var entry in ChangeTracker.Entries())
        {
            if (entry.State is EntityState.Unchanged or EntityState.Detached) continue;
            if (TenantId == Guid.Empty) throw new InvalidOperationException("Nothing is written without a company.");
            if (entry.Entity is not TenantOwned owned || owned.TenantId != TenantId) throw new InvalidOperationException($"{entry.Metadata.DisplayName()} of another company.");
            if (entry.Entity is Entry && entry.State != EntityState.Added) throw new InvalidOperationException($"{entry.Metadata.DisplayName()} is history and never changes.");
        }
    }

    void RaiseVersions()
    {
        var raised = new HashSet<EntityEntry<Aggregate>>();
        var aggregates = ChangeTracker.Entries<Aggregate>().ToList();
        foreach (var entry in aggregates.Where(a => a.State == EntityState.Modified)) raised.Add(entry);
        foreach (var part in ChangeTracker.Entries<Part>().Where(p => p.State is EntityState.Added or EntityState.Modified or EntityState.Deleted))
            foreach (var key in part.Metadata.GetForeignKeys().Where(k => k.DeleteBehavior == DeleteBehavior.Cascade))
            {
                var parent = part.Property(key.Properties[^1].Name);
                var id = part.State == EntityState.Deleted ? parent.OriginalValue : parent.CurrentValue;
                if (aggregates.Find(a => a.Entity.Id.Equals(id) && a.State == EntityState.Unchanged) is { } whole) raised.Add(whole);
            }
        foreach (var entry in raised) entry.Entity.Version = (int)entry.Property(nameof(Aggregate.Version)).OriginalValue! + 1;
        ChangeTracker.DetectChanges();
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<decimal>().HavePrecision(18, 2);
        configurationBuilder.Properties<string>().HaveMaxLength(400);
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        PlatformMaps.Map(modelBuilder);
        foreach (var module in parts.Modules) module.MapEntities(modelBuilder);

        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(e => typeof(TenantOwned).IsAssignableFrom(e.ClrType)).ToList())
        {
            var builder = modelBuilder.Entity(entity.ClrType);
            builder.HasKey(nameof(TenantOwned.TenantId), nameof(TenantOwned.Id));
            builder.Property(nameof(TenantOwned.Id)).ValueGeneratedNever();
            builder.Property(nameof(TenantOwned.TenantId)).ValueGeneratedNever();
            if (typeof(Aggregate).IsAssignableFrom(entity.ClrType)) builder.Property(nameof(Aggregate.Version)).IsConcurrencyToken();
            typeof(AppDb).GetMethod(nameof(Filter), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!
                .MakeGenericMethod(entity.ClrType).Invoke(this, [modelBuilder]);
        }
    }

    // The filter must name a member of the context itself: a captured value would be baked into the model that all companies share.
    void Filter<T>(ModelBuilder model) where T : TenantOwned => model.Entity<T>().HasQueryFilter(TenantFilter, e => e.TenantId == TenantId);
}

/// <summary>UTC in, UTC out, whatever the provider keeps.</summary>
sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
    v => (v.Kind == DateTimeKind.Utc ? v : v.ToUniversalTime()).Kept(), v => DateTime.SpecifyKind(v, DateTimeKind.Utc));
