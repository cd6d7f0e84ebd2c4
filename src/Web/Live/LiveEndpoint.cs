using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Platform.Access;
using Platform.Nodes;
using Platform.Tenancy;
using Web.Access;

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
        return TypedResults.ServerSentEvents(Stream(hub, tenant.Required.Id, person.Required, stop));
    }

    static async IAsyncEnumerable<SseItem<Changed>> Stream(LiveHub hub, Guid tenant, PersonAccess person, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var topics in hub.Listen(tenant, person.AccountId, person.May(BoardPermission), stop))
            yield return new SseItem<Changed>(new Changed(topics)) { ReconnectionInterval = TimeSpan.FromSeconds(2) };
    }
}
