using System.Linq.Expressions;
using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Model;
using Platform.Tenancy;
using Web.Access;
using Web.Http;

namespace Estates.Places;

/// <summary>Takes back a place that was entered by mistake. What a resident, a ticket or another place names stays.</summary>
static class DeletePlaces
{
    internal static void Map(RouteGroupBuilder api)
    {
        Map(api, "/communities/{id:guid}", "DeleteCommunity", (h, id, version, stop) => h.Community(id, version, stop));
        Map(api, "/buildings/{id:guid}", "DeleteBuilding", (h, id, version, stop) => h.Building(id, version, stop));
        Map(api, "/units/{id:guid}", "DeleteUnit", (h, id, version, stop) => h.Unit(id, version, stop));
        Map(api, "/public-places/{id:guid}", "DeletePublicPlace", (h, id, version, stop) => h.PublicPlace(id, version, stop));
        Map(api, "/parking-spaces/{id:guid}", "DeleteParkingSpace", (h, id, version, stop) => h.ParkingSpace(id, version, stop));
        api.MapDelete("/buildings/{id:guid}/sections/{number}", async Task<Results<NoContent, ProblemHttpResult>> (Guid id, string number, int version, Handler handler, CancellationToken stop) =>
            (await handler.Section(id, number, version, stop)).ToNoContent()).RequirePermission(EstatesPermissions.Edit).WithName("DeleteSection").WithTags("Estates");
    }

    static void Map(RouteGroupBuilder api, string address, string name, Func<Handler, Guid, int, CancellationToken, Task<Result<Done>>> delete) =>
        api.MapDelete(address, async Task<Results<NoContent, ProblemHttpResult>> (Guid id, int version, Handler handler, CancellationToken stop) => (await delete(handler, id, version, stop)).ToNoContent())
            .RequirePermission(EstatesPermissions.Edit).WithName(name).WithTags("Estates");

    internal sealed class Handler(AppDb db, HostDb host, ICurrentPerson person)
    {
        public async Task<Result<Done>> Community(Guid id, int version, CancellationToken stop)
        {
            if (person.Required.ScopeOf(EstatesPermissions.Edit) != DataScope.All) return CommonErrors.Forbidden;
            return await Remove(db.Communities.Where(c => c.Id == id), version, stop, async () =>
            {
                await Uncover(a => a.CommunityId == id, stop);
                var engagements = await host.Engagements.Where(e => e.CommunityId == id).ToListAsync(stop);
                host.Engagements.RemoveRange(engagements.Where(e => e.CompanyId == db.TenantId));
                // The platform forgets it only if no other company ever ran it.
                if (engagements.TrueForAll(e => e.CompanyId == db.TenantId)) host.Communities.RemoveRange(await host.Communities.Where(c => c.Id == id).ToListAsync(stop));
            });
        }

        public Task<Result<Done>> Building(Guid id, int version, CancellationToken stop) =>
            Remove(db.Buildings.Include(b => b.Sections).Within(person.Required, EstatesPermissions.Edit).Where(b => b.Id == id), version, stop, () => Uncover(a => a.BuildingId == id, stop));

        public async Task<Result<Done>> Section(Guid buildingId, string number, int version, CancellationToken stop)
        {
            var building = await db.Buildings.Include(b => b.Sections).Within(person.Required, EstatesPermissions.Edit).SingleOrDefaultAsync(b => b.Id == buildingId, stop);
            if (building is null) return CommonErrors.NotFound;
            if (building.Version != version) return CommonErrors.Stale;
            return building.Close(number).Error is { } error ? error : await Save(stop);
        }

        public Task<Result<Done>> Unit(Guid id, int version, CancellationToken stop) =>
            Remove(db.Units.Within(person.Required, EstatesPermissions.Edit).Where(u => u.Id == id), version, stop);

        public Task<Result<Done>> PublicPlace(Guid id, int version, CancellationToken stop) =>
            Remove(db.PublicPlaces.Within(person.Required, EstatesPermissions.Edit).Where(p => p.Id == id), version, stop);

        public Task<Result<Done>> ParkingSpace(Guid id, int version, CancellationToken stop) =>
            Remove(db.ParkingSpaces.Within(db.Units, person.Required, EstatesPermissions.Edit).Where(p => p.Id == id), version, stop);

        async Task<Result<Done>> Remove<T>(IQueryable<T> one, int version, CancellationToken stop, Func<Task>? also = null) where T : Aggregate
        {
            var place = await one.SingleOrDefaultAsync(stop);
            if (place is null) return CommonErrors.NotFound;
            if (place.Version != version) return CommonErrors.Stale;
            db.Remove(place);
            if (also is not null) await also();
            return await Save(stop);
        }

        // Staff cover it no longer.
        async Task Uncover(Expression<Func<MemberArea, bool>> covered, CancellationToken stop) => db.RemoveRange(await db.Set<MemberArea>().Where(covered).ToListAsync(stop));

        async Task<Result<Done>> Save(CancellationToken stop)
        {
            try
            {
                await db.SaveWith(host, stop);
                return Done.It;
            }
            catch (DbUpdateException named) when (named.IsStillNamed())
            {
                db.ChangeTracker.Clear();
                host.ChangeTracker.Clear();
                return PlaceErrors.StillUsed;
            }
        }
    }
}
