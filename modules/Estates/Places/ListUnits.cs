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

namespace Estates.Places;

/// <summary>Units with filters, community by community, in the order of their numbers.</summary>
sealed record ListUnits(Guid? CommunityId = null, Guid? BuildingId = null, string? Section = null, UnitKind? Kind = null, UnitState? State = null, string? Text = null, Guid? After = null, int? Limit = null)
{
    internal sealed record Row(Guid Id, Guid CommunityId, string Community, Guid BuildingId, string Building, string? Section, string Number, string Label, UnitKind Kind, int Floor,
        decimal FloorArea, decimal InsideArea, UnitState State, int People, int Version);

    internal static void Map(RouteGroupBuilder api) => api.MapGet("/units", async ([AsParameters] ListUnits query, Handler handler, CancellationToken stop) =>
        TypedResults.Ok(await handler.Run(query, stop))).RequirePermission(EstatesPermissions.View).WithName("ListUnits").WithTags("Estates");

    internal sealed class Handler(AppDb db, ICurrentPerson person, TenantTime time)
    {
        public async Task<Listing<Row>> Run(ListUnits query, CancellationToken stop)
        {
            var size = Listing<Row>.Size(query.Limit);
            var units = Filter(db.Units.AsNoTracking().Within(person.Required, EstatesPermissions.View), query);
            if (query.After is { } after)
            {
                var last = await db.Units.AsNoTracking().Where(u => u.Id == after).Select(u => new { u.CommunityId, u.SortKey }).SingleOrDefaultAsync(stop);
                if (last is not null)
                    units = units.Where(u => u.CommunityId > last.CommunityId || (u.CommunityId == last.CommunityId && (u.SortKey.CompareTo(last.SortKey) > 0 || (u.SortKey == last.SortKey && u.Id > after))));
            }
            var today = time.Today;
            var rows = await (from u in units
                              join b in db.Buildings on u.BuildingId equals b.Id
                              join c in db.Communities on u.CommunityId equals c.Id
                              join s in db.Sections on u.SectionId equals s.Id into sections
                              from s in sections.DefaultIfEmpty()
                              orderby u.CommunityId, u.SortKey, u.Id
                              select new
                              {
                                  Unit = u,
                                  Building = b.Number,
                                  Community = c.Name,
                                  Section = s == null ? null : s.Number,
                                  People = db.Set<Residents.Residency>().Count(r => r.UnitId == u.Id && r.State == Residents.ResidencyState.Verified && r.From <= today && (r.Until == null || r.Until >= today)),
                              }).Take(size + 1).ToListAsync(stop);
            return Listing<Row>.Of([.. rows.Select(r => new Row(r.Unit.Id, r.Unit.CommunityId, r.Community, r.Unit.BuildingId, r.Building, r.Section, r.Unit.Number,
                PlaceNames.UnitLabel(r.Building, r.Section, r.Unit.Number), r.Unit.Kind, r.Unit.Floor, r.Unit.FloorArea, r.Unit.InsideArea, r.Unit.State, r.People, r.Unit.Version))], size, r => r.Id);
        }

        IQueryable<Unit> Filter(IQueryable<Unit> units, ListUnits query)
        {
            if (query.CommunityId is { } community) units = units.Where(u => u.CommunityId == community);
            if (query.BuildingId is { } building) units = units.Where(u => u.BuildingId == building);
            if (query.Section is { Length: > 0 } section) units = units.Where(u => db.Set<Section>().Any(s => s.Id == u.SectionId && s.Number == section));
            if (query.Kind is { } kind) units = units.Where(u => u.Kind == kind);
            if (query.State is { } state) units = units.Where(u => u.State == state);
            if (query.Text?.Trim() is { Length: > 0 and <= 40 } text) units = units.Where(u => u.Code.StartsWith(text) || u.Number.StartsWith(text));
            return units;
        }
    }
}
