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

/// <summary>What a stranger needs to name a unit: communities, buildings and door numbers, never people.</summary>
static class PickUnit
{
    internal sealed record CommunityChoice(Guid Id, string Name);

    internal sealed record SectionChoice(Guid Id, string Label);

    internal sealed record BuildingChoice(Guid Id, string Label, IReadOnlyList<SectionChoice> Sections);

    internal sealed record UnitChoice(Guid Id, string Number);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/homes/communities", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Communities(stop)))
            .WithRule(new OpenToStrangersAttribute()).WithName("PickCommunity").WithTags("Homes");
        api.MapGet("/homes/buildings", async (Guid communityId, Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Buildings(communityId, stop)))
            .WithRule(new OpenToStrangersAttribute()).WithName("PickBuilding").WithTags("Homes");
        api.MapGet("/homes/units", async (Guid buildingId, Guid? sectionId, Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Units(buildingId, sectionId, stop)))
            .WithRule(new OpenToStrangersAttribute()).WithName("PickUnit").WithTags("Homes");
    }

    internal sealed class Handler(AppDb db, TenantTime time)
    {
        const int Most = 500;

        public Task<List<CommunityChoice>> Communities(CancellationToken stop) =>
            db.Communities.AsNoTracking().Where(Community.ServedOn(time.Today)).OrderBy(c => c.Name).Select(c => new CommunityChoice(c.Id, c.Name)).Take(Most).ToListAsync(stop);

        public async Task<IReadOnlyList<BuildingChoice>> Buildings(Guid communityId, CancellationToken stop)
        {
            var rows = await db.Buildings.AsNoTracking().Where(b => b.CommunityId == communityId).OrderBy(b => b.SortKey).Take(Most)
                .Select(b => new { b.Id, b.Number, Sections = b.Sections.Select(s => new { s.Id, s.Number }).ToList() }).ToListAsync(stop);
            return [.. rows.Select(b => new BuildingChoice(b.Id, PlaceNames.BuildingLabel(b.Number),
                [.. b.Sections.OrderBy(s => PlaceNames.SortKey(s.Number), StringComparer.Ordinal).Select(s => new SectionChoice(s.Id, PlaceNames.SectionLabel(s.Number)))]))];
        }

        public Task<List<UnitChoice>> Units(Guid buildingId, Guid? sectionId, CancellationToken stop) =>
            db.Units.AsNoTracking().Where(u => u.BuildingId == buildingId && u.SectionId == sectionId).OrderBy(u => u.SortKey).Select(u => new UnitChoice(u.Id, u.Number)).Take(Most).ToListAsync(stop);
    }
}
