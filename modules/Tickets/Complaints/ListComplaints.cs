using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Tickets.Categories;
using Tickets.Life;
using Web.Access;

namespace Tickets.Complaints;

/// <summary>Complaints and suggestions that are not settled: what the managers must see to themselves first, then what is due first.</summary>
static class ListComplaints
{
    internal const int Most = 200;

    internal sealed record Row(Guid Id, string Number, TicketKind Kind, TicketState State, string StateText, string Title, string Community, string Place, string Contact, string? Handler, string Description,
        DateTime SubmittedAt, DateTime DueAt, bool ClockStopped, DateTime? EscalatedAt, int Refused, bool Anonymous);

    internal static void Map(RouteGroupBuilder api) => api.MapGet("/complaints", async (bool? done, Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Run(done == true, stop)))
        .RequirePermission(TicketPermissions.Complaints).WithName("ListComplaints").WithTags("Tickets");

    internal sealed class Handler(AppDb db, ICurrentPerson person)
    {
        public async Task<IReadOnlyList<Row>> Run(bool done, CancellationToken stop)
        {
            var mine = db.Tickets.AsNoTracking().VisibleTo(person.Required).Where(t => (t.Kind == TicketKind.Complaint || t.Kind == TicketKind.Suggestion) && TicketLife.OpenStates.Contains(t.State) != done);
            var rows = await (done ? mine.OrderByDescending(t => t.Id) : mine.OrderBy(t => t.EscalatedAt == null).ThenBy(t => t.DueAt).ThenBy(t => t.Id)).Take(Most)
                .Select(t => new { t.Id, t.Number, t.Kind, t.State, t.Title, t.Community, t.PlaceLabel, t.ContactName, t.AssigneeName, t.Description, t.SubmittedAt, t.DueAt, t.ClockStopped, t.EscalatedAt, t.Reopened, t.Anonymous }).ToListAsync(stop);
            return [.. rows.Select(t => new Row(t.Id, t.Number, t.Kind, t.State, TicketWords.Of(t.State), t.Title, t.Community, t.PlaceLabel, t.ContactName, t.AssigneeName, t.Description, t.SubmittedAt, t.DueAt, t.ClockStopped, t.EscalatedAt, t.Reopened, t.Anonymous))];
        }
    }
}
