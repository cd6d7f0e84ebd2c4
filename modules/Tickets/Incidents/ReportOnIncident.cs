using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Web.Access;
using Web.Http;

namespace Tickets.Incidents;

/// <summary>Says how an incident stands, or that it is over: everybody concerned hears it at once.</summary>
sealed record ReportOnIncident(Guid Id, string? Text, DateTime? Until, bool Over, int Version)
{
    internal sealed record Body(string? Text, DateTime? Until, bool Over, int Version);

    internal static void Map(RouteGroupBuilder api) => api.MapPost("/incidents/{id:guid}/updates", async Task<Results<NoContent, ProblemHttpResult>> (Guid id, Body body, Handler handler, CancellationToken stop) =>
        (await handler.Run(new(id, body.Text, body.Until, body.Over, body.Version), stop)).ToNoContent()).RequirePermission(TicketPermissions.Incidents).WithName("ReportOnIncident").WithTags("Incidents");

    internal sealed class Handler(AppDb db, ICurrentPerson person, TimeProvider clock)
    {
        public async Task<Result<Done>> Run(ReportOnIncident command, CancellationToken stop)
        {
            var incident = await db.Incidents.InReach(person.Required).SingleOrDefaultAsync(i => i.Id == command.Id, stop);
            if (incident is null) return CommonErrors.NotFound;
            if (incident.Version != command.Version) return CommonErrors.Stale;
            var said = incident.Report(command.Text, command.Until, command.Over, person.Required.Name, clock.GetUtcNow().UtcDateTime);
            if (said.Error is { } wrong) return wrong;

            // The incident itself changes too, so that two who report at the same moment see each other.
            db.Entry(incident).State = EntityState.Modified;
            db.IncidentUpdates.Add(said.Value);
            db.Publish(new IncidentReported(incident.Id, said.Value.Id));
            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}
