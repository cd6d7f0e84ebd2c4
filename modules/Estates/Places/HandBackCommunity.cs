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

using Platform.Tenancy;

namespace Estates.Places;

/// <summary>Ends the company's service in a community (移交); the community itself lives on with the platform.</summary>
sealed record HandBackCommunity(Guid Id, DateOnly? LastDay, int Version)
{
    internal sealed record Body(DateOnly? LastDay, int Version);

    internal static void Map(RouteGroupBuilder api) => api.MapPost("/communities/{id:guid}/hand-back", async (Guid id, Body body, Handler handler, CancellationToken stop) =>
        (await handler.Run(new(id, body.LastDay, body.Version), stop)).ToNoContent())
        .RequirePermission(EstatesPermissions.Edit).WithName("HandBackCommunity").WithTags("Estates");

    internal sealed class Handler(AppDb db, HostDb host, ICurrentPerson person, ICurrentTenant tenant)
    {
        public async Task<Result<Done>> Run(HandBackCommunity command, CancellationToken stop)
        {
            if (person.Required.ScopeOf(EstatesPermissions.Edit) != DataScope.All) return CommonErrors.Forbidden;
            var community = await db.Communities.SingleOrDefaultAsync(c => c.Id == command.Id, stop);
            if (community is null) return CommonErrors.NotFound;
            if (community.Version != command.Version) return CommonErrors.Stale;
            if (command.LastDay is not { } lastDay) return PlaceErrors.HandedBackTooEarly;
            if (community.HandBack(lastDay).Error is { } error) return error;

            var engagement = await host.Engagements.SingleOrDefaultAsync(e => e.CommunityId == community.Id && e.CompanyId == tenant.Id && e.Until == null, stop);
            if (engagement is not null) engagement.Until = lastDay;
            await db.SaveWith(host, stop);
            return Done.It;
        }
    }
}
