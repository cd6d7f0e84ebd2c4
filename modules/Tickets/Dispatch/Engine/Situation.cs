namespace Tickets.Dispatch.Engine;

/// <summary>What a decision depends on besides people and work.</summary>
/// <param name="Now">The instant (UTC).</param>
/// <param name="Weights">The company's weights.</param>
/// <param name="Walking">How far it is.</param>
/// <param name="MostOpen">Somebody with so many open tickets gets no more.</param>
sealed record Situation(DateTime Now, Weights Weights, Walking Walking, int MostOpen)
{
    /// <summary>What the people compared have finished in the last week, on average.</summary>
    public double MeanWeek { get; init; }

    internal Situation Among(IReadOnlyCollection<Worker> workers) => this with { MeanWeek = workers.Count == 0 ? 0 : workers.Average(w => w.Week) };
}
