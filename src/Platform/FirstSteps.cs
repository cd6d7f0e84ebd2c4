namespace Platform;

/// <summary>Something that a new company does first; each module registers its own.</summary>
/// <param name="Order">Where it stands among the others.</param>
/// <param name="Title">What to do, for people to read.</param>
/// <param name="About">What that means.</param>
/// <param name="Href">Where it is done, relative to the company.</param>
/// <param name="Count">How many there are already; none means it is still to do.</param>
public sealed record FirstStep(int Order, string Title, string About, string Href, int Count);

/// <summary>Knows how far the current company is with what a module needs first.</summary>
public interface IFirstSteps
{
    /// <summary>The module's steps.</summary>
    Task<IReadOnlyList<FirstStep>> Steps(CancellationToken stop = default);
}
