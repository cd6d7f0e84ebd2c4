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

/// <summary>One's own homes and requests in this company. Opening it also binds what was prepared for one's proven phone.</summary>
static class MyHomes
{
    internal sealed record Row(Guid Id, Guid UnitId, string Community, string Label, ResidentRelation Relation, DateOnly From, DateOnly? Until, ResidencyState State, bool Current, bool First, string? Reason, DateTime RequestedAt);

    internal static void Map(RouteGroupBuilder api) => api.MapGet("/homes", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Run(stop)))
        .WithRule(new OpenToStrangersAttribute()).WithName("MyHomes").WithTags("Homes");

    internal sealed class Handler(AppDb db, HostDb host, FindPlaces places, Memberships memberships, ICurrentPerson person, TenantTime time)
    {
        public async Task<IReadOnlyList<Row>> Run(CancellationToken stop)
        {
            var accountId = person.AccountId!.Value;
            if (!await db.Residents.AnyAsync(r => r.AccountId == accountId, stop)
                && await host.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, stop) is { } account)
                await memberships.BindNow(account, stop);

            var mine = await (from r in db.Residencies.AsNoTracking()
                              join p in db.Residents on r.ResidentId equals p.Id
                              where p.AccountId == accountId
                              orderby r.State, r.Id descending
                              select new { Home = r, First = p.HomeUnitId == r.UnitId }).Take(100).ToListAsync(stop);
            var ids = mine.Select(m => m.Home.UnitId).Distinct().ToList();
            var labels = (await places.Describe(db.Units.Where(u => ids.Contains(u.Id)), stop)).ToDictionary(p => p.Id);
            return [.. mine.Select(m => new Row(m.Home.Id, m.Home.UnitId, labels[m.Home.UnitId].Community, labels[m.Home.UnitId].Label, m.Home.Relation, m.Home.From, m.Home.Until, m.Home.State,
                m.Home.IsCurrent(time.Today), m.First, m.Home.Reason, m.Home.RequestedAt))];
        }
    }
}
