namespace Platform.Tenancy;

/// <summary>Where a company stands in its life.</summary>
public enum TenantState
{
    /// <summary>Being set up; nobody is served.</summary>
    Pending,
    /// <summary>Served.</summary>
    Active,
    /// <summary>Not served until an operator resumes it.</summary>
    Suspended,
    /// <summary>May be looked into; nothing changes and nothing is sent.</summary>
    ReadOnly,
    /// <summary>Being erased; nobody is served and nothing brings it back.</summary>
    Closing,
    /// <summary>Gone: what remains keeps its short name from being used again.</summary>
    Erased,
}

/// <summary>What the platform knows of a company without opening its data. Finbuckle's name; here the id is a <see cref="Guid"/>.</summary>
/// <param name="Id">The company.</param>
/// <param name="Slug">Its short name in addresses: lower-case letters, digits and hyphens.</param>
/// <param name="Name">The name people read.</param>
/// <param name="State">Where it stands; see <see cref="Served"/>.</param>
/// <param name="Accent">The colour of its pages, <c>#rrggbb</c>.</param>
/// <param name="TimeZone">IANA zone, for example <c>Asia/Shanghai</c>.</param>
/// <param name="Phone">The service telephone, or null.</param>
public sealed record TenantInfo(Guid Id, string Slug, string Name, TenantState State, string Accent, string TimeZone, string? Phone)
{
    /// <summary>True when its pages are shown, be it only to read. Work of its own it has only while active.</summary>
    public bool Served => State is TenantState.Active or TenantState.ReadOnly;

    /// <summary>The company's zone.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}

/// <summary>The company that the current scope works for. Pinned once; a scope never changes its company.</summary>
public interface ICurrentTenant
{
    /// <summary>The company, or null outside any.</summary>
    TenantInfo? Info { get; }

    /// <summary>The company's id, or <see cref="Guid.Empty"/> outside any: no row matches it.</summary>
    Guid Id => Info?.Id ?? Guid.Empty;

    /// <summary>The company; throws outside any.</summary>
    TenantInfo Required => Info ?? throw new InvalidOperationException("No company is resolved in this scope.");
}

/// <summary>Finds companies by id, slug or verified domain. Answers are cached and dropped when a company changes.</summary>
public interface ITenantStore
{
    /// <summary>The company of that id, or null.</summary>
    ValueTask<TenantInfo?> Find(Guid id, CancellationToken stop = default);

    /// <summary>The company of that slug, or null.</summary>
    ValueTask<TenantInfo?> FindBySlug(string slug, CancellationToken stop = default);

    /// <summary>The company that proved it owns that host name, or null.</summary>
    ValueTask<TenantInfo?> FindByDomain(string host, CancellationToken stop = default);
}

/// <summary>The only way into a company's data besides an HTTP request: jobs, events, hubs, webhooks and commands come through here.</summary>
public interface ITenantScopeFactory
{
    /// <summary>Opens a fresh scope pinned to the company. Throws when the company is unknown or, unless <paramref name="evenIfNotActive"/>, not active.</summary>
    ValueTask<ITenantScope> Open(Guid tenantId, bool evenIfNotActive = false, CancellationToken stop = default);
}

/// <summary>A service scope pinned to one company.</summary>
public interface ITenantScope : IAsyncDisposable
{
    /// <summary>Services of the scope; their context sees this company only.</summary>
    IServiceProvider Services { get; }
}

/// <summary>The scoped holder behind <see cref="ICurrentTenant"/>.</summary>
sealed class CurrentTenant : ICurrentTenant
{
    public TenantInfo? Info { get; private set; }

    internal void Enter(TenantInfo info)
    {
        if (Info is not null && Info.Id != info.Id) throw new InvalidOperationException("A scope cannot change its company.");
        Info = info;
    }
}

/// <summary>Slugs that would collide with the platform's own addresses.</summary>
public static class ReservedSlugs
{
    static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "account", "admin", "api", "app", "assets", "companies", "dev", "files", "found", "health", "healthz", "help", "linli", "live", "login", "mail", "openapi",
        "platform", "problems", "register", "scalar", "sign-in", "sign-out", "signin", "signup", "static", "status", "support", "ui", "ui-gallery", "www",
    };

    /// <summary>True when no company may take this slug.</summary>
    public static bool Contains(string slug) => Names.Contains(slug);
}
