using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Tenancy;
using Staff.Contracts;
using Tickets.Life;
using Web.Access;
using Web.Http;

namespace Tickets.Dispatch;

/// <summary>How dispatch went: decisions by who made them, and how often which dispatcher preferred somebody else, on which days, with the newest reasons.</summary>
sealed record CountDecisions(DateTime? From = null, DateTime? Until = null)
{
    const int MostReasons = 20;
    static readonly TimeSpan Longest = TimeSpan.FromDays(92);

    internal sealed record ByEngine(DispatchEngine Engine, int Count, int Nobody);

    /// <param name="MemberId">The dispatcher as a member; null when nobody is known.</param>
    /// <param name="Decided">Tickets given by hand.</param>
    /// <param name="Overridden">Those of them that the product would have given to somebody else.</param>
    internal sealed record ByDispatcher(Guid? MemberId, string Name, int Decided, int Overridden);

    internal sealed record OnDay(DateOnly Day, int Decided, int Overridden);

    internal sealed record Override(Guid TicketId, string Number, string Title, DateTime At, string? By, string? Best, string? Chosen, string? Reason);

    internal sealed record Counted(DateTime From, DateTime Until, IReadOnlyList<ByEngine> Engines, int Decided, int Overridden, IReadOnlyList<ByDispatcher> Dispatchers, IReadOnlyList<OnDay> Days, IReadOnlyList<Override> Newest);

    internal static void Map(RouteGroupBuilder api) => api.MapGet("/dispatch/decisions", async Task<Results<Ok<Counted>, ProblemHttpResult>> ([AsParameters] CountDecisions query, Handler handler, CancellationToken stop) =>
        (await handler.Run(query, stop)).ToOk()).RequirePermission(TicketPermissions.Assign).WithName("CountDecisions").WithTags("Tickets");

    internal sealed class Handler(AppDb db, ICurrentPerson person, ICurrentTenant tenant, IStaffDirectory staff, TimeProvider clock)
    {
        public async Task<Result<Counted>> Run(CountDecisions query, CancellationToken stop)
        {
            var until = query.Until?.ToUniversalTime() ?? clock.GetUtcNow().UtcDateTime;
            var from = query.From?.ToUniversalTime() ?? until.AddDays(-30);
            if (from >= until || until - from > Longest) return TicketErrors.BadCursor with { Args = ["from"] };
            return await Of(db.Tickets.AsNoTracking().VisibleTo(person.Required), from, until, stop);
        }

        /// <summary>The decisions about these tickets.</summary>
        internal async Task<Counted> Of(IQueryable<Ticket> seen, DateTime from, DateTime until, CancellationToken stop)
        {
            var mine = About(seen, from, until);
            var engines = await mine.GroupBy(d => d.Engine).Select(g => new ByEngine(g.Key, g.Count(), g.Count(d => d.ChosenStaffId == null))).ToListAsync(stop);
            var byHand = mine.Where(d => d.Engine == DispatchEngine.Hand);
            var dispatchers = await Dispatchers(byHand, stop);
            return new Counted(from, until, [.. engines.OrderBy(e => e.Engine)], dispatchers.Sum(d => d.Decided), dispatchers.Sum(d => d.Overridden), dispatchers, await Days(byHand, stop), await Newest(mine.Where(d => d.Overridden), stop));
        }

        /// <summary>How many were decided by hand, and how many of them against the product's advice.</summary>
        internal async Task<(int Decided, int Overridden)> Sum(IQueryable<Ticket> seen, DateTime from, DateTime until, CancellationToken stop)
        {
            var byHand = About(seen, from, until).Where(d => d.Engine == DispatchEngine.Hand);
            return (await byHand.CountAsync(stop), await byHand.CountAsync(d => d.Overridden, stop));
        }

        IQueryable<DispatchDecision> About(IQueryable<Ticket> seen, DateTime from, DateTime until) => db.Decisions.AsNoTracking().Where(d => d.At >= from && d.At < until && seen.Any(t => t.Id == d.TicketId));

        async Task<IReadOnlyList<ByDispatcher>> Dispatchers(IQueryable<DispatchDecision> byHand, CancellationToken stop)
        {
            var sums = await byHand.GroupBy(d => d.ByAccountId).Select(g => new { g.Key, Name = g.Max(d => d.ByName), Decided = g.Count(), Overridden = g.Count(d => d.Overridden) }).ToListAsync(stop);
            var accounts = sums.Select(s => s.Key).OfType<Guid>().ToList();
            var members = await db.Set<Member>().AsNoTracking().Where(m => accounts.Contains(m.AccountId)).Select(m => new { m.Id, m.AccountId, m.Name }).ToDictionaryAsync(m => m.AccountId, stop);
            return [.. sums.Select(s => members.TryGetValue(s.Key ?? Guid.Empty, out var member) ? new ByDispatcher(member.Id, member.Name, s.Decided, s.Overridden) : new ByDispatcher(null, s.Name ?? "—", s.Decided, s.Overridden))
                .OrderByDescending(d => d.Overridden).ThenByDescending(d => d.Decided).ThenBy(d => d.Name, StringComparer.Ordinal)];
        }

        // Quarters of an hour fall into one local day in every zone there is.
        async Task<IReadOnlyList<OnDay>> Days(IQueryable<DispatchDecision> byHand, CancellationToken stop)
        {
            var quarters = await byHand.GroupBy(d => new { d.At.Date, d.At.Hour, Quarter = d.At.Minute / 15 }).Select(g => new { g.Key.Date, g.Key.Hour, g.Key.Quarter, Decided = g.Count(), Overridden = g.Count(d => d.Overridden) }).ToListAsync(stop);
            var zone = tenant.Required.Zone;
            return [.. quarters.GroupBy(q => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(q.Date, DateTimeKind.Utc).AddHours(q.Hour).AddMinutes(15 * q.Quarter), zone)))
                .Select(g => new OnDay(g.Key, g.Sum(q => q.Decided), g.Sum(q => q.Overridden))).OrderBy(d => d.Day)];
        }

        async Task<IReadOnlyList<Override>> Newest(IQueryable<DispatchDecision> overridden, CancellationToken stop)
        {
            var rows = await overridden.OrderByDescending(d => d.At).ThenByDescending(d => d.Id).Take(MostReasons)
                .Join(db.Tickets, d => d.TicketId, t => t.Id, (d, t) => new { d.TicketId, t.Number, t.Title, d.At, d.ByName, d.BestStaffId, d.ChosenName, d.Reason }).ToListAsync(stop);
            var best = await staff.Cards([.. rows.Select(r => r.BestStaffId).OfType<Guid>().Distinct()], stop);
            return [.. rows.OrderByDescending(r => r.At).Select(r => new Override(r.TicketId, r.Number, r.Title, r.At, r.ByName, r.BestStaffId is { } id ? best.GetValueOrDefault(id)?.Name : null, r.ChosenName, r.Reason))];
        }
    }
}
