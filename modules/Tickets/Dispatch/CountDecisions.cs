using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Tickets.Life;
using Web.Access;
using Web.Http;

namespace Tickets.Dispatch;

/// <summary>How dispatch went: decisions by who made them, and how often a dispatcher preferred somebody else, with the newest reasons.</summary>
sealed record CountDecisions(DateTime? From = null, DateTime? Until = null)
{
    const int MostReasons = 20;
    static readonly TimeSpan Longest = TimeSpan.FromDays(92);

    internal sealed record ByEngine(DispatchEngine Engine, int Count, int Nobody);

    internal sealed record Override(Guid TicketId, DateTime At, string? Chosen, string? Reason);

    internal sealed record Counted(DateTime From, DateTime Until, IReadOnlyList<ByEngine> Engines, int Overridden, IReadOnlyList<Override> Newest);

    internal static void Map(RouteGroupBuilder api) => api.MapGet("/dispatch/decisions", async Task<Results<Ok<Counted>, ProblemHttpResult>> ([AsParameters] CountDecisions query, Handler handler, CancellationToken stop) =>
        (await handler.Run(query, stop)).ToOk()).RequirePermission(TicketPermissions.Assign).WithName("CountDecisions").WithTags("Tickets");

    internal sealed class Handler(AppDb db, ICurrentPerson person, TimeProvider clock)
    {
        public async Task<Result<Counted>> Run(CountDecisions query, CancellationToken stop)
        {
            var until = query.Until?.ToUniversalTime() ?? clock.GetUtcNow().UtcDateTime;
            var from = query.From?.ToUniversalTime() ?? until.AddDays(-30);
            if (from >= until || until - from > Longest) return TicketErrors.BadCursor with { Args = ["from"] };

            var seen = db.Tickets.AsNoTracking().VisibleTo(person.Required);
            var mine = db.Decisions.AsNoTracking().Where(d => d.At >= from && d.At < until && seen.Any(t => t.Id == d.TicketId));
            var engines = await mine.GroupBy(d => d.Engine).Select(g => new ByEngine(g.Key, g.Count(), g.Count(d => d.ChosenStaffId == null))).ToListAsync(stop);
            var overridden = mine.Where(d => d.Overridden);
            return new Counted(from, until, [.. engines.OrderBy(e => e.Engine)], await overridden.CountAsync(stop),
                await overridden.OrderByDescending(d => d.At).Take(MostReasons).Select(d => new Override(d.TicketId, d.At, d.ChosenName, d.Reason)).ToListAsync(stop));
        }
    }
}
