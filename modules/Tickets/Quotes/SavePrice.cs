using Data;
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

namespace Tickets.Quotes;

/// <summary>Adds a position to the price list or changes one. Quotes that were offered keep theirs.</summary>
sealed record SavePrice(Guid? Id, SavePrice.Body What, string? Key)
{
    internal sealed record Body(string? Group, string? Name, string? Unit, decimal? Price, int Order = 0, bool Retired = false, int? Version = null);

    internal sealed record Row(Guid Id, int Version, string Key, string Group, string Name, string Unit, decimal? Price, int Order, bool Retired);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/price-items", async (bool? all, Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.List(all == true, stop)))
            .RequirePermission(TicketPermissions.Work, TicketPermissions.Assign, TicketPermissions.Prices).WithName("ListPriceItems").WithTags("Tickets");
        api.MapPost("/price-items", async Task<Results<Created<Made>, ProblemHttpResult>> (Body body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) =>
            (await handler.Run(new(null, body, key), stop)).ToCreated("price-items")).RequirePermission(TicketPermissions.Prices).WithName("AddPriceItem").WithTags("Tickets");
        api.MapPut("/price-items/{id:guid}", async Task<Results<NoContent, ProblemHttpResult>> (Guid id, Body body, Handler handler, CancellationToken stop) =>
            (await handler.Run(new(id, body, null), stop)).ToNoContent()).RequirePermission(TicketPermissions.Prices).WithName("ChangePriceItem").WithTags("Tickets");
    }

    internal sealed class Handler(AppDb db, ICurrentPerson person, TimeProvider clock)
    {
        public async Task<IReadOnlyList<Row>> List(bool all, CancellationToken stop) =>
            await db.PriceItems.AsNoTracking().Where(p => all || !p.Retired).OrderBy(p => p.Retired).ThenBy(p => p.Order).ThenBy(p => p.Id)
                .Select(p => new Row(p.Id, p.Version, p.Key, p.Group, p.Name, p.Unit, p.Price, p.Order, p.Retired)).ToListAsync(stop);

        public async Task<Result<Guid>> Run(SavePrice command, CancellationToken stop)
        {
            var what = command.What;
            if (command.Id is not { } id) return await db.SaveOnce(person.Required.AccountId, command.Key, what, clock.GetUtcNow().UtcDateTime, () => Add(what, stop), stop);

            var item = await db.PriceItems.SingleOrDefaultAsync(p => p.Id == id, stop);
            if (item is null) return CommonErrors.NotFound;
            if (what.Version != item.Version) return CommonErrors.Stale;
            if (item.Describe(what.Group, what.Name, what.Unit, what.Price, item.Order).Error is { } wrong) return wrong;
            item.Retire(what.Retired);
            await db.SaveChangesAsync(stop);
            return id;
        }

        async Task<Result<Guid>> Add(Body what, CancellationToken stop)
        {
            var item = new PriceItem("p" + Guid.CreateVersion7().ToString("N")[^12..]);
            var last = await db.PriceItems.MaxAsync(p => (int?)p.Order, stop) ?? 0;
            if (item.Describe(what.Group, what.Name, what.Unit, what.Price, last + 1).Error is { } wrong) return wrong;
            db.PriceItems.Add(item);
            return item.Id;
        }
    }
}
