using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Tickets.Life;
using Web.Access;
using Web.Http;

namespace Tickets.Contractors;

/// <summary>Adds a contractor or changes one, and says how each has done.</summary>
sealed record SaveContractor(Guid? Id, SaveContractor.Body What, string? Key)
{
    internal sealed record Body(string? Name, string? Trade, string? Contact, string? Phone, bool Retired = false, int? Version = null);

    /// <param name="Open">Tickets they have now.</param>
    /// <param name="Finished">Tickets they finished.</param>
    /// <param name="Late">Those of them that were finished after their deadline.</param>
    /// <param name="Score">Mean of the scores they were given, one to five; null without any.</param>
    internal sealed record Row(Guid Id, int Version, string Name, string Trade, string Contact, string Phone, bool Retired, int Open, int Finished, int Late, double? Score);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/contractors", async (bool? all, Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.List(all == true, stop)))
            .RequirePermission(TicketPermissions.Assign, TicketPermissions.Contractors).WithName("ListContractors").WithTags("Tickets");
        api.MapPost("/contractors", async Task<Results<Created<Made>, ProblemHttpResult>> (Body body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) =>
            (await handler.Run(new(null, body, key), stop)).ToCreated("contractors")).RequirePermission(TicketPermissions.Contractors).WithName("AddContractor").WithTags("Tickets");
        api.MapPut("/contractors/{id:guid}", async Task<Results<NoContent, ProblemHttpResult>> (Guid id, Body body, Handler handler, CancellationToken stop) =>
            (await handler.Run(new(id, body, null), stop)).ToNoContent()).RequirePermission(TicketPermissions.Contractors).WithName("ChangeContractor").WithTags("Tickets");
    }

    internal sealed class Handler(AppDb db, ICurrentPerson person, TimeProvider clock)
    {
        public async Task<IReadOnlyList<Row>> List(bool all, CancellationToken stop)
        {
            var contractors = await db.Contractors.AsNoTracking().Where(c => all || !c.Retired).OrderBy(c => c.Retired).ThenBy(c => c.Name).ToListAsync(stop);
            var work = await db.Tickets.AsNoTracking().Where(t => t.ContractorId != null).GroupBy(t => t.ContractorId!.Value)
                .Select(g => new { g.Key, Open = g.Count(t => t.DoneAt == null && t.EndedAt == null), Finished = g.Count(t => t.DoneAt != null), Late = g.Count(t => t.DoneAt != null && t.DoneAt > t.ResolveBy) }).ToDictionaryAsync(g => g.Key, stop);
            var scores = await (from t in db.Tickets.AsNoTracking()
                                join r in db.Ratings on t.Id equals r.TicketId
                                where t.ContractorId != null
                                group r by t.ContractorId!.Value into g
                                select new { g.Key, Mean = g.Average(r => r.Speed + r.Result + r.Attitude) / 3.0 }).ToDictionaryAsync(g => g.Key, g => g.Mean, stop);
            return [.. contractors.Select(c => new Row(c.Id, c.Version, c.Name, c.Trade, c.Contact, c.Phone, c.Retired, work.GetValueOrDefault(c.Id)?.Open ?? 0, work.GetValueOrDefault(c.Id)?.Finished ?? 0, work.GetValueOrDefault(c.Id)?.Late ?? 0,
                scores.TryGetValue(c.Id, out var mean) ? Math.Round(mean, 1) : null))];
        }

        public async Task<Result<Guid>> Run(SaveContractor command, CancellationToken stop)
        {
            var what = command.What;
            if (command.Id is not { } id)
                return await db.SaveOnce(person.Required.AccountId, command.Key, what, clock.GetUtcNow().UtcDateTime, () => Task.FromResult(Add(what)), stop);

            var contractor = await db.Contractors.SingleOrDefaultAsync(c => c.Id == id, stop);
            if (contractor is null) return CommonErrors.NotFound;
            if (what.Version != contractor.Version) return CommonErrors.Stale;
            if (contractor.Describe(what.Name, what.Trade, what.Contact, what.Phone, what.Retired).Error is { } wrong) return wrong;
            await db.SaveChangesAsync(stop);
            return id;
        }

        Result<Guid> Add(Body what)
        {
            var contractor = new Contractor();
            if (contractor.Describe(what.Name, what.Trade, what.Contact, what.Phone, what.Retired).Error is { } wrong) return wrong;
            db.Contractors.Add(contractor);
            return contractor.Id;
        }
    }
}
