using Platform;

namespace Backups.Contracts;

/// <summary>What a package holds.</summary>
/// <param name="Company">Short name of the company it was made of.</param>
/// <param name="MadeAt">When its rows were as they are in it (UTC).</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Files">How many files.</param>
/// <param name="Missing">Files that rows name and that were not in the store.</param>
/// <param name="Tables">Rows and SHA-256 of each table, to compare packages by.</param>
public sealed record PackageFacts(string Company, DateTime MadeAt, long Rows, long Files, long Missing, IReadOnlyList<TableFacts> Tables);

/// <summary>A table in a package.</summary>
/// <param name="Name">The table.</param>
/// <param name="Rows">How many.</param>
/// <param name="Sha256">Of its lines, which do not name the company: equal for equal rows of any company on any database.</param>
public sealed record TableFacts(string Name, long Rows, string Sha256);

/// <summary>Packages as the command line handles them. Errors are refusals in the reader's language; progress is rows so far.</summary>
public interface IPackages
{
    /// <summary>Writes the company's package, sealed, or open for a company that takes its data along. The company may be in any state but being set up.</summary>
    Task<Result<PackageFacts>> Write(string company, Stream into, bool open, Action<long> progress, CancellationToken stop);

    /// <summary>Reads a whole package and proves every row and file of it against its signed manifest.</summary>
    Task<Result<PackageFacts>> Verify(Stream package, Action<long> progress, CancellationToken stop);

    /// <summary>Makes the package into a company that can only be looked into. What fails leaves nothing behind.</summary>
    Task<Result<PackageFacts>> Restore(Stream package, string slug, string? name, Action<long> progress, CancellationToken stop);

    /// <summary>Erases everything of a company that is no longer served; see the decisions in the README. Answers how many rows and files went. Asked again after an interruption it goes on.</summary>
    Task<Result<(long Rows, long Files)>> Erase(string company, Action<long> progress, CancellationToken stop);

    /// <summary>The stored package of a backup as it lies in the store, sealed; the newest when none is named. Null when there is none.</summary>
    Task<Stream?> Open(string company, Guid? backup, CancellationToken stop);
}
