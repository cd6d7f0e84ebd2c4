using Platform.Events;

namespace Tickets.Life;

/// <summary>A ticket waits for somebody: new, returned or reopened.</summary>
sealed record TicketWaiting(Guid TicketId) : IEvent;

/// <summary>The timeline has a new line.</summary>
sealed record TicketMoved(Guid TicketId, Guid MoveId, Guid? TakenFrom = null) : IEvent;

/// <summary>The wake-up time of a suspension has come.</summary>
sealed record TicketWakeUp(Guid TicketId, DateTime WakeAt) : IEvent;

/// <summary>A finished ticket has waited long enough for a judgement.</summary>
sealed record TicketCloseDue(Guid TicketId, DateTime DoneAt) : IEvent;
