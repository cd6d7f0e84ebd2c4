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

    internal sealed record Changed(IReadOnlyList<string> Topics);

    internal static void Map(IEndpointRouteBuilder root) => root.MapGet("/live", Get).WithRule(new OpenToMembersAttribute()).WithName("Live").ExcludeFromDescription();

    static ServerSentEventsResult<Changed> Get(ICurrentTenant tenant, ICurrentPerson person, LiveHub hub, HttpContext context, CancellationToken stop)
    {
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var reader = new LiveHub.Reader(tenant.Required.Id, person.Required.AccountId, Session.StampOf(context.User), person.Required.May(BoardPermission));
        return TypedResults.ServerSentEvents(Stream(hub, reader, stop));
    }

    static async IAsyncEnumerable<SseItem<Changed>> Stream(LiveHub hub, LiveHub.Reader reader, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var topics in hub.Listen(reader, stop)) yield return new SseItem<Changed>(new Changed(topics)) { ReconnectionInterval = TimeSpan.FromSeconds(2) };
    }
}
