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

namespace Estates.Places;

/// <summary>The places of the company, for other modules.</summary>
sealed class FindPlaces(AppDb db, TenantTime time) : IPlaces
{
    IQueryable<Community> Served => db.Communities.AsNoTracking().Where(Community.ServedOn(time.Today));

    public async Task<IReadOnlyList<CommunityInfo>> Communities(CancellationToken stop) =>
        await Served.OrderBy(c => c.Name).Select(c => new CommunityInfo(c.Id, c.Name, c.ServicePhone)).ToListAsync(stop);

    public async Task<IReadOnlyList<BuildingInfo>> Buildings(CancellationToken stop)
    {
        var rows = await db.Buildings.AsNoTracking().Where(b => Served.Any(c => c.Id == b.CommunityId)).OrderBy(b => b.SortKey).Select(b => new { b.Id, b.CommunityId, b.Number }).ToListAsync(stop);
        return [.. rows.Select(b => new BuildingInfo(b.Id, b.CommunityId, PlaceNames.BuildingLabel(b.Number)))];
    }

    public async Task<IReadOnlyDictionary<Guid, int>> UnitCounts(CancellationToken stop) =>
        await db.Units.AsNoTracking().GroupBy(u => u.BuildingId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);

    public async Task<PlaceInfo?> Find(Guid placeId, PlaceKind kind, CancellationToken stop) => kind == PlaceKind.Unit
        ? (await Describe(db.Units.Where(u => u.Id == placeId && Served.Any(c => c.Id == u.CommunityId)), stop)).SingleOrDefault()
        : (await DescribePlaces(db.PublicPlaces.Where(p => p.Id == placeId && Served.Any(c => c.Id == p.CommunityId)), stop)).SingleOrDefault();

    public Task<IReadOnlyList<PlaceInfo>> PublicPlaces(Guid communityId, CancellationToken stop) => DescribePlaces(db.PublicPlaces.Where(p => p.CommunityId == communityId), stop);

    public async Task<IReadOnlyList<PlaceInfo>> SearchUnits(string text, int limit, CancellationToken stop)
    {
        text = text.Trim();
        if (text.Length is 0 or > 40 || limit < 1) return [];

        // One question per index, stopped as soon as there is enough.
        var found = await db.Units.AsNoTracking().Where(u => u.Code.StartsWith(text)).OrderBy(u => u.Code).Select(u => u.Id).Take(limit).ToListAsync(stop);
        if (found.Count < limit)
            found.AddRange(await db.Units.AsNoTracking().Where(u => u.Number.StartsWith(text)).OrderBy(u => u.Number).Select(u => u.Id).Take(limit).ToListAsync(stop));
        if (found.Count < limit)
        {
            var people = db.Residents.Where(r => r.Name.StartsWith(text) || r.Phone!.StartsWith(text)).Select(r => r.Id);
            found.AddRange(await db.Residencies.AsNoTracking().Where(r => r.State == ResidencyState.Verified && people.Contains(r.ResidentId)).OrderBy(r => r.Id).Select(r => r.UnitId).Take(limit).ToListAsync(stop));
        }
        var ids = found.Distinct().Take(limit).ToList();
        return await Describe(db.Units.Where(u => ids.Contains(u.Id) && Served.Any(c => c.Id == u.CommunityId)), stop);
    }

    /// <summary>The unit of a community that is typed like that, or null.</summary>
    internal Task<Guid?> UnitOf(Guid communityId, string code, CancellationToken stop) =>
        db.Units.Where(u => u.CommunityId == communityId && u.Code == code.Trim()).Select(u => (Guid?)u.Id).FirstOrDefaultAsync(stop);

    internal async Task<IReadOnlyList<PlaceInfo>> Describe(IQueryable<Unit> units, CancellationToken stop)
    {
        var rows = await (from u in units.AsNoTracking()
                          join b in db.Buildings on u.BuildingId equals b.Id
                          join c in db.Communities on u.CommunityId equals c.Id
                          join s in db.Sections on u.SectionId equals s.Id into sections
                          from s in sections.DefaultIfEmpty()
                          orderby u.SortKey, u.Id
                          select new { u.Id, u.CommunityId, Community = c.Name, u.BuildingId, Building = b.Number, Section = s == null ? null : s.Number, u.Number, u.Floor }).ToListAsync(stop);
        return [.. rows.Select(r => new PlaceInfo(r.Id, PlaceKind.Unit, r.CommunityId, r.Community, r.BuildingId, r.Building, r.Section, r.Number, r.Floor, PlaceNames.UnitLabel(r.Building, r.Section, r.Number)))];
    }

    async Task<IReadOnlyList<PlaceInfo>> DescribePlaces(IQueryable<PublicPlace> places, CancellationToken stop)
    {
        var rows = await (from p in places.AsNoTracking()
                          join c in db.Communities on p.CommunityId equals c.Id
                          orderby p.Name
                          select new { p.Id, p.CommunityId, Community = c.Name, p.BuildingId, Building = db.Set<Building>().Where(b => b.Id == p.BuildingId).Select(b => b.Number).FirstOrDefault(), p.Name }).ToListAsync(stop);
        return [.. rows.Select(r => new PlaceInfo(r.Id, PlaceKind.PublicPlace, r.CommunityId, r.Community, r.BuildingId, r.Building, null, null, null, r.Name))];
    }
}
