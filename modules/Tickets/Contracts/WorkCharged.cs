using Platform.Events;

namespace Tickets.Contracts;

/// <summary>Chargeable work that a resident had agreed to is done: the quote's total is owed from now on. Said once per quote.</summary>
/// <param name="TicketId">The work order.</param>
/// <param name="QuoteId">The quote; its lines and total no longer change.</param>
public sealed record WorkCharged(Guid TicketId, Guid QuoteId) : IEvent;
