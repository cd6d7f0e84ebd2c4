using System.Linq.Expressions;
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

using Platform.Accounts;
using Platform.Tenancy;

namespace Estates.Places;

/// <summary>Ends the company's service in a community (移交); the community itself lives on with the platform.</summary>
sealed record HandBackCommunity(Guid Id, DateOnly? LastDay, int Version)
{
    internal sealed record Body(DateOnly? LastDay, int Version);

    internal sealed record KeepBody(int Version);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/communities/{id:guid}/hand-back", async (Guid id, Body body, Handler handler, CancellationToken stop) => (await handler.Run(new(id, body.LastDay, body.Version), stop)).ToNoContent())
            .RequirePermission(EstatesPermissions.Edit).WithName("HandBackCommunity").WithTags("Estates");
        api.MapPost("/communities/{id:guid}/keep", async (Guid id, KeepBody body, Handler handler, CancellationToken stop) => (await handler.Keep(id, body.Version, stop)).ToNoContent())
            .RequirePermission(EstatesPermissions.Edit).WithName("KeepCommunity").WithTags("Estates");
    }

    internal sealed class Handler(AppDb db, HostDb host, ICurrentPerson person, ICurrentTenant tenant)
    {
        public async Task<Result<Done>> Run(HandBackCommunity command, CancellationToken stop)
        {
            if (command.LastDay is not { } lastDay) return PlaceErrors.LastDay;
            return await Change(command.Id, command.Version, c => c.HandBack(lastDay), e => e.Until == null, lastDay, stop);
        }

        /// <summary>Takes a hand-back back, as long as no other company runs the community.</summary>
        public async Task<Result<Done>> Keep(Guid id, int version, CancellationToken stop)
        {
            var until = await db.Communities.Where(c => c.Id == id).Select(c => c.HandedBack).SingleOrDefaultAsync(stop);
            try
            {
                return await Change(id, version, c => c.KeepOn(), e => e.Until == until, null, stop);
            }
            catch (DbUpdateException clash) when (clash.IsDuplicate())
            {
                return PlaceErrors.RunByAnother;
            }
        }

        async Task<Result<Done>> Change(Guid id, int version, Func<Community, Result<Done>> change, Expression<Func<CommunityEngagement, bool>> which, DateOnly? until, CancellationToken stop)
        {
            if (person.Required.ScopeOf(EstatesPermissions.Edit) != DataScope.All) return CommonErrors.Forbidden;
            var community = await db.Communities.SingleOrDefaultAsync(c => c.Id == id, stop);
            if (community is null) return CommonErrors.NotFound;
            if (community.Version != version) return CommonErrors.Stale;
            if (change(community).Error is { } error) return error;

            if (await host.Engagements.Where(e => e.CommunityId == id && e.CompanyId == tenant.Id).Where(which).FirstOrDefaultAsync(stop) is { } engagement) engagement.Until = until;
            await db.SaveWith(host, stop);
            return Done.It;
        }
    }
}
