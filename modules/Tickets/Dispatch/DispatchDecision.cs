using System.Text.Json;
using Platform.Model;

namespace Tickets.Dispatch;

/// <summary>Why somebody cannot be given a ticket by the product; the desk still can, except for people who left.</summary>
enum Block { None, OffDuty, Leave, Area, Skill, Overload }

/// <summary>A person weighed for a ticket: the score from 0 to 100 and its reasons in words.</summary>
sealed record ScoredCandidate(Guid StaffId, Guid AccountId, string Name, string Position, bool OnDuty, int Open, int Score, Block Blocked, IReadOnlyList<string> Reasons);

/// <summary>Who was chosen for a ticket, out of whom, and why. Kept for ever, so that a decision can be explained later.</summary>
sealed class DispatchDecision : Entry
{
    DispatchDecision() { }

    public Guid TicketId { get; private set; }
    public DateTime At { get; private set; }
    public bool Automatic { get; private set; }
    public Guid? ChosenStaffId { get; private set; }
    public string? ChosenName { get; private set; }
    public string? Reason { get; private set; }
    public string CandidatesJson { get; private set; } = "[]";

    internal IReadOnlyList<ScoredCandidate> Candidates => JsonSerializer.Deserialize<List<ScoredCandidate>>(CandidatesJson, JsonSerializerOptions.Web)!;

    internal static DispatchDecision ByProduct(Guid ticketId, ScoredCandidate? chosen, IReadOnlyList<ScoredCandidate> all, DateTime now) => New(ticketId, chosen, all, null, now, automatic: true);

    internal static DispatchDecision ByHand(Guid ticketId, ScoredCandidate chosen, IReadOnlyList<ScoredCandidate> all, string? reason, DateTime now) => New(ticketId, chosen, all, reason, now, automatic: false);

    // The ten best are enough to explain a choice.
    static DispatchDecision New(Guid ticketId, ScoredCandidate? chosen, IReadOnlyList<ScoredCandidate> all, string? reason, DateTime now, bool automatic) => new()
    {
        TicketId = ticketId,
        At = now,
        Automatic = automatic,
        ChosenStaffId = chosen?.StaffId,
        ChosenName = chosen?.Name,
        Reason = reason,
        CandidatesJson = JsonSerializer.Serialize(all.Take(10), JsonSerializerOptions.Web),
    };
}
