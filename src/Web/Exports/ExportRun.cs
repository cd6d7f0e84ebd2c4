using Platform.Exports;

namespace Web.Exports;

/// <summary>One run of one export by this node, and how far it is.</summary>
sealed class ExportRun(Guid tenant, Export export) : IDisposable
{
    int rows;

    internal Guid Tenant => tenant;
    internal Guid Id => export.Id;
    internal Guid Account => export.AccountId;
    internal string Kind => export.Kind;
    internal string Parameters => export.Parameters;
    internal string Title => export.Title;
    internal string Language => export.Language;
    internal int Number => export.Runs;
    internal string Blob => Export.BlobOf(export.Id, export.Runs);

    /// <summary>Rows handed to the file.</summary>
    internal int Rows => Volatile.Read(ref rows);
    /// <summary>Rows there were at the beginning.</summary>
    internal int? Expected { get; set; }
    /// <summary>Fires when the run must stop: cancelled, lost to another node, no longer allowed.</summary>
    internal CancellationTokenSource Halt { get; } = new();
    /// <summary>The person lost the right while it ran.</summary>
    internal bool Forbidden { get; set; }

    internal int CountRow() => Interlocked.Increment(ref rows);

    public void Dispose() => Halt.Dispose();
}
