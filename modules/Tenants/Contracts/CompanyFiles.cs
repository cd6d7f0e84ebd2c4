using Platform;

namespace Tenants.Contracts;

/// <summary>What applying a company file did.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="Slug">Its short name.</param>
/// <param name="Name">The name people read.</param>
/// <param name="Created">It was not there before.</param>
/// <param name="Changes">One line per difference; empty when the company already was as the file says.</param>
/// <param name="Notes">What was left as it is although the file says otherwise, and why.</param>
public sealed record CompanyFileOutcome(Guid CompanyId, string Slug, string Name, bool Created, IReadOnlyList<string> Changes, IReadOnlyList<string> Notes);

/// <summary>Company files (<c>tenants/*.json</c>): everything that sets one property company apart from another.</summary>
public interface ICompanyFiles
{
    /// <summary>
    /// Creates the company or brings it to the file's state. A bad file changes nothing and its error lists every problem with its place;
    /// applying the same file again changes nothing.
    /// </summary>
    Task<Result<CompanyFileOutcome>> Apply(string json, CancellationToken stop = default);

    /// <summary>Like <see cref="Apply"/>, but leaves a company alone that is already there.</summary>
    Task<Result<CompanyFileOutcome>> ApplyIfNew(string json, CancellationToken stop = default);

    /// <summary>The JSON schema of company files, composed from the sections of all modules.</summary>
    string Schema();
}

/// <summary>Fills the companies with a believable demo. Called at every start when <c>Demo:Seed</c> is set; doubling nothing is its own duty.</summary>
public interface IDemo
{
    /// <summary>Seeds what is missing.</summary>
    Task Seed(CancellationToken stop = default);
}
