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

/// <summary>Adds a unit to a building.</summary>
sealed record CreateUnit(Guid BuildingId, string? Section, string? Number, UnitKind Kind, int Floor, decimal FloorArea, decimal InsideArea, UnitState State)
{
    internal static void Map(RouteGroupBuilder api) => api.MapPost("/units", async Task<Results<Created<Made>, ProblemHttpResult>>
        (CreateUnit body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) => (await handler.Run(body, key, stop)).ToCreated("units"))
        .RequirePermission(EstatesPermissions.Edit).WithName("CreateUnit").WithTags("Estates");

    internal sealed class Handler(AppDb db, ICurrentPerson person, TimeProvider clock)
    {
        public Task<Result<Guid>> Run(CreateUnit command, string? key, CancellationToken stop) =>
            db.SaveOnce(person.Required.AccountId, key, command, clock.GetUtcNow().UtcDateTime, () => Make(command, stop), stop);

        async Task<Result<Guid>> Make(CreateUnit command, CancellationToken stop)
        {
            var building = await db.Buildings.Include(b => b.Sections).Within(person.Required, EstatesPermissions.Edit).SingleOrDefaultAsync(b => b.Id == command.BuildingId, stop);
            if (building is null) return CommonErrors.NotFound;
            var section = building.Sections.FirstOrDefault(s => s.Number == PlaceNames.Section(command.Section));
            if (section is null && !string.IsNullOrWhiteSpace(command.Section)) return PlaceErrors.UnknownSection;

            var opened = Unit.Open(building, section, command.Number, new UnitFacts(command.Kind, command.Floor, command.FloorArea, command.InsideArea, command.State));
            if (opened.Error is { } error) return error;
            var code = opened.Value.Code;
            if (await db.Units.AnyAsync(u => u.BuildingId == building.Id && u.Code == code, stop)) return PlaceErrors.SameUnit;
            building.Reach(command.Floor);
            db.Units.Add(opened.Value);
            return opened.Value.Id;
        }
    }
}

/// <summary>Changes what is known of a unit.</summary>
sealed record ChangeUnit(Guid Id, string? Number, UnitKind Kind, int Floor, decimal FloorArea, decimal InsideArea, UnitState State, int Version)
{
    internal sealed record Body(string? Number, UnitKind Kind, int Floor, decimal FloorArea, decimal InsideArea, UnitState State, int Version);

    internal static void Map(RouteGroupBuilder api) => api.MapPut("/units/{id:guid}", async (Guid id, Body body, Handler handler, CancellationToken stop) =>
        (await handler.Run(new(id, body.Number, body.Kind, body.Floor, body.FloorArea, body.InsideArea, body.State, body.Version), stop)).ToNoContent())
        .RequirePermission(EstatesPermissions.Edit).WithName("ChangeUnit").WithTags("Estates");

    internal sealed class Handler(AppDb db, ICurrentPerson person)
    {
        public async Task<Result<Done>> Run(ChangeUnit command, CancellationToken stop)
        {
            var unit = await db.Units.Within(person.Required, EstatesPermissions.Edit).SingleOrDefaultAsync(u => u.Id == command.Id, stop);
            if (unit is null) return CommonErrors.NotFound;
            if (unit.Version != command.Version) return CommonErrors.Stale;
            var building = await db.Buildings.AsNoTracking().Include(b => b.Sections).SingleAsync(b => b.Id == unit.BuildingId, stop);
            if (unit.Renumber(command.Number, building.Number, building.Sections.FirstOrDefault(s => s.Id == unit.SectionId)?.Number).Error is { } misnamed) return misnamed;
            if (unit.Describe(new UnitFacts(command.Kind, command.Floor, command.FloorArea, command.InsideArea, command.State)).Error is { } error) return error;
            if (await db.Units.AnyAsync(u => u.BuildingId == unit.BuildingId && u.Code == unit.Code && u.Id != unit.Id, stop)) return PlaceErrors.SameUnit;

            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}
