using Data;
using Estates.Contracts;
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

/// <summary>The incidents that concern a person: at home, or in the reach of who publishes them.</summary>
static class ListIncidents
{
    internal sealed record Said(string Text, bool Over, string By, DateTime At);

    internal sealed record Row(Guid Id, Guid CommunityId, Guid? BuildingId, string Place, IncidentKind Kind, string Title, string Text, DateTime From, DateTime? Until, DateTime? EndedAt, string PublishedBy,
        bool Following, int Followers, int Tickets, IReadOnlyList<Said> Updates, int Version);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/incidents", async (bool? over, Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Run(over == true, stop)))
            .RequirePermission(TicketPermissions.Report, TicketPermissions.Incidents).WithName("ListIncidents").WithTags("Incidents");
        api.MapGet("/incidents/{id:guid}", async Task<Results<Ok<Row>, ProblemHttpResult>> (Guid id, Handler handler, CancellationToken stop) => (await handler.Find(id, stop)).ToOk())
            .RequirePermission(TicketPermissions.Report, TicketPermissions.Incidents).WithName("GetIncident").WithTags("Incidents");
        api.MapPost("/incidents/{id:guid}/follow", async Task<Results<NoContent, ProblemHttpResult>> (Guid id, Handler handler, CancellationToken stop) => (await handler.Follow(id, stop)).ToNoContent())
            .RequirePermission(TicketPermissions.Report).WithName("FollowIncident").WithTags("Incidents");
    }

    /// <summary>Those that a person may write about.</summary>
    internal static IQueryable<Incident> InReach(this IQueryable<Incident> incidents, PersonAccess person) => person.ScopeOf(TicketPermissions.Incidents) switch
    {
        DataScope.All => incidents,
        DataScope.Community => incidents.Where(i => person.Communities.Contains(i.CommunityId)),
        DataScope.Building => incidents.Where(i => i.BuildingId != null && person.Buildings.Contains(i.BuildingId.Value)),
        _ => incidents.Where(_ => false),
    };

    internal sealed class Handler(AppDb db, IHomes homes, ICurrentPerson person)
    {
        const int Most = 50;

        /// <summary>Those that go on or are announced, the next first; or those that are over, the last first.</summary>
        public async Task<IReadOnlyList<Row>> Run(bool over, CancellationToken stop)
        {
            var mine = await Mine(stop);
            var rows = over ? mine.Where(i => i.EndedAt != null).OrderByDescending(i => i.EndedAt) : mine.Where(i => i.EndedAt == null).OrderBy(i => i.From);
            return await Project(rows.ThenBy(i => i.Id).Take(Most), stop);
        }

        public async Task<Result<Row>> Find(Guid id, CancellationToken stop) => (await Project((await Mine(stop)).Where(i => i.Id == id), stop)) is [var row] ? row : CommonErrors.NotFound;

        /// <summary>The person has the same trouble. Saying it twice changes nothing.</summary>
        public async Task<Result<Done>> Follow(Guid id, CancellationToken stop)
        {
            var me = person.Required.AccountId;
            if (await (await Mine(stop)).SingleOrDefaultAsync(i => i.Id == id, stop) is not { } incident) return CommonErrors.NotFound;
            if (incident.EndedAt is not null) return IncidentErrors.Over;
            if (await db.IncidentFollowers.AnyAsync(f => f.IncidentId == id && f.AccountId == me, stop)) return Done.It;
            db.IncidentFollowers.Add(new IncidentFollower(id, me));
            try
            {
                await db.SaveChangesAsync(stop);
            }
            catch (DbUpdateException twice) when (twice.IsDuplicate())
            {
                db.ChangeTracker.Clear();
            }
            return Done.It;
        }

        async Task<IQueryable<Incident>> Mine(CancellationToken stop)
        {
            var me = person.Required;
            var own = await homes.HomesOf(me.AccountId, stop);
            var (communities, buildings) = (own.Select(h => h.Place.CommunityId).Distinct().ToList(), own.Select(h => h.Place.BuildingId).OfType<Guid>().Distinct().ToList());
            var all = db.Incidents.AsNoTracking();
            var reach = all.InReach(me).Select(i => i.Id);
            return all.Where(i => reach.Contains(i.Id) || (communities.Contains(i.CommunityId) && (i.BuildingId == null || buildings.Contains(i.BuildingId.Value))));
        }

        async Task<IReadOnlyList<Row>> Project(IQueryable<Incident> incidents, CancellationToken stop)
        {
            var me = person.Required.AccountId;
            var rows = await incidents.Select(i => new
            {
                Incident = i,
                Following = db.Set<IncidentFollower>().Any(f => f.IncidentId == i.Id && f.AccountId == me),
                Followers = db.Set<IncidentFollower>().Count(f => f.IncidentId == i.Id),
                Tickets = db.Set<Life.Ticket>().Count(t => t.IncidentId == i.Id),
            }).ToListAsync(stop);
            var ids = rows.ConvertAll(r => r.Incident.Id);
            var said = (await db.IncidentUpdates.AsNoTracking().Where(u => ids.Contains(u.IncidentId)).OrderByDescending(u => u.At).Take(1000).ToListAsync(stop)).ToLookup(u => u.IncidentId);
            return [.. rows.Select(r => new Row(r.Incident.Id, r.Incident.CommunityId, r.Incident.BuildingId, r.Incident.Place, r.Incident.Kind, r.Incident.Title, r.Incident.Text, r.Incident.From, r.Incident.Until, r.Incident.EndedAt,
                r.Incident.PublishedBy, r.Following, r.Followers, r.Tickets, [.. said[r.Incident.Id].Select(u => new Said(u.Text, u.Over, u.By, u.At))], r.Incident.Version))];
        }
    }
}
