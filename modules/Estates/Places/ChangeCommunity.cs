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

/// <summary>Changes what a community is called and how it is reached.</summary>
sealed record ChangeCommunity(Guid Id, string? Name, string? Address, string? ServicePhone, int Version)
{
    internal sealed record Body(string? Name, string? Address, string? ServicePhone, int Version);

    internal static void Map(RouteGroupBuilder api) => api.MapPut("/communities/{id:guid}", async (Guid id, Body body, Handler handler, CancellationToken stop) =>
        (await handler.Run(new(id, body.Name, body.Address, body.ServicePhone, body.Version), stop)).ToNoContent())
        .RequirePermission(EstatesPermissions.Edit).WithName("ChangeCommunity").WithTags("Estates");

    internal sealed class Handler(AppDb db, HostDb host, ICurrentPerson person)
    {
        public async Task<Result<Done>> Run(ChangeCommunity command, CancellationToken stop)
        {
            var community = await db.Communities.Within(db.Buildings, person.Required, EstatesPermissions.Edit).SingleOrDefaultAsync(c => c.Id == command.Id, stop);
            if (community is null) return CommonErrors.NotFound;
            if (community.Version != command.Version) return CommonErrors.Stale;
            if (community.Change(command.Name, command.Address, command.ServicePhone).Error is { } error) return error;
            if (await db.Communities.AnyAsync(c => c.Name == community.Name && c.Id != community.Id, stop)) return PlaceErrors.SameCommunity;

            if (await host.Communities.SingleOrDefaultAsync(c => c.Id == community.Id, stop) is { } record) (record.Name, record.Address) = (community.Name, community.Address);
            await db.SaveWith(host, stop);
            return Done.It;
        }
    }
}
