using Data;
using Estates.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Platform;
using Platform.Access;
using Web.Access;
using Web.Http;

namespace Tickets.Incidents;

/// <summary>Publishes a known outage; the residents of the place are told.</summary>
sealed record PublishIncident(Guid CommunityId, Guid? BuildingId, IncidentKind Kind, string? Title, string? Text, DateTime? From, DateTime? Until)
{
    internal static void Map(RouteGroupBuilder api) => api.MapPost("/incidents", async Task<Results<Created<Made>, ProblemHttpResult>>
        (PublishIncident body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) => (await handler.Run(body, key, stop)).ToCreated("incidents"))
        .RequirePermission(TicketPermissions.Incidents).WithName("PublishIncident").WithTags("Incidents");

    internal sealed class Handler(AppDb db, IPlaces places, ICurrentPerson person, TimeProvider clock)
    {
        public Task<Result<Guid>> Run(PublishIncident command, string? key, CancellationToken stop)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            return db.SaveOnce(person.Required.AccountId, key, command, now, () => Make(command, now, stop), stop);
        }

        async Task<Result<Guid>> Make(PublishIncident command, DateTime now, CancellationToken stop)
        {
            var me = person.Required;
            var community = (await places.Communities(stop)).FirstOrDefault(c => c.Id == command.CommunityId);
            var building = command.BuildingId is { } id ? (await places.Buildings(stop)).FirstOrDefault(b => b.Id == id && b.CommunityId == command.CommunityId) : null;
            if (community is null || (building is null && command.BuildingId is not null) || !me.Covers(TicketPermissions.Incidents, command.CommunityId, command.BuildingId)) return IncidentErrors.UnknownPlace;

            var published = Incident.Publish(community.Id, building?.Id, building is null ? community.Name : $"{community.Name} {building.Label}", command.Kind, command.Title, command.Text,
                command.From ?? now, command.Until, me.Name, now);
            if (published.Error is { } wrong) return wrong;
            db.Incidents.Add(published.Value);
            db.Publish(new IncidentPublished(published.Value.Id, null));
            return published.Value.Id;
        }
    }
}
