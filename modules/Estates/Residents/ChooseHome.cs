using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Web.Access;
using Web.Http;
using Web.Time;

namespace Estates.Residents;

/// <summary>The person says which of several homes comes first: on the start page, and when reporting.</summary>
static class ChooseHome
{
    internal static void Map(RouteGroupBuilder api) => api.MapPost("/homes/{id:guid}/choose", async (Guid id, Handler handler, CancellationToken stop) => (await handler.Run(id, stop)).ToNoContent())
        .WithRule(new OpenToStrangersAttribute()).WithName("ChooseHome").WithTags("Homes");

    internal sealed class Handler(AppDb db, ICurrentPerson person, TenantTime time)
    {
        public async Task<Result<Done>> Run(Guid id, CancellationToken stop)
        {
            var account = person.AccountId!.Value;
            var resident = await db.Residents.SingleOrDefaultAsync(p => p.AccountId == account, stop);
            var residency = resident is null ? null : await db.Residencies.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.ResidentId == resident.Id, stop);
            if (residency?.IsCurrent(time.Today) != true) return CommonErrors.NotFound;
            resident!.Prefer(residency.UnitId);
            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}
