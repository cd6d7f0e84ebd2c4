using Data;
using Linli;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Testing;

/// <summary>
/// The real product on a real socket and a real database, one per provider and process; every test brings its own fresh company, so tests run side by side.
/// </summary>
public sealed class TestHost : WebApplicationFactory<Program>
{
    static readonly Lazy<TestHost> Sqlite = new(() => new TestHost(DatabaseProvider.Sqlite));
    static readonly Lazy<TestHost> PostgreSql = new(() => new TestHost(DatabaseProvider.PostgreSql));

    readonly DatabaseProvider provider;
    readonly (string Key, string Value)[] settings;
    readonly Action<IServiceCollection>? further;
    readonly string folder = Directory.CreateTempSubdirectory("linli-test-").FullName;

    TestHost(DatabaseProvider provider, Action<IServiceCollection>? further = null, params (string Key, string Value)[] settings)
    {
        (this.provider, this.settings, this.further) = (provider, settings, further);
        UseKestrel(0);
        StartServer();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => CleanUp();
    }

    /// <summary>The host of the provider that <c>LINLI_TEST_PROVIDER</c> names; SQLite when it names none.</summary>
    public static TestHost Default => On(Environment.GetEnvironmentVariable("LINLI_TEST_PROVIDER") is { Length: > 0 } name ? Enum.Parse<DatabaseProvider>(name, ignoreCase: true) : DatabaseProvider.Sqlite);

    /// <summary>The host of one provider. PostgreSQL needs a server: see <see cref="TestServices"/>.</summary>
    public static TestHost On(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.Sqlite => Sqlite.Value,
        DatabaseProvider.PostgreSql => PostgreSql.Value,
        _ => throw new NotSupportedException("No SQL Server is available to the tests."),
    };

    /// <summary>A host of one's own on SQLite, with these settings over the usual ones; whoever asks for it disposes of it.</summary>
    public static TestHost New(params (string Key, string Value)[] settings) => new(DatabaseProvider.Sqlite, null, settings);

    /// <summary>The same on any provider, with services that the product has not.</summary>
    public static TestHost With(Action<IServiceCollection> further, DatabaseProvider provider = DatabaseProvider.Sqlite, params (string Key, string Value)[] settings) => new(provider, further, settings);

    /// <summary>Where its databases and files are; a second node is given the same.</summary>
    public string Folder => folder;

    /// <summary>Time as the product sees it: the real time plus <see cref="TestClock.Shift"/>. Shared by all tests, so it only ever moves for hosts of one's own.</summary>
    public TestClock Clock { get; } = new();

    /// <summary>Root address, ending in a slash.</summary>
    public string Url => ClientOptions.BaseAddress.ToString();

    /// <summary>An anonymous client of the whole site that keeps no cookies and follows no redirects.</summary>
    public HttpClient Anonymous => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false, BaseAddress = new Uri(Url) });

    /// <inheritdoc />
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        builder.UseStaticWebAssets();
        builder.UseSetting("Database:Provider", provider.ToString());
        builder.UseSetting("Database:Folder", folder);
        builder.UseSetting("Files:Folder", Path.Combine(folder, "files"));
        builder.UseSetting("Companies:ApplyOnStart", "false");
        builder.UseSetting("RateLimits:SignInPerMinute", "1000000");
        builder.UseSetting("RateLimits:RequestsPerMinute", "1000000");
        builder.UseSetting("RateLimits:UploadsPerMinute", "1000000");
        builder.UseSetting("Exports:MostOfPerson", "1000000");
        builder.UseSetting("Exports:MostOfCompany", "1000000");
        // Whatever the hour is, the companies of other tests are not backed up beside them.
        builder.UseSetting("Backups:Planned", "false");
        builder.UseSetting("Backups:Key", Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData("tests"u8)));
        builder.UseSetting("Tenancy:BaseDomain", "linli.test");
        if (provider == DatabaseProvider.PostgreSql)
        {
            database = "linli_test_" + Guid.NewGuid().ToString("N")[..12];
            var (app, owner) = TestServices.NewPostgreSqlDatabase(database, maxPoolSize: 40);
            builder.UseSetting("Database:App", app);
            builder.UseSetting("Database:Owner", owner);
        }
        foreach (var (key, value) in settings) builder.UseSetting(key, value);
        builder.ConfigureLogging(l => l.SetMinimumLevel(LogLevel.Error));
        builder.ConfigureServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            services.Configure<PasswordHasherOptions>(o => o.IterationCount = 100);
            further?.Invoke(services);
        });
    }

    string? database;

    void CleanUp()
    {
        if (database is not null) TestServices.Admin($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        // A file that the host's last work makes meanwhile is not worth failing a run that is over.
        for (var tries = 0; tries < 20 && Directory.Exists(folder); tries++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                Thread.Sleep(50);
            }
        }
    }
}

/// <summary>The system clock, moved by <see cref="Shift"/>.</summary>
public sealed class TestClock : TimeProvider
{
    /// <summary>How far ahead of the real time.</summary>
    public TimeSpan Shift { get; set; }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
