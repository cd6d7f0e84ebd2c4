using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Platform.Nodes;

/// <summary>Open pages of this node. One channel per open page, a few hundred bytes each; a slow reader loses old hints, never blocks others.</summary>
public sealed class LiveHub
{
    readonly ConcurrentDictionary<(Guid Tenant, Guid Page), Listener> listeners = [];

    /// <summary>Listens to pushes on <paramref name="bus"/>.</summary>
    public LiveHub(INodeBus bus) => bus.Subscribe<LivePush>(Deliver);

    sealed record Listener(Guid Account, bool Board, Channel<IReadOnlyList<string>> Channel);

    /// <summary>Number of open pages on this node.</summary>
    public int Count => listeners.Count;

    /// <summary>Opens a page's stream of topics; it ends when <paramref name="stop"/> fires.</summary>
    public async IAsyncEnumerable<IReadOnlyList<string>> Listen(Guid tenant, Guid account, bool board,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var page = Guid.NewGuid();
        var channel = Channel.CreateBounded<IReadOnlyList<string>>(new BoundedChannelOptions(16) { FullMode = BoundedChannelFullMode.DropOldest });
        listeners[(tenant, page)] = new(account, board, channel);
        try
        {
            // The first, empty message makes the browser see the connection at once.
            yield return [];
            while (await Wait(channel.Reader, stop))
                while (channel.Reader.TryRead(out var topics)) yield return topics;
        }
        finally
        {
            listeners.TryRemove((tenant, page), out _);
        }
    }

    static async ValueTask<bool> Wait(ChannelReader<IReadOnlyList<string>> reader, CancellationToken stop)
    {
        try
        {
            return await reader.WaitToReadAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    void Deliver(LivePush push)
    {
        foreach (var (key, listener) in listeners)
            if (key.Tenant == push.TenantId && ((push.Board && listener.Board) || push.Accounts.Contains(listener.Account)))
                listener.Channel.Writer.TryWrite(push.Topics);
    }
}
