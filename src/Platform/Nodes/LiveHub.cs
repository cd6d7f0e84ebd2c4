using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Platform.Nodes;

/// <summary>Open pages of this node. One channel per open page, a few hundred bytes each; a slow reader loses old hints, never blocks others.</summary>
public sealed class LiveHub
{
    readonly ConcurrentDictionary<(Guid Tenant, Guid Page), Listener> listeners = [];

    /// <summary>So long a page may take from its drawing to the opening of its stream without missing anything.</summary>
    static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);
    const int MostRemembered = 10_000;

    readonly TimeProvider clock;
    readonly ConcurrentQueue<(DateTimeOffset At, LivePush Push)> recent = [];

    readonly Channel<bool> doubts = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Listens to <paramref name="bus"/>: to pushes, and to what puts in doubt whether somebody may still listen.</summary>
    public LiveHub(INodeBus bus, TimeProvider clock)
    {
        this.clock = clock;
        bus.Subscribe<LivePush>(Deliver);
        bus.Subscribe<SignedOut>(left => End((_, l) => l.Account == left.AccountId));
        bus.Subscribe<CacheEvicted>(stale => Doubt((tenant, l) => Concerns(stale, tenant, l.Account)));
    }

    // Sessions and companies are the platform's to keep, members and roles the company's own.
    static bool Concerns(CacheEvicted stale, Guid tenant, Guid account) => stale.TenantId == Guid.Empty
        ? !stale.Prefix.StartsWith("account:", StringComparison.Ordinal) || stale.Prefix == $"account:{account:N}"
        : stale.TenantId == tenant && stale.Prefix.StartsWith("access:", StringComparison.Ordinal);

    sealed class Listener(Guid account, string stamp, bool board)
    {
        internal Guid Account => account;
        internal string Stamp => stamp;
        internal bool Board => board;
        internal bool Doubted { get; set; }
        internal Channel<IReadOnlyList<string>> Channel { get; } = System.Threading.Channels.Channel.CreateBounded<IReadOnlyList<string>>(new BoundedChannelOptions(16) { FullMode = BoundedChannelFullMode.DropOldest });
    }

    /// <summary>Somebody who listens, by which session, and whether as one who watches the board.</summary>
    public readonly record struct Reader(Guid Tenant, Guid Account, string Stamp, bool Board);

    /// <summary>Number of open pages on this node.</summary>
    public int Count => listeners.Count;

    /// <summary>
    /// Opens a page's stream of topics; it ends when <paramref name="stop"/> fires, or the reader may not listen any more. The first message has what was pushed since the page was drawn, within the
    /// last minute, and is empty where that is nothing: so the browser sees the connection at once.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyList<string>> Listen(Reader reader, DateTimeOffset drawn, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var page = (reader.Tenant, Guid.NewGuid());
        var listener = new Listener(reader.Account, reader.Stamp, reader.Board);
        listeners[page] = listener;
        try
        {
            // What changed between the question who this is and here was not heard.
            Doubt(listener);
            yield return [.. recent.Where(r => r.At >= drawn && IsFor(r.Push, reader.Tenant, listener)).SelectMany(r => r.Push.Topics).Distinct()];
            while (await Wait(listener.Channel.Reader, stop))
                while (listener.Channel.Reader.TryRead(out var topics)) yield return topics;
        }
        finally
        {
            listeners.TryRemove(page, out _);
        }
    }

    /// <summary>Waits until somebody's right to listen is in doubt.</summary>
    public ValueTask<bool> Doubts(CancellationToken stop) => doubts.Reader.ReadAsync(stop);

    /// <summary>Those whose right to listen is in doubt, each once; with <paramref name="all"/> everybody. They are not, from here on.</summary>
    public IReadOnlyCollection<Reader> Doubted(bool all)
    {
        HashSet<Reader> readers = [];
        foreach (var (page, listener) in listeners)
        {
            if (!listener.Doubted && !all) continue;
            listener.Doubted = false;
            readers.Add(new(page.Tenant, listener.Account, listener.Stamp, listener.Board));
        }
        return readers;
    }

    /// <summary>Ends the reader's streams; a page that may come back does so by itself.</summary>
    public void End(Reader reader) => End((tenant, l) => reader == new Reader(tenant, l.Account, l.Stamp, l.Board));

    void End(Func<Guid, Listener, bool> which)
    {
        foreach (var (page, listener) in listeners) if (which(page.Tenant, listener)) listener.Channel.Writer.TryComplete();
    }

    void Doubt(Func<Guid, Listener, bool> which)
    {
        foreach (var (page, listener) in listeners) if (which(page.Tenant, listener)) Doubt(listener);
    }

    void Doubt(Listener listener)
    {
        listener.Doubted = true;
        doubts.Writer.TryWrite(true);
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
        var now = clock.GetUtcNow();
        recent.Enqueue((now, push));
        while (recent.TryPeek(out var oldest) && (oldest.At < now - Remembered || recent.Count > MostRemembered)) recent.TryDequeue(out _);
        foreach (var (key, listener) in listeners) if (IsFor(push, key.Tenant, listener)) listener.Channel.Writer.TryWrite(push.Topics);
    }

    static bool IsFor(LivePush push, Guid tenant, Listener listener) => tenant == push.TenantId && ((push.Board && listener.Board) || push.Accounts.Contains(listener.Account));
}
