using System.Linq.Expressions;
using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Settings;
using Tickets.Categories;
using Tickets.Dispatch;
using Tickets.Facts;
using Tickets.Life;
using Web.Access;
using Web.Http;
using Web.Time;

namespace Tickets.Lists;

/// <summary>A ticket in a list.</summary>
sealed record TicketRow(Guid Id, int Version, string Number, TicketKind Kind, TicketState State, Priority Priority, string Title, string Community, string Place, string PlaceCode, string ContactName,
    string? Assignee, string Description, DateTime SubmittedAt, DateTime? AcceptedAt, DateTime? PromisedAt, DateTime? PreferredFrom, DateTime? PreferredTo, DateTime? DoneAt, DateTime DueAt, bool ClockStopped, string? SuspendReason, int Urged, int Reopened)
{
    internal static readonly Expression<Func<Ticket, TicketRow>> Of = t => new TicketRow(t.Id, t.Version, t.Number, t.Kind, t.State, t.Priority, t.Title, t.Community, t.PlaceLabel, t.PlaceCode, t.ContactName,
        t.AssigneeName, t.Description, t.SubmittedAt, t.AcceptedAt, t.PromisedAt, t.PreferredFrom, t.PreferredTo, t.DoneAt, t.DueAt, t.ClockStopped, t.SuspendReason, t.Urged, t.Reopened);
}

