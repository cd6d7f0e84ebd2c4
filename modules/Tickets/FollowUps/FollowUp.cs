using Platform;
using Platform.Events;
using Platform.Model;

namespace Tickets.FollowUps;

/// <summary>Somebody was not content: a manager calls back (回访) and writes down what came of it.</summary>
sealed class FollowUp : Aggregate
{
    FollowUp() { }

    internal FollowUp(Guid ticketId, Guid communityId, Guid? buildingId, int lowest, DateTime now) => (TicketId, CommunityId, BuildingId, Lowest, OpenedAt) = (ticketId, communityId, buildingId, lowest, now);

    public Guid TicketId { get; private set; }
    public Guid CommunityId { get; private set; }
    public Guid? BuildingId { get; private set; }
    /// <summary>The lowest score that was given.</summary>
    public int Lowest { get; private set; }
    public DateTime OpenedAt { get; private set; }
    public DateTime? DoneAt { get; private set; }
    public string? By { get; private set; }
    public string? Outcome { get; private set; }
    /// <summary>Whether the resident is content now.</summary>
    public bool? Satisfied { get; private set; }

    /// <summary>The work was done again and the resident is again not content. What came of the first call stays in the ticket's timeline.</summary>
    internal void Again(int lowest, DateTime now) => (Lowest, OpenedAt, DoneAt, By, Outcome, Satisfied) = (lowest, now, null, null, null, null);

    internal Result<Done> Finish(string? outcome, bool? satisfied, string by, DateTime now)
    {
        if (DoneAt is not null) return FollowUpErrors.Already;
        if (outcome?.Trim() is not { Length: > 0 and <= 500 } words) return FollowUpErrors.NoOutcome;
        if (satisfied is null) return FollowUpErrors.NoAnswer;
        (Outcome, Satisfied, By, DoneAt) = (words, satisfied, by, now);
        return Done.It;
    }
}

/// <summary>A rating was low enough that somebody should call back.</summary>
sealed record FollowUpOpened(Guid TicketId) : IEvent;

static class FollowUpErrors
{
    internal static readonly Error Already = new(ErrorKind.Conflict, "tickets/followed-up", "这一单已经回访过了。");
    internal static readonly Error NoOutcome = new(ErrorKind.Invalid, "tickets/no-outcome", "请写下回访结果，最长 500 个字。");
    internal static readonly Error NoAnswer = new(ErrorKind.Invalid, "tickets/no-answer", "请选择住户现在是否满意。");
}
