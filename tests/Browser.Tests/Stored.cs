using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tickets.Life;

namespace Browser.Tests;

/// <summary>What the database holds of a ticket, and companies whose leaks are handled otherwise.</summary>
static class Stored
{
    internal static Task<Ticket> Ticket(this Estate estate, Guid id) => estate.Company.Read(db => db.Set<Ticket>().AsNoTracking().SingleAsync(t => t.Id == id));

    /// <summary>Its last move of that kind.</summary>
    internal static Task<TicketMove> Move(this Estate estate, Guid id, TicketAct act) =>
        estate.Company.Read(db => db.Set<TicketMove>().AsNoTracking().Where(m => m.TicketId == id && m.Act == act).OrderByDescending(m => m.At).FirstAsync());

    /// <summary>An estate whose leaks are dispatched like that: <c>manual</c>, <c>grab</c>.</summary>
    internal static Task<Estate> LeaksAre(string dispatch) => Estate.Build(plan => LeakOf(plan)["dispatch"] = dispatch);

    /// <summary>A leak that was just reported, in whatever state that leaves it.</summary>
    internal static async Task<Guid> Leaks(this Estate estate, string words) => await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak(words))).ShouldBeMade();

    static JsonNode LeakOf(JsonObject plan) => plan["categories"]!.AsArray().SelectMany(g => g!["children"]!.AsArray()).Single(c => (string?)c!["key"] == "water-leak")!;
}
