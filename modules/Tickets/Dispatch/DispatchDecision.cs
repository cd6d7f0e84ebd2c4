using System.Text.Json;
using Platform.Model;
using Tickets.Dispatch.Engine;
using static Platform.Words;

namespace Tickets.Dispatch;

/// <summary>Who decided.</summary>
enum DispatchEngine { Immediate, Batch, RoundRobin, Hand }

static class DecisionWords
{
    internal static string Of(DispatchEngine engine) => engine switch
    {
        DispatchEngine.Immediate => T("逐单选择"),
        DispatchEngine.Batch => T("统筹安排"),
        DispatchEngine.RoundRobin => T("轮到"),
        _ => T("人工指定"),
    };
}

/// <summary>A person weighed for a ticket: the score from 0 to 100 and its reasons in words.</summary>
sealed record ScoredCandidate(Guid StaffId, Guid AccountId, string Name, string Position, bool OnDuty, int Open, int Score, Block Blocked, IReadOnlyList<string> Reasons, int Minutes = 0)
{
    /// <summary>The one that the product would choose, or null.</summary>
    internal static ScoredCandidate? Best(IEnumerable<ScoredCandidate> all, Guid? but = null) => all.FirstOrDefault(c => c.Blocked == Block.None && c.StaffId != but);
}

/// <summary>Who was chosen for a ticket, out of whom, and why. Kept for ever, so that a decision can be explained later.</summary>
sealed class DispatchDecision : Entry
{
    DispatchDecision() { }

    public Guid TicketId { get; private set; }
    public DateTime At { get; private set; }
    public DispatchEngine Engine { get; private set; }
    public bool Automatic { get; private set; }
    /// <summary>A dispatcher chose somebody other than the product's best.</summary>
    public bool Overridden { get; private set; }
    public Guid? ChosenStaffId { get; private set; }
    public string? ChosenName { get; private set; }
    /// <summary>Whom the product would have chosen.</summary>
    public Guid? BestStaffId { get; private set; }
    /// <summary>The best of the others.</summary>
    public Guid? RunnerUpStaffId { get; private set; }
    public string? RunnerUpName { get; private set; }
    public string? Reason { get; private set; }
    /// <summary>The person who decided; null for the product.</summary>
    public Guid? ByAccountId { get; private set; }
    public string? ByName { get; private set; }
    public string CandidatesJson { get; private set; } = "[]";

    internal IReadOnlyList<ScoredCandidate> Candidates => JsonSerializer.Deserialize<List<ScoredCandidate>>(CandidatesJson, JsonSerializerOptions.Web)!;

    internal static DispatchDecision ByProduct(Guid ticketId, ScoredCandidate? chosen, IReadOnlyList<ScoredCandidate> all, DateTime now, DispatchEngine engine = DispatchEngine.Immediate, string? reason = null) =>
        New(ticketId, chosen, all, now, engine, reason);

    /// <summary>By a person; <paramref name="best"/> is whom the product would have chosen.</summary>
    internal static DispatchDecision ByHand(Guid ticketId, ScoredCandidate chosen, ScoredCandidate? best, bool overridden, IReadOnlyList<ScoredCandidate> all, string? reason, Life.Act by)
    {
        var decision = New(ticketId, chosen, all, by.Now, DispatchEngine.Hand, reason);
        (decision.BestStaffId, decision.Overridden, decision.ByAccountId, decision.ByName) = (best?.StaffId, overridden, by.AccountId, by.Name);
        return decision;
    }

    static DispatchDecision New(Guid ticketId, ScoredCandidate? chosen, IReadOnlyList<ScoredCandidate> all, DateTime now, DispatchEngine engine, string? reason)
    {
        var second = ScoredCandidate.Best(all, but: chosen?.StaffId);
        return new()
        {
            TicketId = ticketId,
            At = now,
            Engine = engine,
            Automatic = engine != DispatchEngine.Hand,
            ChosenStaffId = chosen?.StaffId,
            ChosenName = chosen?.Name,
            BestStaffId = ScoredCandidate.Best(all)?.StaffId,
            RunnerUpStaffId = chosen is null ? null : second?.StaffId,
            RunnerUpName = chosen is null ? null : second?.Name,
            Reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(),
            CandidatesJson = JsonSerializer.Serialize(Kept(chosen, all), JsonSerializerOptions.Web),
        };
    }

    // The ten best are enough to explain a choice; whoever was chosen is always among them.
    static List<ScoredCandidate> Kept(ScoredCandidate? chosen, IReadOnlyList<ScoredCandidate> all)
    {
        var kept = all.Take(10).ToList();
        return chosen is null || kept.Exists(c => c.StaffId == chosen.StaffId) ? kept : [chosen, .. kept.Take(9)];
    }
}
