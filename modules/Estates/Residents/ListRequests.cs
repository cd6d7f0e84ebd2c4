using Data;
using Estates.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Web.Access;
using Web.Http;
using Web.Time;

using Estates.Places;

namespace Estates.Residents;

/// <summary>Requests that wait to be verified, oldest first.</summary>
sealed record ListRequests(Guid? After = null, int? Limit = null)
{
    internal sealed record Row(Guid Id, string Name, string? Phone, Guid UnitId, string Community, string Label, ResidentRelation Relation, DateTime RequestedAt, int OwnersKnown, int Version);

    internal static void Map(RouteGroupBuilder api) => api.MapGet("/residencies/requests", async ([AsParameters] ListRequests query, Handler handler, CancellationToken stop) =>
        TypedResults.Ok(await handler.Run(query, stop))).RequirePermission(EstatesPermissions.VerifyResidents).WithName("ListHomeRequests").WithTags("Residents");

    internal sealed class Handler(AppDb db, FindPlaces places, ICurrentPerson person)
    {
        public async Task<Listing<Row>> Run(ListRequests query, CancellationToken stop)
        {
            var size = Listing<Row>.Size(query.Limit);
            var waiting = Waiting();
            if (query.After is { } after) waiting = waiting.Where(r => r.Id > after);
            var rows = await (from r in waiting
                              join p in db.Residents on r.ResidentId equals p.Id
                              orderby r.Id
                              select new
                              {
                                  Residency = r,
                                  p.Name,
                                  p.Phone,
                                  Owners = db.Set<Residency>().Count(o => o.UnitId == r.UnitId && o.State == ResidencyState.Verified && o.Relation == ResidentRelation.Owner),
                              }).Take(size + 1).ToListAsync(stop);
            var ids = rows.Select(r => r.Residency.UnitId).Distinct().ToList();
            var labels = (await places.Describe(db.Units.Where(u => ids.Contains(u.Id)), stop)).ToDictionary(p => p.Id);
            return Listing<Row>.Of([.. rows.Select(r => new Row(r.Residency.Id, r.Name, r.Phone, r.Residency.UnitId, labels[r.Residency.UnitId].Community, labels[r.Residency.UnitId].Label,
                r.Residency.Relation, r.Residency.RequestedAt, r.Owners, r.Residency.Version))], size, r => r.Id);
        }

        IQueryable<Residency> Waiting()
        {
            var units = db.Units.Within(person.Required, EstatesPermissions.VerifyResidents);
            return db.Residencies.AsNoTracking().Where(r => r.State == ResidencyState.Requested && units.Any(u => u.Id == r.UnitId));
        }
    }
}
