using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Staff.Contracts;
using Tickets.Categories;
using Tickets.Life;
using Web.Access;

namespace Tickets.Lists;

/// <summary>The dispatch board: what is open, in four lanes, most urgent first. Each lane shows fifty and counts up to a thousand.</summary>
sealed record ShowBoard(Guid? Community = null, Guid? Category = null, string? Q = null, bool? Risk = null)
{
    const int PerLane = 50;

    internal sealed record Lane(string Key, int Count, IReadOnlyList<TicketRow> Items);

    internal sealed record Board(IReadOnlyList<Lane> Lanes, int Late, int Soon, int OnDuty, int Staff, DateTime At);

    internal static void Map(RouteGroupBuilder tickets) => tickets.MapGet("/board", async Task<Ok<Board>> ([AsParameters] ShowBoard query, Handler handler, CancellationToken stop) =>
        TypedResults.Ok(await handler.Run(query, stop))).RequirePermission(TicketPermissions.Assign).WithName("ShowBoard");

    internal static readonly IReadOnlyList<(string Key, TicketState[] States)> Lanes =
    [
        ("submitted", [TicketState.Submitted]),
        ("assigned", [TicketState.Assigned]),
        ("working", [TicketState.Accepted, TicketState.OnTheWay, TicketState.InProgress]),
        ("suspended", [TicketState.Suspended]),
    ];

    internal sealed class Handler(AppDb db, ICurrentPerson person, IStaffDirectory staff, TimeProvider clock)
    {
        // Less than this left is "soon": time enough to do something about it.
        static readonly TimeSpan SoonIs = TimeSpan.FromMinutes(30);

        public async Task<Board> Run(ShowBoard query, CancellationToken stop)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var soon = now + SoonIs;
            var rows = Filtered(query, soon);
            List<Lane> lanes = [];
            foreach (var (key, states) in Lanes)
            {
                var lane = rows.Where(t => states.Contains(t.State));
                lanes.Add(new(key, await lane.CountUpTo(1000, stop), await lane.OrderBy(t => t.DueAt).ThenBy(t => t.Id).Take(PerLane).Select(TicketRow.Of).ToListAsync(stop)));
            }
            var people = await staff.Candidates(now, stop);
            return new(lanes, await rows.OwedBefore(now).CountUpTo(1000, stop), await rows.OwedBefore(soon).Where(t => t.DueAt >= now).CountUpTo(1000, stop),
                people.Count(p => p.Card.OnDuty), people.Count, now);
        }

        IQueryable<Ticket> Filtered(ShowBoard query, DateTime soon)
        {
            var rows = db.Tickets.AsNoTracking().VisibleTo(person.Required);
            if (query.Community is { } community) rows = rows.Where(t => t.CommunityId == community);
            if (query.Category is { } category) rows = rows.Where(t => db.Set<Category>().Any(c => c.Id == t.CategoryId && c.ParentId == category));
            if (query.Risk == true) rows = rows.OwedBefore(soon);
            return query.Q?.Trim() is { Length: > 0 and <= 40 } text ? rows.Matching(text) : rows;
        }
    }
}
