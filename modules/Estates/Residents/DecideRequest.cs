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

/// <summary>Staff verify or refuse a request; the verified become members of the company.</summary>
static class DecideRequest
{
    internal sealed record VerifyBody(int Version);

    internal sealed record RefuseBody(string? Reason, int Version);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/residencies/{id:guid}/verify", async (Guid id, VerifyBody body, Handler handler, CancellationToken stop) => (await handler.Verify(id, body.Version, stop)).ToNoContent())
            .RequirePermission(EstatesPermissions.VerifyResidents).WithName("VerifyHome").WithTags("Residents");
        api.MapPost("/residencies/{id:guid}/refuse", async (Guid id, RefuseBody body, Handler handler, CancellationToken stop) => (await handler.Refuse(id, body.Reason, body.Version, stop)).ToNoContent())
            .RequirePermission(EstatesPermissions.VerifyResidents).WithName("RefuseHome").WithTags("Residents");
    }

    internal sealed class Handler(AppDb db, HostDb host, Memberships memberships, ICurrentPerson person, TimeProvider clock)
    {
        public async Task<Result<Done>> Verify(Guid id, int version, CancellationToken stop)
        {
            if (await Find(id, stop) is not { } residency) return CommonErrors.NotFound;
            if (residency.Verify(Me, clock.GetUtcNow().UtcDateTime).Error is { } error) return error;
            if (residency.Version != version) return CommonErrors.Stale;

            var resident = await db.Residents.SingleAsync(r => r.Id == residency.ResidentId, stop);
            if (resident.AccountId is { } account) await memberships.Welcome(account, resident.Name, resident.Phone ?? "", stop);
            db.Publish(new HomeVerified(id));
            await db.SaveWith(host, stop);
            return Done.It;
        }

        public async Task<Result<Done>> Refuse(Guid id, string? reason, int version, CancellationToken stop)
        {
            if (await Find(id, stop) is not { } residency) return CommonErrors.NotFound;
            if (residency.Refuse(reason, Me, clock.GetUtcNow().UtcDateTime).Error is { } error) return error;
            if (residency.Version != version) return CommonErrors.Stale;

            db.Publish(new HomeRefused(id));
            await db.SaveChangesAsync(stop);
            return Done.It;
        }

        Decider Me => new(person.Required.AccountId, person.Required.Name);

        Task<Residency?> Find(Guid id, CancellationToken stop)
        {
            var units = db.Units.Within(person.Required, EstatesPermissions.VerifyResidents);
            return db.Residencies.SingleOrDefaultAsync(r => r.Id == id && units.Any(u => u.Id == r.UnitId), stop);
        }
    }
}
