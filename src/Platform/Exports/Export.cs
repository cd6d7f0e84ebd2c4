using Platform.Events;
using Platform.Model;

namespace Platform.Exports;

/// <summary>Where an export stands.</summary>
public enum ExportState
{
    /// <summary>Nobody has begun, or it is to be begun again.</summary>
    Waiting,
    /// <summary>A node writes it.</summary>
    Running,
    /// <summary>The file is there.</summary>
    Done,
    /// <summary>There will be no file; <see cref="Export.Problem"/> says why.</summary>
    Failed,
    /// <summary>The person stopped it.</summary>
    Cancelled,
    /// <summary>The file was there and is deleted.</summary>
    Expired,
}

/// <summary>
/// A list that a person asked to have as a file, written in the background. The node that writes it leases it by moving <see cref="DueAt"/> on, again and again
/// while it goes on; <see cref="Runs"/> tells its own lease from a later one, and each run has a file of its own. A node that dies leaves it to the next.
/// </summary>
public sealed class Export : Aggregate
{
    /// <summary>After so many runs without an end it is given up.</summary>
    public const int MostRuns = 5;
    /// <summary>Longest text of what is asked for.</summary>
    public const int LongestParameters = 4000;
    /// <summary>How long the file is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);
    /// <summary>How long it is remembered that there was one.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(30);
    /// <summary>A node that does not renew its lease for so long is taken for dead.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    Export() { }

    /// <summary>A new one, due at once.</summary>
    public Export(Guid accountId, IExportKind kind, string parameters, string about, string language, int slot, DateTime now) =>
        (AccountId, Kind, Parameters, Title, About, Language, Slot, RequestedAt, DueAt) = (accountId, kind.Name, parameters, Words.T(kind.Title), about, language, slot, now, now);

    /// <summary>Who asked, and the only one who gets it.</summary>
    public Guid AccountId { get; private set; }
    /// <summary>Name of its <see cref="IExportKind"/>.</summary>
    public string Kind { get; private set; } = "";
    /// <summary>What is asked for, as JSON, in the kind's own words.</summary>
    public string Parameters { get; private set; } = "";
    /// <summary>What it is, in the language of who asked.</summary>
    public string Title { get; private set; } = "";
    /// <summary>What is asked for, in the language of who asked.</summary>
    public string About { get; private set; } = "";
    /// <summary>The language of the file.</summary>
    public string Language { get; private set; } = "";
    /// <summary>Which of the person's places it takes, from 1, while it waits or runs; unique in the database, so that nobody has more.</summary>
    public int? Slot { get; internal set; }
    /// <summary>Where it stands.</summary>
    public ExportState State { get; internal set; }
    /// <summary>How often a node began.</summary>
    public int Runs { get; internal set; }
    /// <summary>Rows written so far.</summary>
    public int RowsDone { get; internal set; }
    /// <summary>Rows there were when it began; null before.</summary>
    public int? RowsExpected { get; internal set; }
    /// <summary>Bytes of the file.</summary>
    public long Size { get; internal set; }
    /// <summary>When it was asked for (UTC).</summary>
    public DateTime RequestedAt { get; private set; }
    /// <summary>When it ended, well or not (UTC).</summary>
    public DateTime? FinishedAt { get; internal set; }
    /// <summary>When the file will be deleted (UTC); null without a file.</summary>
    public DateTime? ExpiresAt { get; internal set; }
    /// <summary>When a node should look at it (UTC): at once, after a pause, or at the end of another node's lease. Null once it ended.</summary>
    public DateTime? DueAt { get; internal set; }
    /// <summary>Why there is no file, in the language of who asked.</summary>
    public string? Problem { get; internal set; }
    /// <summary>How often the file was fetched.</summary>
    public int Fetched { get; internal set; }
    /// <summary>When it was fetched last (UTC).</summary>
    public DateTime? FetchedAt { get; internal set; }

    /// <summary>Where the file of that run is, whether or not there still is a row.</summary>
    public static string BlobOf(Guid id, int run) => $"exports/{id:N}-{run}";
}

/// <summary>A company has an export to write.</summary>
public sealed record ExportWaiting(Guid TenantId);

/// <summary>An export came to an end by itself, well or not.</summary>
public sealed record ExportEnded(Guid ExportId) : IEvent;

/// <summary>An export's file, or the memory of it, may be too old by now.</summary>
public sealed record ExportAged(Guid ExportId) : IEvent;

/// <summary>Nobody needs the files of an export's first so many runs any more.</summary>
public sealed record ExportDropped(Guid ExportId, int Runs) : IEvent;
