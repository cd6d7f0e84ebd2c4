namespace Platform.Backups;

/// <summary>Where a run stands.</summary>
public enum BackupState
{
    /// <summary>Not begun, or to be begun again.</summary>
    Waiting,
    /// <summary>A node is at it.</summary>
    Running,
    /// <summary>It is there.</summary>
    Done,
    /// <summary>Given up; <see cref="BackupRun.Problem"/> says why.</summary>
    Failed,
}

/// <summary>
/// A package of a company that is made or kept. The platform keeps the list, not the company: restoring does not change what there is to restore from.
/// A node leases it by <see cref="DueAt"/>; one that dies leaves a lease that ends, and another begins anew.
/// </summary>
public sealed class BackupRun
{
    /// <summary>How long a sign of life holds.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    /// <summary>How often it is begun before it is given up.</summary>
    public const int MostAttempts = 5;

    /// <summary>The run, and the name of its package.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();
    /// <summary>Whose package.</summary>
    public Guid CompanyId { get; init; }
    /// <summary>The account that asked; null when the plan did.</summary>
    public Guid? AskedBy { get; init; }
    /// <summary>When it was asked for or fell due (UTC).</summary>
    public DateTime CreatedAt { get; init; }
    /// <summary>Where it stands.</summary>
    public BackupState State { get; set; }
    /// <summary>When it is next begun (UTC), or its lease ends; null when it is over.</summary>
    public DateTime? DueAt { get; set; }
    /// <summary>How often it was begun.</summary>
    public int Attempts { get; set; }
    /// <summary>Rows so far, and in the end all of them.</summary>
    public long Rows { get; set; }
    /// <summary>Files in it.</summary>
    public long Files { get; set; }
    /// <summary>Files that rows name and that were not there.</summary>
    public long Missing { get; set; }
    /// <summary>Bytes of the package.</summary>
    public long Bytes { get; set; }
    /// <summary>SHA-256 of the package as it is stored, in hexadecimal digits.</summary>
    public string? Sha256 { get; set; }
    /// <summary>When it was over (UTC).</summary>
    public DateTime? FinishedAt { get; set; }
    /// <summary>Why it was given up, in Chinese.</summary>
    public string? Problem { get; set; }
}

/// <summary>When a company is backed up and how much of it is kept.</summary>
public sealed class BackupPlan
{
    /// <summary>The company.</summary>
    public Guid CompanyId { get; init; }
    /// <summary>Hour of the company's day in which it begins, 0 to 23.</summary>
    public int Hour { get; set; } = 2;
    /// <summary>The newest packages that are kept.</summary>
    public int KeepNewest { get; set; } = 7;
    /// <summary>Months of which the first package is kept.</summary>
    public int KeepMonths { get; set; } = 6;
    /// <summary>When the next one falls due (UTC).</summary>
    public DateTime NextAt { get; set; }
    /// <summary>Concurrency token.</summary>
    public int Version { get; set; } = 1;
}

/// <summary>The key under which a company's packages are sealed, itself sealed under the installation's. Without it they are noise.</summary>
public sealed class CompanyKey
{
    /// <summary>The company.</summary>
    public Guid CompanyId { get; init; }
    /// <summary>Nonce, sealed key and tag, in base 64.</summary>
    public string Sealed { get; init; } = "";
    /// <summary>When it was made (UTC).</summary>
    public DateTime CreatedAt { get; init; }
}