/// <summary>Tickets the person may see, newest first, a page at a time. Filters combine.</summary>
sealed record ListTickets(TicketState[]? State = null, TicketKind? Kind = null, Guid? Community = null, Guid? Category = null, string? Q = null, string? Mine = null, bool? Open = null, bool? Late = null,
    Guid? After = null, int? Limit = null, Guid? Building = null, Guid? Technician = null, Guid? Unit = null, Fact? Fact = null, DateOnly? From = null, DateOnly? To = null, Guid? Dispatcher = null)
{
    const int MaxLimit = 100;

    internal sealed record Page(IReadOnlyList<TicketRow> Items, Guid? Next);

    internal static void Map(RouteGroupBuilder tickets) => tickets.MapGet("", Get).RequirePermission(TicketPermissions.Report, TicketPermissions.View, TicketPermissions.Work).WithName("ListTickets");

    /// <summary>As it stands in an address; enums are written as the API returns them.</summary>
    internal sealed record Query(string[]? State = null, string? Kind = null, Guid? Community = null, Guid? Category = null, string? Q = null, string? Mine = null, bool? Open = null, bool? Late = null,
        Guid? After = null, int? Limit = null, Guid? Building = null, Guid? Technician = null, Guid? Unit = null, string? Fact = null, DateOnly? From = null, DateOnly? To = null, Guid? Dispatcher = null);

    static async Task<Results<Ok<Page>, ProblemHttpResult>> Get([AsParameters] Query query, Handler handler, CancellationToken stop)
    {
        if (!QueryEnums.Read<TicketState>(query.State, out var states)) return (TicketErrors.BadCursor with { Args = ["state"] }).ToProblem();
        if (!QueryEnums.Read<TicketKind>(query.Kind, out var kind)) return (TicketErrors.BadCursor with { Args = ["kind"] }).ToProblem();
        if (!QueryEnums.Read<Fact>(query.Fact, out var fact)) return (TicketErrors.BadCursor with { Args = ["fact"] }).ToProblem();
        return (await handler.Run(new(states, kind, query.Community, query.Category, query.Q, query.Mine, query.Open, query.Late, query.After, query.Limit,
            query.Building, query.Technician, query.Unit, fact, query.From, query.To, query.Dispatcher), stop)).ToOk();
    }

    /// <summary>What is wrong with the filters.</summary>
    internal Error? Wrong => Mine is not (null or "reported" or "assigned" or "pool" or "team") ? TicketErrors.BadCursor with { Args = ["mine"] } : Q is { Length: > 40 } ? TicketErrors.BadCursor with { Args = ["q"] } : null;

    internal sealed class Handler(AppDb db, ICurrentPerson person, GrabPool pool, ICompanySettings settings, TenantTime time)
    {
        public async Task<Result<Page>> Run(ListTickets query, CancellationToken stop)
        {
            if (query.Limit is < 1 or > MaxLimit) return TicketErrors.BadCursor with { Args = ["limit"] };
            if (query.Wrong is { } wrong) return wrong;

            var limit = query.Limit ?? 30;
            var page = await Read(query, limit + 1, TicketRow.Of, stop);
            return new Page([.. page.Take(limit)], page.Count > limit ? page[limit - 1].Id : null);
        }

        /// <summary>The next so many of what the filters find, as they are wanted.</summary>
        internal async Task<List<T>> Read<T>(ListTickets query, int limit, Expression<Func<Ticket, T>> row, CancellationToken stop)
        {
            // Ids are version 7, so their order is the order of reporting.
            var rows = await Filtered(query, stop);
            if (query.After is { } after) rows = rows.Where(t => t.Id < after);
            return await rows.OrderByDescending(t => t.Id).Take(limit).Select(row).ToListAsync(stop);
        }

        /// <summary>How many the filters find, counted up to <paramref name="most"/>.</summary>
        public async Task<int> Count(ListTickets query, CancellationToken stop, int most = 1000) => await (await Filtered(query, stop)).CountUpTo(most, stop);

        async Task<IQueryable<Ticket>> Filtered(ListTickets query, CancellationToken stop)
        {
            var me = person.Required.AccountId;
            var (now, team) = (time.Now, person.Required.Team);
            var rows = db.Tickets.AsNoTracking().VisibleTo(person.Required);
            if (query.State is { Length: > 0 } states) rows = rows.Where(t => states.Contains(t.State));
            if (query.Kind is { } kind) rows = rows.Where(t => t.Kind == kind);
            if (query.Community is { } community) rows = rows.Where(t => t.CommunityId == community);
            if (query.Category is { } category) rows = rows.Where(t => t.CategoryId == category || db.Set<Category>().Any(c => c.Id == t.CategoryId && c.ParentId == category));
            if (query.Open is { } open) rows = rows.Where(t => TicketLife.OpenStates.Contains(t.State) == open);
            if (query.Late == true) rows = rows.OwedBefore(now);
            IReadOnlyList<Guid> takes = query.Mine == "pool" ? await pool.Categories(stop) : [];
            rows = query.Mine switch
            {
                "reported" => rows.Where(t => t.ReporterAccountId == me),
                "assigned" => rows.Where(t => t.AssigneeAccountId == me),
                "team" => rows.Where(t => t.State == TicketState.Assigned && t.DepartmentId != null && t.DepartmentId == team && t.AssigneeId == null),
                "pool" => rows.Where(t => t.State == TicketState.Submitted && t.Dispatch == DispatchMode.Grab && takes.Contains(t.CategoryId)),
                _ => rows,
            };
            if (query.Unit is { } unit) rows = rows.Where(t => t.UnitId == unit);
            if (query.Building is { } building) rows = building == Guid.Empty ? rows.Where(t => t.BuildingId == null) : rows.Where(t => t.BuildingId == building);
            if (query.Technician is { } member)
            {
                var who = await AccountOf(member, stop);
                rows = query.Fact is Facts.Fact.Reopened or Facts.Fact.Rated or Facts.Fact.Low ? rows.Where(t => db.Set<TicketMove>().Any(m => m.TicketId == t.Id && m.Act == TicketAct.Complete && m.ActorAccountId == who)) : rows.Where(t => t.AssigneeAccountId == who);
            }
            IQueryable<DispatchDecision> decisions = db.Decisions;
            if (query.Dispatcher is { } dispatcher)
            {
                var by = await AccountOf(dispatcher, stop);
                decisions = decisions.Where(d => d.ByAccountId == by);
            }
            DateTime? from = query.From is { } first && first.Year is > 1970 and < 2900 ? time.ToUtc(first.ToDateTime(default)) : null;
            DateTime? to = query.To is { } last && last.Year is > 1970 and < 2900 ? time.ToUtc(last.AddDays(1).ToDateTime(default)) : null;
            if (query.Fact is not null || from is not null || to is not null)
                rows = rows.Of(query.Fact ?? Facts.Fact.Created, from, to, db.Set<TicketMove>(), db.Set<Rating>(), decisions, (await settings.Get<TicketSettings>(stop)).LowScore);
            return string.IsNullOrWhiteSpace(query.Q) ? rows : rows.Matching(query.Q.Trim());
        }

        async Task<Guid> AccountOf(Guid member, CancellationToken stop) => await db.Set<Member>().Where(m => m.Id == member).Select(m => (Guid?)m.AccountId).SingleOrDefaultAsync(stop) ?? Guid.Empty;
    }
}
