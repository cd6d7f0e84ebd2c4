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

using Estates.Residents;
using Platform.Accounts;

namespace Estates.Places;

/// <summary>One unit with its people, present and past. Phones are masked for those who may not see residents.</summary>
static class GetUnit
{
    internal sealed record Person(Guid ResidencyId, Guid ResidentId, string Name, string? Phone, ResidentRelation Relation, DateOnly From, DateOnly? Until, ResidencyState State, bool Current,
        DateTime? DecidedAt, string? DecidedBy, string? Reason, int Version);

    internal sealed record View(Guid Id, Guid CommunityId, string Community, Guid BuildingId, string Building, string? Section, string Number, string Label, UnitKind Kind, int Floor,
        decimal FloorArea, decimal InsideArea, UnitState State, int Version, IReadOnlyList<Person> People, IReadOnlyList<string> Parking);

    internal static void Map(RouteGroupBuilder api) => api.MapGet("/units/{id:guid}", async (Guid id, Handler handler, CancellationToken stop) => (await handler.Run(id, stop)).ToOk())
        .RequirePermission(EstatesPermissions.View).WithName("GetUnit").WithTags("Estates");

    internal sealed class Handler(AppDb db, ICurrentPerson person, TenantTime time)
    {
        public async Task<Result<View>> Run(Guid id, CancellationToken stop)
        {
            var unit = await (from u in db.Units.AsNoTracking().Within(person.Required, EstatesPermissions.View)
                              join b in db.Buildings on u.BuildingId equals b.Id
                              join c in db.Communities on u.CommunityId equals c.Id
                              join s in db.Sections on u.SectionId equals s.Id into sections
                              from s in sections.DefaultIfEmpty()
                              where u.Id == id
                              select new { Unit = u, Building = b.Number, Community = c.Name, Section = s == null ? null : s.Number }).SingleOrDefaultAsync(stop);
            if (unit is null) return CommonErrors.NotFound;

            var parking = await db.ParkingSpaces.AsNoTracking().Where(p => p.UnitId == id).OrderBy(p => p.SortKey).Select(p => p.Number).Take(20).ToListAsync(stop);
            var found = unit.Unit;
            return new View(id, found.CommunityId, unit.Community, found.BuildingId, unit.Building, unit.Section, found.Number, PlaceNames.UnitLabel(unit.Building, unit.Section, found.Number),
                found.Kind, found.Floor, found.FloorArea, found.InsideArea, found.State, found.Version, await People(found, stop), parking);
        }

        async Task<IReadOnlyList<Person>> People(Unit unit, CancellationToken stop)
        {
            var open = person.Required.Covers(EstatesPermissions.ViewResidents, unit.CommunityId, unit.BuildingId);
            var today = time.Today;
            var rows = await (from r in db.Residencies.AsNoTracking()
                              join p in db.Residents on r.ResidentId equals p.Id
                              where r.UnitId == unit.Id
                              orderby r.State, r.Relation, r.Id descending
                              select new { Residency = r, p.Name, p.Phone }).Take(100).ToListAsync(stop);
            return [.. rows.Select(r => new Person(r.Residency.Id, r.Residency.ResidentId, r.Name, r.Phone is null || open ? r.Phone : Phones.Mask(r.Phone), r.Residency.Relation, r.Residency.From,
                r.Residency.Until, r.Residency.State, r.Residency.IsCurrent(today), r.Residency.DecidedAt, r.Residency.DecidedByName, r.Residency.Reason, r.Residency.Version))];
        }
    }
}
