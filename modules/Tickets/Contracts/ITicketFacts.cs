namespace Tickets.Contracts;

/// <summary>The daily facts that the numbers page reads.</summary>
public interface ITicketFacts
{
    /// <summary>Counts the current company's tickets from scratch; answers how many there were.</summary>
    Task<int> Rebuild(CancellationToken stop = default);
}
