using Data;
using Estates.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Model;
using Web.Access;
using Web.Http;

namespace Tickets.Lists;

/// <summary>A person's own view of the list: the filters of its address under a name.</summary>
sealed class SavedFilter : Aggregate
{
    internal const int Most = 20;

    SavedFilter() { }

    internal SavedFilter(Guid accountId, string query) => (AccountId, Query) = (accountId, query);

    public Guid AccountId { get; private set; }
    public string Name { get; private set; } = "";
    /// <summary>What stands after the question mark.</summary>
    public string Query { get; private set; } = "";

    internal Result<Done> Rename(string? name)
    {
        if (name?.Trim() is not { Length: > 0 and <= 20 } text) return TicketErrors.BadFilterName;
        Name = text;
        return Done.It;
    }
}

/// <summary>Keeps, renames and forgets a person's own filters.</summary>
sealed record SaveFilter(string? Name, string? Query)
{
    internal sealed record Rename(string? Name, int Version);
    internal sealed record Row(Guid Id, string Name, string Query, int Version);

    static readonly string[] Names = ["view", "q", "community", "category", "building", "technician", "unit", "dispatcher", "fact", "from", "to"];

    internal static void Map(RouteGroupBuilder tickets)
    {
        var filters = tickets.MapGroup("/filters");
        filters.MapGet("", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.List(stop))).RequirePermission(TicketPermissions.Assign).WithName("ListFilters");
        filters.MapPost("", async Task<Results<Created<Made>, ProblemHttpResult>> (SaveFilter command, [FromHeader(Name = "Idempotency-Key")] string? key, Handler handler, CancellationToken stop) =>
            (await handler.Run(command, key, stop)).ToCreated("tickets/filters")).RequirePermission(TicketPermissions.Assign).WithName("SaveFilter");
        filters.MapPut("/{id:guid}", async Task<Results<NoContent, ProblemHttpResult>> (Guid id, Rename body, Handler handler, CancellationToken stop) =>
            (await handler.Run(id, body, stop)).ToNoContent()).RequirePermission(TicketPermissions.Assign).WithName("RenameFilter");
        filters.MapDelete("/{id:guid}", async Task<Results<NoContent, ProblemHttpResult>> (Guid id, Handler handler, CancellationToken stop) =>
            (await handler.Delete(id, stop)).ToNoContent()).RequirePermission(TicketPermissions.Assign).WithName("DeleteFilter");
    }

    internal sealed class Handler(AppDb db, ICurrentPerson person, IPlaces places, TimeProvider clock)
    {
        public async Task<IReadOnlyList<Row>> List(CancellationToken stop) =>
            await Mine().AsNoTracking().OrderBy(f => f.Id).Take(SavedFilter.Most).Select(f => new Row(f.Id, f.Name, f.Query, f.Version)).ToListAsync(stop);

        public Task<Result<Guid>> Run(SaveFilter command, string? key, CancellationToken stop) => db.SaveOnce(person.Required.AccountId, key, command, clock.GetUtcNow().UtcDateTime, async () =>
        {
            if (!Readable(command.Query) || !await Known(command.Query!, stop)) return TicketErrors.BadCursor with { Args = ["query"] };
            var filter = new SavedFilter(person.Required.AccountId, command.Query!);
            if (filter.Rename(command.Name).Error is { } wrong) return wrong;
            if (await Mine().CountAsync(stop) >= SavedFilter.Most) return TicketErrors.TooManyFilters;
            if (await Mine().AnyAsync(f => f.Name == filter.Name, stop)) return TicketErrors.FilterNameTaken;
            db.SavedFilters.Add(filter);
            return filter.Id;
        }, stop);

        public async Task<Result<Done>> Run(Guid id, Rename command, CancellationToken stop)
        {
            if (await Mine().SingleOrDefaultAsync(f => f.Id == id, stop) is not { } filter) return CommonErrors.NotFound;
            if (filter.Version != command.Version) return CommonErrors.Stale;
            if (filter.Rename(command.Name).Error is { } wrong) return wrong;
            if (await Mine().AnyAsync(f => f.Id != id && f.Name == filter.Name, stop)) return TicketErrors.FilterNameTaken;
            await db.SaveChangesAsync(stop);
            return Done.It;
        }

        public async Task<Result<Done>> Delete(Guid id, CancellationToken stop)
        {
            if (await Mine().SingleOrDefaultAsync(f => f.Id == id, stop) is not { } filter) return CommonErrors.NotFound;
            db.Remove(filter);
            await db.SaveChangesAsync(stop);
            return Done.It;
        }

        IQueryable<SavedFilter> Mine()
        {
            var me = person.Required.AccountId;
            return db.SavedFilters.Where(f => f.AccountId == me);
        }

        // What it names is this company's; other ids are kept by nobody.
        async Task<bool> Known(string query, CancellationToken stop)
        {
            foreach (var (name, value) in query.Split('&').Select(p => p.Split('=')).Select(p => (p[0], p[1])))
            {
                if (name is not ("community" or "category" or "building" or "unit" or "technician" or "dispatcher")) continue;
                if (!Guid.TryParse(value, out var id)) return false;
                var known = name switch
                {
                    "community" => (await places.Communities(stop)).Any(c => c.Id == id),
                    "category" => await db.Set<Categories.Category>().AnyAsync(c => c.Id == id, stop),
                    "building" => id == Guid.Empty || (await places.Buildings(stop)).Any(b => b.Id == id),
                    "unit" => await places.Find(id, PlaceKind.Unit, stop) is not null,
                    _ => await db.Set<Member>().AnyAsync(m => m.Id == id, stop),
                };
                if (!known) return false;
            }
            return true;
        }

        // It becomes part of a link: only the list's own filters, and nothing that leads elsewhere.
        static bool Readable(string? query) => query is { Length: > 0 and <= 1000 }
            && query.Split('&').All(p => p.Split('=') is [var name, var value] && Names.Contains(name) && value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || "-_.~%+".Contains(c)));
    }
}
