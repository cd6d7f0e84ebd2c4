using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Web.Access;
using Web.Http;

namespace Notices.Sending;

/// <summary>Sends again what did not arrive, under the same id.</summary>
sealed record RetryDelivery(Guid Id, int Version)
{
    internal sealed record Body(int Version);

    internal static void Map(RouteGroupBuilder api) => api
        .MapPost("/notices/deliveries/{id:guid}/retry", async Task<Results<NoContent, ProblemHttpResult>> (Guid id, Body body, Handler handler, CancellationToken stop) =>
            (await handler.Run(new(id, body.Version), stop)).ToNoContent())
        .RequirePermission(NoticePermissions.Deliveries).WithName("RetryDelivery").WithTags("Notices");

    internal sealed class Handler(AppDb db, TimeProvider clock)
    {
        public async Task<Result<Done>> Run(RetryDelivery command, CancellationToken stop)
        {
            var delivery = await db.Deliveries.SingleOrDefaultAsync(d => d.Id == command.Id, stop);
            if (delivery is null) return CommonErrors.NotFound;
            if (delivery.Version != command.Version) return CommonErrors.Stale;
            if (delivery.Retry(clock.GetUtcNow().UtcDateTime).Error is { } refusal) return refusal;

            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}
