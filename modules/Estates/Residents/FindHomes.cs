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

/// <summary>Homes and their people, for other modules.</summary>
sealed class FindHomes(AppDb db, FindPlaces places, TenantTime time) : IHomes
{
    public async Task<IReadOnlyList<Home>> HomesOf(Guid accountId, CancellationToken stop)
    {
        var today = time.Today;
        var mine = await (from r in db.Residencies.AsNoTracking()
                          join p in db.Residents on r.ResidentId equals p.Id
                          join u in db.Units on r.UnitId equals u.Id
                          join c in db.Communities.Where(Community.ServedOn(today)) on u.CommunityId equals c.Id
                          where p.AccountId == accountId && r.State == ResidencyState.Verified && r.From <= today && (r.Until == null || r.Until >= today)
                          select new { r.UnitId, r.Relation, u.FloorArea, Chosen = p.HomeUnitId == r.UnitId }).ToListAsync(stop);
        if (mine.Count == 0) return [];

        var ids = mine.ConvertAll(m => m.UnitId);
        var found = await places.Describe(db.Units.Where(u => ids.Contains(u.Id)), stop);
        return [.. found.Select(p => (Place: p, Mine: mine.First(m => m.UnitId == p.Id))).OrderByDescending(h => h.Mine.Chosen).Select(h => new Home(h.Place, h.Mine.Relation, h.Mine.FloorArea))];
    }

    public async Task<IReadOnlyList<Guid>> AccountsIn(Guid communityId, Guid? buildingId, Guid? after, int limit, CancellationToken stop)
    {
        var today = time.Today;
        var accounts = from r in db.Residencies.AsNoTracking()
                       join p in db.Residents on r.ResidentId equals p.Id
                       join u in db.Units on r.UnitId equals u.Id
                       where p.AccountId != null && u.CommunityId == communityId && (buildingId == null || u.BuildingId == buildingId)
                          && r.State == ResidencyState.Verified && r.From <= today && (r.Until == null || r.Until >= today)
                       select p.AccountId!.Value;
        if (after is { } last) accounts = accounts.Where(a => a > last);
        return await accounts.Distinct().OrderBy(a => a).Take(limit).ToListAsync(stop);
    }

    public async Task<IReadOnlyList<ResidentInfo>> PeopleOf(Guid unitId, CancellationToken stop)
    {
        var today = time.Today;
        return await (from r in db.Residencies.AsNoTracking()
                      join p in db.Residents on r.ResidentId equals p.Id
                      where r.UnitId == unitId && r.State == ResidencyState.Verified && r.From <= today && (r.Until == null || r.Until >= today)
                      orderby r.Relation, p.Name
                      select new ResidentInfo(p.Id, p.AccountId, p.Name, p.Phone ?? "", r.Relation)).ToListAsync(stop);
    }
}
