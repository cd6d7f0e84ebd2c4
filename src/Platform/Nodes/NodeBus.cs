using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Platform.Nodes;

/// <summary>Tells all nodes of the service something, this one included. Messages are hints: losing one costs freshness, never truth.</summary>
public interface INodeBus
{
    /// <summary>Sends to every node.</summary>
    Task Publish<T>(T message) where T : notnull;

    /// <summary>Calls <paramref name="receive"/> for every message of the type, on any thread.</summary>
    void Subscribe<T>(Action<T> receive) where T : notnull;
}

/// <summary>The bus of a single node.</summary>
public sealed class LocalBus : INodeBus
{
    readonly ConcurrentDictionary<Type, Delegate> receivers = [];

    /// <inheritdoc />
    public Task Publish<T>(T message) where T : notnull
    {
        if (receivers.TryGetValue(typeof(T), out var receive)) ((Action<T>)receive)(message);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public void Subscribe<T>(Action<T> receive) where T : notnull =>
        receivers.AddOrUpdate(typeof(T), receive, (_, earlier) => Delegate.Combine(earlier, receive));
}

/// <summary>The bus over Redis publish/subscribe.</summary>
public sealed class RedisBus(IConnectionMultiplexer redis, ILogger<RedisBus> log) : INodeBus
{
    /// <inheritdoc />
    public async Task Publish<T>(T message) where T : notnull
    {
        try
        {
            await redis.GetSubscriber().PublishAsync(Channel<T>(), JsonSerializer.Serialize(message));
        }
        catch (RedisException failure)
        {
            log.LogWarning(failure, "Message {Message} did not reach the other nodes.", typeof(T).Name);
        }
    }

    /// <inheritdoc />
    public void Subscribe<T>(Action<T> receive) where T : notnull =>
        redis.GetSubscriber().Subscribe(Channel<T>()).OnMessage(m => receive(JsonSerializer.Deserialize<T>((string)m.Message!)!));

    static RedisChannel Channel<T>() => RedisChannel.Literal("linli:" + typeof(T).Name);
}

/// <summary>Open pages to refresh: what changed, and for whom. Carries ids only; the page asks for the content with its own rights.</summary>
/// <param name="TenantId">The company.</param>
/// <param name="Accounts">People concerned.</param>
/// <param name="Board">Also everybody who watches the dispatch board.</param>
/// <param name="Topics">For example <c>inbox</c>, <c>board</c>, <c>ticket:…</c>.</param>
public sealed record LivePush(Guid TenantId, IReadOnlyList<Guid> Accounts, bool Board, IReadOnlyList<string> Topics);

/// <summary>There is something in the outbox of a company.</summary>
public sealed record OutboxFilled(Guid TenantId);

/// <summary>The account signed out somewhere. Its streams end, and those of sessions that go on come back by themselves.</summary>
public sealed record SignedOut(Guid AccountId);

/// <summary>Cached values of a company whose key starts with the prefix are stale. <see cref="Guid.Empty"/> is the platform's own.</summary>
public sealed record CacheEvicted(Guid TenantId, string Prefix);
