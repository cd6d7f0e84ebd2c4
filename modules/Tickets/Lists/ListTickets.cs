using System.Linq.Expressions;
using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Tickets.Categories;
using Tickets.Life;
using Web.Access;
using Web.Http;

namespace Tickets.Lists;

/// <summary>A ticket in a list.</summary>
sealed record TicketRow(Guid Id, int Version, string Number, TicketKind Kind, TicketState State, Priority Priority, string Title, string Community, string Place, string PlaceCode, string ContactName,
    string? Assignee, string Description, DateTime SubmittedAt, DateTime? AcceptedAt, DateTime? PromisedAt, DateTime? PreferredFrom, DateTime? PreferredTo, DateTime? DoneAt, DateTime DueAt, string? SuspendReason, int Urged, int Reopened)
{
    internal static readonly Expression<Func<Ticket, TicketRow>> Of = t => new TicketRow(t.Id, t.Version, t.Number, t.Kind, t.State, t.Priority, t.Title, t.Community, t.PlaceLabel, t.PlaceCode, t.ContactName,
        t.AssigneeName, t.Description, t.SubmittedAt, t.AcceptedAt, t.PromisedAt, t.PreferredFrom, t.PreferredTo, t.DoneAt, t.DueAt, t.SuspendReason, t.Urged, t.Reopened);
}

/// <summary>Tickets the person may see, newest first, a page at a time. Filters combine.</summary>
sealed record ListTickets(TicketState[]? State = null, TicketKind? Kind = null, Guid? Community = null, Guid? Category = null, string? Q = null, string? Mine = null, bool? Open = null, bool? Late = null,
    Guid? After = null, int? Limit = null)
{
    const int MaxLimit = 100;

    internal sealed record Page(IReadOnlyList<TicketRow> Items, Guid? Next);

    internal static void Map(RouteGroupBuilder tickets) => tickets.MapGet("", Get).RequirePermission(TicketPermissions.Report, TicketPermissions.View, TicketPermissions.Work).WithName("ListTickets");

    /// <summary>As it stands in an address; enums are written as the API returns them.</summary>
    internal sealed record Query(string[]? State = null, string? Kind = null, Guid? Community = null, Guid? Category = null, string? Q = null, string? Mine = null, bool? Open = null, bool? Late = null,
        Guid? After = null, int? Limit = null);

    static async Task<Results<Ok<Page>, ProblemHttpResult>> Get([AsParameters] Query query, Handler handler, CancellationToken stop)
    {
        if (!QueryEnums.Read<TicketState>(query.State, out var states)) return (TicketErrors.BadCursor with { Args = ["state"] }).ToProblem();
        if (!QueryEnums.Read<TicketKind>(query.Kind, out var kind)) return (TicketErrors.BadCursor with { Args = ["kind"] }).ToProblem();
        return (await handler.Run(new(states, kind, query.Community, query.Category, query.Q, query.Mine, query.Open, query.Late, query.After, query.Limit), stop)).ToOk();
    }

    internal sealed class Handler(AppDb db, ICurrentPerson person, TimeProvider clock)
    {
        public async Task<Result<Page>> Run(ListTickets query, CancellationToken stop)
        {
            if (query.Limit is < 1 or > MaxLimit) return TicketErrors.BadCursor with { Args = ["limit"] };
            if (query.Mine is not (null or "reported" or "assigned" or "pool")) return TicketErrors.BadCursor with { Args = ["mine"] };
            if (query.Q is { Length: > 40 }) return TicketErrors.BadCursor with { Args = ["q"] };

            var limit = query.Limit ?? 30;
            // Ids are version 7, so their order is the order of reporting.
            var rows = Filtered(query);
            if (query.After is { } after) rows = rows.Where(t => t.Id < after);
            var page = await rows.OrderByDescending(t => t.Id).Take(limit + 1).Select(TicketRow.Of).ToListAsync(stop);
            return new Page([.. page.Take(limit)], page.Count > limit ? page[limit - 1].Id : null);
        }

        /// <summary>How many the filters find, counted up to a thousand.</summary>
        public Task<int> Count(ListTickets query, CancellationToken stop) => Filtered(query).CountUpTo(1000, stop);

        IQueryable<Ticket> Filtered(ListTickets query)
        {
            var me = person.Required.AccountId;
            var now = clock.GetUtcNow().UtcDateTime;
            var rows = db.Tickets.AsNoTracking().VisibleTo(person.Required);
            if (query.State is { Length: > 0 } states) rows = rows.Where(t => states.Contains(t.State));
            if (query.Kind is { } kind) rows = rows.Where(t => t.Kind == kind);
            if (query.Community is { } community) rows = rows.Where(t => t.CommunityId == community);
            if (query.Category is { } category) rows = rows.Where(t => t.CategoryId == category || db.Set<Category>().Any(c => c.Id == t.CategoryId && c.ParentId == category));
            if (query.Open is { } open) rows = rows.Where(t => TicketLife.OpenStates.Contains(t.State) == open);
            if (query.Late == true) rows = rows.Where(t => TicketLife.OpenStates.Contains(t.State) && t.DueAt < now);
            rows = query.Mine switch
            {
                "reported" => rows.Where(t => t.ReporterAccountId == me),
                "assigned" => rows.Where(t => t.AssigneeAccountId == me),
                "pool" => rows.Where(t => t.State == TicketState.Submitted && t.Dispatch == DispatchMode.Grab),
                _ => rows,
            };
            return string.IsNullOrWhiteSpace(query.Q) ? rows : Search(rows, query.Q.Trim());
        }

        static IQueryable<Ticket> Search(IQueryable<Ticket> rows, string text) =>
            rows.Where(t => t.Number.StartsWith(text) || t.ContactPhone.StartsWith(text) || t.PlaceCode.StartsWith(text) || t.PlaceLabel.Contains(text) || t.Title.Contains(text) || t.ContactName == text);
    }
}
