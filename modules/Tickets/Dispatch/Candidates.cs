using Tickets.Life;

namespace Tickets.Dispatch;

/// <summary>Weighs everybody who takes field work for a ticket, best first. People the ticket complains about are left out.</summary>
sealed class Candidates(DispatchFacts facts)
{
    internal async Task<IReadOnlyList<ScoredCandidate>> For(Ticket ticket, CancellationToken stop)
    {
        var known = await facts.Gather([ticket], stop);
        return Of(known, ticket);
    }

    internal static IReadOnlyList<ScoredCandidate> Of(DispatchCase known, Ticket ticket) =>
        [.. known.Rank(known.Jobs.Single(j => j.Id == ticket.Id)).Where(c => c.AccountId != ticket.AboutAccountId)];
}
