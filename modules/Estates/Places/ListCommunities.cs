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

/// <summary>The communities that a person sees, with their buildings.</summary>
static class ListCommunities
{
    internal sealed record Row(Guid Id, string Name, string Address, string? ServicePhone, DateOnly TakenOver, DateOnly? HandedBack, int Version);

    internal sealed record BuildingRow(Guid Id, Guid CommunityId, string Number, string Label, int Floors, IReadOnlyList<string> Sections, int Version);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/communities", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Run(stop)))
            .RequirePermission(EstatesPermissions.View).WithName("ListCommunities").WithTags("Estates");
        api.MapGet("/communities/{id:guid}", async (Guid id, Handler handler, CancellationToken stop) => (await handler.Find(id, stop)).ToOk())
            .RequirePermission(EstatesPermissions.View).WithName("GetCommunity").WithTags("Estates");
        api.MapGet("/buildings", async (Guid? communityId, Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Buildings(communityId, stop)))
            .RequirePermission(EstatesPermissions.View).WithName("ListBuildings").WithTags("Estates");
        api.MapGet("/buildings/{id:guid}", async (Guid id, Handler handler, CancellationToken stop) => (await handler.Building(id, stop)).ToOk())
            .RequirePermission(EstatesPermissions.View).WithName("GetBuilding").WithTags("Estates");
    }

    internal sealed class Handler(AppDb db, ICurrentPerson person)
    {
        public Task<List<Row>> Run(CancellationToken stop) => Project(Mine().OrderBy(c => c.Name)).ToListAsync(stop);

        public async Task<Result<Row>> Find(Guid id, CancellationToken stop) =>
            await Project(Mine().Where(c => c.Id == id)).SingleOrDefaultAsync(stop) is { } row ? row : CommonErrors.NotFound;

        /// <summary>Buildings of one community or of all; companies have hundreds at most.</summary>
        public async Task<IReadOnlyList<BuildingRow>> Buildings(Guid? communityId, CancellationToken stop)
        {
            var all = db.Buildings.AsNoTracking().Within(person.Required, EstatesPermissions.View);
            return await Read(communityId is { } c ? all.Where(b => b.CommunityId == c) : all, stop);
        }

        public async Task<Result<BuildingRow>> Building(Guid id, CancellationToken stop) =>
            (await Read(db.Buildings.AsNoTracking().Within(person.Required, EstatesPermissions.View).Where(b => b.Id == id), stop)).SingleOrDefault() is { } row ? row : CommonErrors.NotFound;

        IQueryable<Community> Mine() => db.Communities.AsNoTracking().Within(db.Buildings, person.Required, EstatesPermissions.View);

        static IQueryable<Row> Project(IQueryable<Community> communities) =>
            communities.Select(c => new Row(c.Id, c.Name, c.Address, c.ServicePhone, c.TakenOver, c.HandedBack, c.Version));

        static async Task<IReadOnlyList<BuildingRow>> Read(IQueryable<Building> buildings, CancellationToken stop)
        {
            var rows = await buildings.OrderBy(b => b.CommunityId).ThenBy(b => b.SortKey).Take(2000)
                .Select(b => new { b.Id, b.CommunityId, b.Number, b.Floors, b.Version, Sections = b.Sections.Select(s => s.Number).ToList() }).ToListAsync(stop);
            return [.. rows.Select(b => new BuildingRow(b.Id, b.CommunityId, b.Number, PlaceNames.BuildingLabel(b.Number), b.Floors, [.. b.Sections.OrderBy(PlaceNames.SortKey, StringComparer.Ordinal)], b.Version))];
        }
    }
}
