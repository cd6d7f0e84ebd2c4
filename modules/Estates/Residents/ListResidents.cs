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

/// <summary>Residents with their units, for those who may see them.</summary>
sealed record ListResidents(string? Text = null, Guid? CommunityId = null, Guid? BuildingId = null, Guid? After = null, int? Limit = null)
{
    internal sealed record Stay(Guid ResidencyId, Guid UnitId, string Community, string Label, ResidentRelation Relation, DateOnly From, DateOnly? Until, ResidencyState State);

    internal sealed record Row(Guid Id, string Name, string? Phone, bool HasAccount, int Version, IReadOnlyList<Stay> Homes);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/residents", async ([AsParameters] ListResidents query, Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Run(query, stop)))
            .RequirePermission(EstatesPermissions.ViewResidents).WithName("ListResidents").WithTags("Residents");
        api.MapGet("/residents/{id:guid}", async (Guid id, Handler handler, CancellationToken stop) => (await handler.Find(id, stop)).ToOk())
            .RequirePermission(EstatesPermissions.ViewResidents).WithName("GetResident").WithTags("Residents");
    }

    internal sealed class Handler(AppDb db, FindPlaces places, ICurrentPerson person)
    {
        public async Task<Listing<Row>> Run(ListResidents query, CancellationToken stop)
        {
            var size = Listing<Row>.Size(query.Limit);
            var units = Units();
            if (query.CommunityId is { } community) units = units.Where(u => u.CommunityId == community);
            if (query.BuildingId is { } building) units = units.Where(u => u.BuildingId == building);
            var residents = Of(units);
            if (query.Text?.Trim() is { Length: > 0 and <= 40 } text) residents = residents.Where(r => r.Name.StartsWith(text) || r.Phone!.StartsWith(text));
            if (query.After is { } after)
            {
                var last = await db.Residents.AsNoTracking().Where(r => r.Id == after).Select(r => r.Name).SingleOrDefaultAsync(stop);
                if (last is not null) residents = residents.Where(r => r.Name.CompareTo(last) > 0 || (r.Name == last && r.Id > after));
            }
            var page = Listing<Resident>.Of(await residents.OrderBy(r => r.Name).ThenBy(r => r.Id).Take(size + 1).ToListAsync(stop), size, r => r.Id);
            return new Listing<Row>(await WithHomes(page.Items, stop), page.Next);
        }

        public async Task<Result<Row>> Find(Guid id, CancellationToken stop) =>
            (await WithHomes(await Of(Units()).Where(r => r.Id == id).ToListAsync(stop), stop)).SingleOrDefault() is { } row ? row : CommonErrors.NotFound;

        IQueryable<Unit> Units() => db.Units.AsNoTracking().Within(person.Required, EstatesPermissions.ViewResidents);

        IQueryable<Resident> Of(IQueryable<Unit> units) =>
            db.Set<Resident>().AsNoTracking().Where(r => db.Set<Residency>().Any(s => s.ResidentId == r.Id && units.Any(u => u.Id == s.UnitId)));

        // Homes outside the person's reach are left out.
        async Task<IReadOnlyList<Row>> WithHomes(IReadOnlyList<Resident> residents, CancellationToken stop)
        {
            var ids = residents.Select(r => r.Id).ToList();
            var stays = await db.Residencies.AsNoTracking().Where(s => ids.Contains(s.ResidentId) && Units().Any(u => u.Id == s.UnitId)).ToListAsync(stop);
            var unitIds = stays.Select(s => s.UnitId).Distinct().ToList();
            var labels = (await places.Describe(db.Units.Where(u => unitIds.Contains(u.Id)), stop)).ToDictionary(p => p.Id);
            return [.. residents.Select(r => new Row(r.Id, r.Name, r.Phone, r.AccountId is not null, r.Version,
                [.. stays.Where(s => s.ResidentId == r.Id).OrderBy(s => s.State).Select(s =>
                    new Stay(s.Id, s.UnitId, labels[s.UnitId].Community, labels[s.UnitId].Label, s.Relation, s.From, s.Until, s.State))]))];
        }
    }
}
