using Tickets.Life;

namespace Tickets.Lists;

/// <summary>The one search field of list and board.</summary>
static class TicketSearch
{
    /// <summary>By number, phone or place code from their beginning, by the reporter's whole name, and by words of address, title or description.</summary>
    internal static IQueryable<Ticket> Matching(this IQueryable<Ticket> tickets, string text) =>
        tickets.Where(t => t.Number.StartsWith(text) || t.ContactPhone.StartsWith(text) || t.PlaceCode.StartsWith(text) || t.ContactName == text
            || t.PlaceLabel.Contains(text) || t.Title.Contains(text) || t.Description.Contains(text));
}
