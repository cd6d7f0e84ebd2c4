namespace Tickets.Tests;

/// <summary>A host whose clock the tests of one collection move, always forward and one test after the other, each with a company of its own.</summary>
public sealed class MovingClock : IAsyncDisposable
{
    internal const string Tests = "moving clock";

    /// <summary>The host.</summary>
    internal TestHost Host { get; } = TestHost.New();

    internal DateTime Now => Host.Clock.GetUtcNow().UtcDateTime;

    internal void Pass(TimeSpan time) => Host.Clock.Shift += time;

    internal void Pass(int minutes) => Pass(TimeSpan.FromMinutes(minutes));

    /// <summary>A company whose outbox stands still until it is worked off.</summary>
    internal async Task<Estate> Estate(Action<System.Text.Json.Nodes.JsonObject>? change = null)
    {
        var estate = await Testing.Estate.Build(change, Host);
        await estate.Still();
        return estate;
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

[CollectionDefinition(MovingClock.Tests)]
public sealed class MovingClockTests : ICollectionFixture<MovingClock>;
