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

/// <summary>Adds a building to a community.</summary>
sealed record CreateBuilding(Guid CommunityId, string? Number, int Floors, IReadOnlyList<string>? Sections)
{
    internal static void Map(RouteGroupBuilder api) => api.MapPost("/buildings", async Task<Results<Created<Made>, ProblemHttpResult>>
        (CreateBuilding body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) => (await handler.Run(body, key, stop)).ToCreated("buildings"))
        .RequirePermission(EstatesPermissions.Edit).WithName("CreateBuilding").WithTags("Estates");

    internal sealed class Handler(AppDb db, ICurrentPerson person, TimeProvider clock)
    {
        public Task<Result<Guid>> Run(CreateBuilding command, string? key, CancellationToken stop) =>
            db.SaveOnce(person.Required.AccountId, key, command, clock.GetUtcNow().UtcDateTime, async () =>
            {
                if (!await db.Communities.Within(db.Buildings, person.Required, EstatesPermissions.Edit).AnyAsync(c => c.Id == command.CommunityId, stop)) return CommonErrors.NotFound;
                var made = Building.Build(command.CommunityId, command.Number, command.Floors, command.Sections ?? []);
                if (made.Error is { } error) return error;
                var number = made.Value.Number;
                if (await db.Buildings.AnyAsync(b => b.CommunityId == command.CommunityId && b.Number == number, stop)) return PlaceErrors.SameBuilding;
                db.Buildings.Add(made.Value);
                return made.Value.Id;
            }, stop);
    }
}

/// <summary>Renumbers a building or adds sections; its units follow.</summary>
sealed record ChangeBuilding(Guid Id, string? Number, int Floors, IReadOnlyList<string>? Sections, int Version)
{
    internal sealed record Body(string? Number, int Floors, IReadOnlyList<string>? Sections, int Version);

    internal static void Map(RouteGroupBuilder api) => api.MapPut("/buildings/{id:guid}", async (Guid id, Body body, Handler handler, CancellationToken stop) =>
        (await handler.Run(new(id, body.Number, body.Floors, body.Sections, body.Version), stop)).ToNoContent())
        .RequirePermission(EstatesPermissions.Edit).WithName("ChangeBuilding").WithTags("Estates");

    internal sealed class Handler(AppDb db, ICurrentPerson person)
    {
        public async Task<Result<Done>> Run(ChangeBuilding command, CancellationToken stop)
        {
            var building = await db.Buildings.Include(b => b.Sections).Within(person.Required, EstatesPermissions.Edit).SingleOrDefaultAsync(b => b.Id == command.Id, stop);
            if (building is null) return CommonErrors.NotFound;
            if (building.Version != command.Version) return CommonErrors.Stale;
            var before = building.Number;
            if (building.Change(command.Number, command.Floors, command.Sections ?? []).Error is { } error) return error;
            if (await db.Buildings.AnyAsync(b => b.CommunityId == building.CommunityId && b.Number == building.Number && b.Id != building.Id, stop)) return PlaceErrors.SameBuilding;

            if (building.Number != before)
            {
                var sections = building.Sections.ToDictionary(s => s.Id, s => s.Number);
                foreach (var unit in await db.Units.Where(u => u.BuildingId == building.Id).ToListAsync(stop))
                    unit.Locate(building.Number, unit.SectionId is { } s ? sections[s] : null);
            }
            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}
