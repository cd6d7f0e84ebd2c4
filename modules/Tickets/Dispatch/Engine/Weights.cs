namespace Tickets.Dispatch.Engine;

/// <summary>What counts how much when several people could do it: 0 not at all, 5 as usual, 10 twice as much. Limits are not weighed.</summary>
sealed record Weights
{
    internal const int Most = 10;
    const double Usual = 5;

    public int Skill { get; init; } = 5;
    public int Area { get; init; } = 5;
    public int Load { get; init; } = 5;
    public int Distance { get; init; } = 5;
    /// <summary>Keeping the time of arrival, more for what is urgent.</summary>
    public int Urgency { get; init; } = 5;
    public int Familiarity { get; init; } = 5;
    public int Quality { get; init; } = 5;
    /// <summary>The same share of the week's work for everybody.</summary>
    public int Fairness { get; init; } = 5;

    internal IEnumerable<int> All => [Skill, Area, Load, Distance, Urgency, Familiarity, Quality, Fairness];

    internal static double Share(int weight) => weight / Usual;
}
