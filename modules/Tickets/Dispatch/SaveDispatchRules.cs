using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Settings;
using Web.Access;
using Web.Http;

namespace Tickets.Dispatch;

/// <summary>Sets how the product chooses who gets a ticket. Counts from the next decision on.</summary>
sealed record SaveDispatchRules(int Version, DispatchRules? Rules)
{
    /// <summary>The rules as they stand; version 0 until the company's ticket settings are first set.</summary>
    internal sealed record Current(DispatchRules Rules, int Version);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/settings/dispatch", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Read(stop)))
            .RequirePermission(TicketPermissions.Categories).WithName("ReadDispatchRules").WithTags("Tickets");
        api.MapPut("/settings/dispatch", async Task<Results<NoContent, ProblemHttpResult>> (SaveDispatchRules body, Handler handler, CancellationToken stop) => (await handler.Run(body, stop)).ToNoContent())
            .RequirePermission(TicketPermissions.Categories).WithName("SaveDispatchRules").WithTags("Tickets");
    }

    internal sealed class Handler(AppDb db, ICompanySettings settings)
    {
        public async Task<Current> Read(CancellationToken stop)
        {
            var row = await db.Set<CompanySetting>().AsNoTracking().Where(s => s.Key == TicketSettings.Key).Select(s => new { s.Json, s.Version }).SingleOrDefaultAsync(stop);
            return row is null ? new(new(), 0) : new(CompanyJson.Read<TicketSettings>(row.Json).Dispatch, row.Version);
        }

        public async Task<Result<Done>> Run(SaveDispatchRules command, CancellationToken stop)
        {
            if (command.Rules is not { Weights: not null, Walks: not null } rules) return CommonErrors.Invalid("请填写派单规则。");
            if (rules.Wrong().Select(w => (Error?)TicketErrors.BadRule(w.Field, w.Least, w.Most)).FirstOrDefault() is { } wrong) return wrong;
            var row = await db.Set<CompanySetting>().SingleOrDefaultAsync(s => s.Key == TicketSettings.Key, stop);
            if ((row?.Version ?? 0) != command.Version) return CommonErrors.Stale;

            await settings.Set((row is null ? new() : CompanyJson.Read<TicketSettings>(row.Json)) with { Dispatch = rules }, stop);
            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}
