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

/// <summary>Public places of a community.</summary>
static class ListPublicPlaces
{
    internal sealed record Row(Guid Id, Guid CommunityId, Guid? BuildingId, string? Building, string Name, PublicPlaceKind Kind, int Version);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/public-places", async (Guid? communityId, Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Run(communityId, stop)))
            .RequirePermission(EstatesPermissions.View).WithName("ListPublicPlaces").WithTags("Estates");
        api.MapGet("/public-places/{id:guid}", async (Guid id, Handler handler, CancellationToken stop) => (await handler.Find(id, stop)).ToOk())
            .RequirePermission(EstatesPermissions.View).WithName("GetPublicPlace").WithTags("Estates");
    }

    internal sealed class Handler(AppDb db, ICurrentPerson person)
    {
        const int Most = 500;

        public Task<List<Row>> Run(Guid? communityId, CancellationToken stop) =>
            Project((communityId is { } c ? Mine().Where(p => p.CommunityId == c) : Mine()).OrderBy(p => p.Name).Take(Most)).ToListAsync(stop);

        public async Task<Result<Row>> Find(Guid id, CancellationToken stop) =>
            await Project(Mine().Where(p => p.Id == id)).SingleOrDefaultAsync(stop) is { } row ? row : CommonErrors.NotFound;

        IQueryable<PublicPlace> Mine() => db.PublicPlaces.AsNoTracking().Within(person.Required, EstatesPermissions.View);

        IQueryable<Row> Project(IQueryable<PublicPlace> places) =>
            places.Select(p => new Row(p.Id, p.CommunityId, p.BuildingId, db.Set<Building>().Where(b => b.Id == p.BuildingId).Select(b => b.Number).FirstOrDefault(), p.Name, p.Kind, p.Version));
    }
}

/// <summary>Adds a public place.</summary>
sealed record CreatePublicPlace(Guid CommunityId, Guid? BuildingId, string? Name, PublicPlaceKind Kind)
{
    internal static void Map(RouteGroupBuilder api) => api.MapPost("/public-places", async Task<Results<Created<Made>, ProblemHttpResult>>
        (CreatePublicPlace body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) => (await handler.Run(body, key, stop)).ToCreated("public-places"))
        .RequirePermission(EstatesPermissions.Edit).WithName("CreatePublicPlace").WithTags("Estates");

    internal sealed class Handler(AppDb db, ICurrentPerson person, TimeProvider clock)
    {
        public Task<Result<Guid>> Run(CreatePublicPlace command, string? key, CancellationToken stop) =>
            db.SaveOnce(person.Required.AccountId, key, command, clock.GetUtcNow().UtcDateTime, async () =>
            {
                if (!await db.Communities.Within(db.Buildings, person.Required, EstatesPermissions.Edit).AnyAsync(c => c.Id == command.CommunityId, stop)) return CommonErrors.NotFound;
                if (command.BuildingId is { } b && !await db.Buildings.AnyAsync(x => x.Id == b && x.CommunityId == command.CommunityId, stop)) return CommonErrors.NotFound;
                var made = PublicPlace.Open(command.CommunityId, command.BuildingId, command.Name, command.Kind);
                if (made.Error is { } error) return error;
                var name = made.Value.Name;
                if (await db.PublicPlaces.AnyAsync(p => p.CommunityId == command.CommunityId && p.Name == name, stop)) return PlaceErrors.SamePlace;
                db.PublicPlaces.Add(made.Value);
                return made.Value.Id;
            }, stop);
    }
}

/// <summary>Changes a public place.</summary>
sealed record ChangePublicPlace(Guid Id, Guid? BuildingId, string? Name, PublicPlaceKind Kind, int Version)
{
    internal sealed record Body(Guid? BuildingId, string? Name, PublicPlaceKind Kind, int Version);

    internal static void Map(RouteGroupBuilder api) => api.MapPut("/public-places/{id:guid}", async (Guid id, Body body, Handler handler, CancellationToken stop) =>
        (await handler.Run(new(id, body.BuildingId, body.Name, body.Kind, body.Version), stop)).ToNoContent())
        .RequirePermission(EstatesPermissions.Edit).WithName("ChangePublicPlace").WithTags("Estates");

    internal sealed class Handler(AppDb db, ICurrentPerson person)
    {
        public async Task<Result<Done>> Run(ChangePublicPlace command, CancellationToken stop)
        {
            var place = await db.PublicPlaces.Within(person.Required, EstatesPermissions.Edit).SingleOrDefaultAsync(p => p.Id == command.Id, stop);
            if (place is null) return CommonErrors.NotFound;
            if (place.Version != command.Version) return CommonErrors.Stale;
            if (command.BuildingId is { } b && !await db.Buildings.AnyAsync(x => x.Id == b && x.CommunityId == place.CommunityId, stop)) return CommonErrors.NotFound;
            if (place.Change(command.BuildingId, command.Name, command.Kind).Error is { } error) return error;
            if (await db.PublicPlaces.AnyAsync(p => p.CommunityId == place.CommunityId && p.Name == place.Name && p.Id != place.Id, stop)) return PlaceErrors.SamePlace;

            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}
