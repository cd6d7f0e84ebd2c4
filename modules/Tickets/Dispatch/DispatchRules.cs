using Tickets.Categories;
using Tickets.Dispatch.Engine;

namespace Tickets.Dispatch;

/// <summary>Minutes on foot between two buildings, where the order of their numbers is wrong. Names as people read them: <c>3幢</c>.</summary>
sealed record StatedWalk(string Community, string From, string To, int Minutes);

/// <summary>A company's rules for who gets a ticket.</summary>
sealed record DispatchRules
{
    public Weights Weights { get; init; } = new();
    /// <summary>What nobody has accepted yet is arranged anew so often; 0 for not at all.</summary>
    public int BatchMinutes { get; init; } = 5;
    /// <summary>Somebody who was asked already loses the ticket to another only for so many minutes.</summary>
    public int MinGainMinutes { get; init; } = 10;
    /// <summary>On foot from one building to the next.</summary>
    public int WalkMinutes { get; init; } = 2;
    /// <summary>From one community to another.</summary>
    public int CommunityMinutes { get; init; } = 20;
    /// <summary>How long work lasts of whose category nothing is known yet.</summary>
    public int JobMinutes { get; init; } = 40;
    public IReadOnlyList<StatedWalk> Walks { get; init; } = [];

    /// <summary>Ways of dispatching whose tickets a batch run may move.</summary>
    internal DispatchMode[] Movable => BatchMinutes > 0 ? [DispatchMode.Auto, DispatchMode.Batch] : [DispatchMode.Batch];

    /// <summary>What is wrong, by the name of the field; nothing when all is well.</summary>
    internal IEnumerable<(string Field, int Least, int Most)> Wrong()
    {
        foreach (var (field, value, least, most) in new[] { ("batchMinutes", BatchMinutes, 0, 60), ("minGainMinutes", MinGainMinutes, 1, 120), ("walkMinutes", WalkMinutes, 1, 15), ("communityMinutes", CommunityMinutes, 1, 240), ("jobMinutes", JobMinutes, 5, 480) })
            if (value < least || value > most) yield return (field, least, most);
        if (Weights.All.Any(w => w is < 0 or > Weights.Most)) yield return ("weights", 0, Weights.Most);
        if (Walks.Any(w => w.Minutes is < 1 or > 60)) yield return ("walks", 1, 60);
    }
}
