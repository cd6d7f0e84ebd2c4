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

/// <summary>Somebody moves out: entered by staff, or said by the person.</summary>
static class EndResidency
{
    internal sealed record Body(DateOnly? LastDay, int Version);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/residencies/{id:guid}/end", async (Guid id, Body body, Handler handler, CancellationToken stop) => (await handler.Run(id, body.LastDay, body.Version, stop)).ToNoContent())
            .RequirePermission(EstatesPermissions.VerifyResidents).WithName("EndResidency").WithTags("Residents");
        api.MapPost("/homes/{id:guid}/leave", async (Guid id, Handler handler, CancellationToken stop) => (await handler.Leave(id, stop)).ToNoContent())
            .WithRule(new OpenToStrangersAttribute()).WithName("LeaveHome").WithTags("Homes");
    }

    internal sealed class Handler(AppDb db, Memberships memberships, ICurrentPerson person, TenantTime time)
    {
        public async Task<Result<Done>> Run(Guid id, DateOnly? lastDay, int version, CancellationToken stop)
        {
            var units = db.Units.Within(person.Required, EstatesPermissions.VerifyResidents);
            var residency = await db.Residencies.SingleOrDefaultAsync(r => r.Id == id && units.Any(u => u.Id == r.UnitId), stop);
            if (residency is null) return CommonErrors.NotFound;
            if (residency.Version != version) return CommonErrors.Stale;
            if (residency.End(lastDay ?? time.Today, time.Today).Error is { } error) return error;
            return await Save(residency, stop);
        }

        /// <summary>The person takes a request back or leaves a home today.</summary>
        public async Task<Result<Done>> Leave(Guid id, CancellationToken stop)
        {
            var account = person.AccountId!.Value;
            var residency = await db.Set<Residency>().SingleOrDefaultAsync(r => r.Id == id && db.Set<Resident>().Any(p => p.Id == r.ResidentId && p.AccountId == account), stop);
            if (residency is null) return CommonErrors.NotFound;
            var left = residency.State == ResidencyState.Requested ? residency.Withdraw() : residency.End(time.Today, time.Today);
            return left.Error is { } error ? error : await Save(residency, stop);
        }

        async Task<Result<Done>> Save(Residency residency, CancellationToken stop)
        {
            var resident = await db.Residents.AsNoTracking().SingleAsync(r => r.Id == residency.ResidentId, stop);
            if (resident.AccountId is { } account && residency.State == ResidencyState.Ended
                && !await db.Residencies.AnyAsync(r => r.ResidentId == resident.Id && r.Id != residency.Id && r.State == ResidencyState.Verified, stop))
                await memberships.Farewell(account, stop);
            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}
