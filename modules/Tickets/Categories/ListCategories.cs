using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Web.Access;
using Web.Http;

namespace Tickets.Categories;

/// <summary>The category tree as people choose from it: groups with their leaves.</summary>
static class ListCategories
{
    internal sealed record Leaf(Guid Id, int Version, string Key, string Name, TicketKind Kind, string? Hint, CategoryRules Rules, bool Retired);

    internal sealed record Group(Guid Id, int Version, string Key, string Name, TicketKind Kind, string? Icon, string? Hint, bool Retired, IReadOnlyList<Leaf> Leaves);

    internal static void Map(RouteGroupBuilder api) => api.MapGet("/ticket-categories", async Task<Results<Ok<IReadOnlyList<Group>>, ProblemHttpResult>> (string? kind, Handler handler, CancellationToken stop) =>
        QueryEnums.Read<TicketKind>(kind, out var wanted) ? TypedResults.Ok(await handler.Run(wanted, retiredToo: false, stop)) : (TicketErrors.BadCursor with { Args = ["kind"] }).ToProblem()).WithRule(new OpenToMembersAttribute()).WithName("ListTicketCategories").WithTags("Tickets");

    internal sealed class Handler(AppDb db, ICurrentPerson person)
    {
        /// <summary>Groups in the company's order. Internal orders are listed for staff only; retired ones when asked for.</summary>
        public async Task<IReadOnlyList<Group>> Run(TicketKind? kind, bool retiredToo, CancellationToken stop)
        {
            var staff = person.Access is { } me && (me.May(TicketPermissions.Enter) || me.May(TicketPermissions.Work) || me.May(TicketPermissions.Categories));
            var all = await db.Categories.AsNoTracking().Where(c => (retiredToo || !c.Retired) && (kind == null || c.Kind == kind) && (staff || c.Kind != TicketKind.Order))
                .OrderBy(c => c.Order).ThenBy(c => c.Id).ToListAsync(stop);
            return [.. all.Where(c => c.ParentId is null).Select(g => new Group(g.Id, g.Version, g.Key, g.Name, g.Kind, g.Icon, g.Hint, g.Retired,
                [.. all.Where(c => c.ParentId == g.Id).Select(c => new Leaf(c.Id, c.Version, c.Key, c.Name, c.Kind, c.Hint, c.Rules, c.Retired))]))];
        }
    }
}
