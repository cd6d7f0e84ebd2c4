using System.Collections.Concurrent;

namespace Platform.Nodes;

/// <summary>
/// The one cache. Every key carries its company, values are immutable, and eviction reaches all nodes; what a lost message leaves behind
/// dies after <see cref="Lifetime"/>. Concurrent askers of a missing value share one load; a failed load is not kept.
/// </summary>
public sealed class TenantCache
{
    /// <summary>The longest time a value is served after it became stale on another node without our hearing of it.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<(Guid Tenant, string Key), Slot> slots = [];
    readonly INodeBus bus;
    readonly TimeProvider clock;
    long nextSweep;

    /// <summary>Listens to evictions on <paramref name="bus"/>.</summary>
    public TenantCache(INodeBus bus, TimeProvider clock)
    {
        (this.bus, this.clock) = (bus, clock);
        bus.Subscribe<CacheEvicted>(Drop);
    }

    sealed record Slot(long Until, Lazy<Task<object?>> Value);

    /// <summary>The value, loaded at most once at a time. <paramref name="tenant"/> is <see cref="Guid.Empty"/> for the platform's own data.</summary>
    public async ValueTask<T> Get<T>(Guid tenant, string key, Func<Task<T>> load)
    {
        var now = clock.GetTimestamp();
        if (slots.TryGetValue((tenant, key), out var slot) && slot.Until > now)
        {
            var cached = slot.Value.Value;
            return (T)(cached.IsCompletedSuccessfully ? cached.Result : await cached)!;
        }
        Sweep(now);
        var fresh = new Slot(now + (long)(Lifetime.TotalSeconds * clock.TimestampFrequency), new(async () => await load()));
        // Whoever is first loads; the others wait for the same value.
        var winner = slots.AddOrUpdate((tenant, key), fresh, (_, other) => other.Until > now ? other : fresh);
        try
        {
            return (T)(await winner.Value.Value)!;
        }
        catch
        {
            slots.TryRemove(new KeyValuePair<(Guid, string), Slot>((tenant, key), winner));
            throw;
        }
    }

    /// <summary>Makes every value whose key starts with <paramref name="prefix"/> load again, on every node.</summary>
    public Task Evict(Guid tenant, string prefix)
    {
        Drop(new(tenant, prefix));
        return bus.Publish(new CacheEvicted(tenant, prefix));
    }

    void Drop(CacheEvicted stale)
    {
        foreach (var key in slots.Keys)
            if (key.Tenant == stale.TenantId && key.Key.StartsWith(stale.Prefix, StringComparison.Ordinal)) slots.TryRemove(key, out _);
    }

    void Sweep(long now)
    {
        var due = Interlocked.Read(ref nextSweep);
        if (now < due || Interlocked.CompareExchange(ref nextSweep, now + clock.TimestampFrequency * 60, due) != due) return;
        foreach (var (key, slot) in slots)
            if (slot.Until <= now) slots.TryRemove(key, out _);
    }
}
