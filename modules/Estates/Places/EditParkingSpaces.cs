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

/// <summary>Parking spaces of a community, in the order of their numbers.</summary>
sealed record ListParkingSpaces(Guid? CommunityId = null, Guid? After = null, int? Limit = null)
{
    internal sealed record Row(Guid Id, Guid CommunityId, string Community, string Number, string Area, ParkingKind Kind, ParkingState State, Guid? UnitId, string? Unit, int Version);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/parking-spaces", async ([AsParameters] ListParkingSpaces query, Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Run(query, stop)))
            .RequirePermission(EstatesPermissions.View).WithName("ListParkingSpaces").WithTags("Estates");
        api.MapGet("/parking-spaces/{id:guid}", async (Guid id, Handler handler, CancellationToken stop) => (await handler.Find(id, stop)).ToOk())
            .RequirePermission(EstatesPermissions.View).WithName("GetParkingSpace").WithTags("Estates");
    }

    internal sealed class Handler(AppDb db, ICurrentPerson person)
    {
        public async Task<Listing<Row>> Run(ListParkingSpaces query, CancellationToken stop)
        {
            var size = Listing<Row>.Size(query.Limit);
            var spaces = query.CommunityId is { } c ? Mine().Where(p => p.CommunityId == c) : Mine();
            if (query.After is { } after)
            {
                var last = await db.ParkingSpaces.AsNoTracking().Where(p => p.Id == after).Select(p => p.SortKey).SingleOrDefaultAsync(stop);
                if (last is not null) spaces = spaces.Where(p => p.SortKey.CompareTo(last) > 0 || (p.SortKey == last && p.Id > after));
            }
            return Listing<Row>.Of(await Project(spaces.OrderBy(p => p.SortKey).ThenBy(p => p.Id).Take(size + 1)).ToListAsync(stop), size, r => r.Id);
        }

        public async Task<Result<Row>> Find(Guid id, CancellationToken stop) =>
            await Project(Mine().Where(p => p.Id == id)).SingleOrDefaultAsync(stop) is { } row ? row : CommonErrors.NotFound;

        IQueryable<ParkingSpace> Mine() => db.ParkingSpaces.AsNoTracking().Within(db.Units, person.Required, EstatesPermissions.View);

        IQueryable<Row> Project(IQueryable<ParkingSpace> spaces) => spaces.Select(p =>
            new Row(p.Id, p.CommunityId, db.Set<Community>().Where(c => c.Id == p.CommunityId).Select(c => c.Name).First(), p.Number, p.Area, p.Kind, p.State, p.UnitId, db.Set<Unit>().Where(u => u.Id == p.UnitId).Select(u => u.Code).FirstOrDefault(), p.Version));
    }
}

/// <summary>Adds a parking space.</summary>
sealed record CreateParkingSpace(Guid CommunityId, string? Number, string? Area, ParkingKind Kind, ParkingState State, Guid? UnitId)
{
    internal static void Map(RouteGroupBuilder api) => api.MapPost("/parking-spaces", async Task<Results<Created<Made>, ProblemHttpResult>>
        (CreateParkingSpace body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) => (await handler.Run(body, key, stop)).ToCreated("parking-spaces"))
        .RequirePermission(EstatesPermissions.Edit).WithName("CreateParkingSpace").WithTags("Estates");

    internal sealed class Handler(AppDb db, ICurrentPerson person, TimeProvider clock)
    {
        public Task<Result<Guid>> Run(CreateParkingSpace command, string? key, CancellationToken stop) =>
            db.SaveOnce(person.Required.AccountId, key, command, clock.GetUtcNow().UtcDateTime, async () =>
            {
                if (!await db.Communities.Within(db.Buildings, person.Required, EstatesPermissions.Edit).AnyAsync(c => c.Id == command.CommunityId, stop)) return CommonErrors.NotFound;
                if (command.UnitId is { } u && !await db.Units.AnyAsync(x => x.Id == u && x.CommunityId == command.CommunityId, stop)) return CommonErrors.NotFound;
                var made = ParkingSpace.Open(command.CommunityId, new ParkingFacts(command.Number, command.Area, command.Kind, command.State, command.UnitId));
                if (made.Error is { } error) return error;
                var number = made.Value.Number;
                if (await db.ParkingSpaces.AnyAsync(p => p.CommunityId == command.CommunityId && p.Number == number, stop)) return PlaceErrors.SameParking;
                db.ParkingSpaces.Add(made.Value);
                return made.Value.Id;
            }, stop);
    }
}

/// <summary>Changes a parking space or whom it belongs to.</summary>
sealed record ChangeParkingSpace(Guid Id, string? Number, string? Area, ParkingKind Kind, ParkingState State, Guid? UnitId, int Version)
{
    internal sealed record Body(string? Number, string? Area, ParkingKind Kind, ParkingState State, Guid? UnitId, int Version);

    internal static void Map(RouteGroupBuilder api) => api.MapPut("/parking-spaces/{id:guid}", async (Guid id, Body body, Handler handler, CancellationToken stop) =>
        (await handler.Run(new(id, body.Number, body.Area, body.Kind, body.State, body.UnitId, body.Version), stop)).ToNoContent())
        .RequirePermission(EstatesPermissions.Edit).WithName("ChangeParkingSpace").WithTags("Estates");

    internal sealed class Handler(AppDb db, ICurrentPerson person)
    {
        public async Task<Result<Done>> Run(ChangeParkingSpace command, CancellationToken stop)
        {
            var space = await db.ParkingSpaces.Within(db.Units, person.Required, EstatesPermissions.Edit).SingleOrDefaultAsync(p => p.Id == command.Id, stop);
            if (space is null) return CommonErrors.NotFound;
            if (space.Version != command.Version) return CommonErrors.Stale;
            if (command.UnitId is { } u && !await db.Units.AnyAsync(x => x.Id == u && x.CommunityId == space.CommunityId, stop)) return CommonErrors.NotFound;
            if (space.Change(new ParkingFacts(command.Number, command.Area, command.Kind, command.State, command.UnitId)).Error is { } error) return error;
            if (await db.ParkingSpaces.AnyAsync(p => p.CommunityId == space.CommunityId && p.Number == space.Number && p.Id != space.Id, stop)) return PlaceErrors.SameParking;

            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}
