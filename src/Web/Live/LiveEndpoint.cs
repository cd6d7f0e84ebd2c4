using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Platform.Access;
using Platform.Nodes;
using Platform.Tenancy;
using Web.Access;
using Web.Accounts;

namespace Web.Live;

/// <summary>One stream of server-sent events per open page: which topics changed. The page then fetches what it shows, with its own rights.</summary>
public static class LiveEndpoint
{
    /// <summary>Whoever holds this sees pushes to the dispatch board.</summary>
    public const string BoardPermission = "tickets.assign";

    // What a page asks first it asked a little before its frame is drawn, and clocks of two nodes differ.
    static readonly TimeSpan Skew = TimeSpan.FromSeconds(1);
    const long Farthest = 253_402_300_799_000;

    /// <param name="Topics">What changed; in the first message since the page was drawn.</param>
    internal sealed record Changed(IReadOnlyList<string> Topics);

    internal static void Map(IEndpointRouteBuilder root) => root.MapGet("/live", Get).WithRule(new OpenToMembersAttribute()).WithName("Live").ExcludeFromDescription();

    static ServerSentEventsResult<Changed> Get(long? since, ICurrentTenant tenant, ICurrentPerson person, LiveHub hub, HttpContext context, CancellationToken stop)
    {
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var reader = new LiveHub.Reader(tenant.Required.Id, person.Required.AccountId, Session.StampOf(context.User), person.Required.May(BoardPermission));
        var drawn = since is >= 0 and < Farthest ? DateTimeOffset.FromUnixTimeMilliseconds(since.Value) - Skew : DateTimeOffset.MaxValue;
        return TypedResults.ServerSentEvents(Stream(hub, reader, drawn, stop));
    }

    static async IAsyncEnumerable<SseItem<Changed>> Stream(LiveHub hub, LiveHub.Reader reader, DateTimeOffset drawn, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var topics in hub.Listen(reader, drawn, stop)) yield return new SseItem<Changed>(new Changed(topics)) { ReconnectionInterval = TimeSpan.FromSeconds(2) };
    }
}
