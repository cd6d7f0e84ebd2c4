using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Platform.Accounts;
using Platform.Events;
using Platform.Nodes;
using Platform.Tenancy;

namespace Data.Tests;

/// <summary>The data layer by itself, with a small library as its only module, on a database of its own and a clock that stands still.</summary>
sealed class Lab : IAsyncDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("linli-lab-").FullName;
    readonly ServiceProvider services;
    int slugs;

    Lab(DatabaseProvider provider)
    {
        var database = provider == DatabaseProvider.Sqlite ? DatabaseOptions.SqliteIn(folder) : NewPostgreSql();
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(Clock);
        collection.AddSingleton<INodeBus, LocalBus>();
        collection.AddSingleton(Desk);
        collection.AddHandler<BookLent, KeepLoan>();
        collection.AddData(database, [new LibraryModule()]);
        services = collection.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>The databases to try: PostgreSQL where there is one.</summary>
    internal static TheoryData<DatabaseProvider> Databases => [DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql];

    internal LabClock Clock { get; } = new();

    internal LendingDesk Desk { get; } = new();

    internal IServiceProvider Services => services;

    internal static async Task<Lab> On(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.PostgreSql && TestServices.Missing("PostgreSQL", TestServices.PostgreSql) is { } why) Assert.Skip(why);
        var lab = new Lab(provider);
        await lab.Create();
        return lab;
    }

    async Task Create()
    {
        await using var scope = services.CreateAsyncScope();
        var database = services.GetRequiredService<DatabaseOptions>();
        var (host, app) = (new DbContextOptionsBuilder<HostDb>(), new DbContextOptionsBuilder<AppDb>());
        host.UseHost(database.AsOwner);
        app.UseApp(database.AsOwner);
        await using var hosts = new HostDb(host.Options);
        await using var apps = new AppDb(app.Options, scope.ServiceProvider.GetRequiredService<ICurrentTenant>(), scope.ServiceProvider.GetRequiredService<AppDbParts>());
        foreach (DbContext context in new DbContext[] { hosts, apps })
            if (!await context.Database.EnsureCreatedAsync()) await context.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
        await RowSecurity.DatabaseRoles.Grant(database, default);
    }

    internal async Task<Guid> NewCompany(TenantState state = TenantState.Active)
    {
        var company = new Company { Slug = "lab-" + Interlocked.Increment(ref slugs), Name = "图书馆", State = state, CreatedAt = DateTime.UnixEpoch };
        await using var scope = services.CreateAsyncScope();
        var host = scope.ServiceProvider.GetRequiredService<HostDb>();
        host.Add(company);
        await host.SaveChangesAsync();
        return company.Id;
    }

    internal async Task<T> In<T>(Guid company, Func<AppDb, Task<T>> work)
    {
        await using var scope = await services.GetRequiredService<ITenantScopeFactory>().Open(company);
        return await work(scope.Services.GetRequiredService<AppDb>());
    }

    internal Task In(Guid company, Func<AppDb, Task> work) => In(company, async db =>
    {
        await work(db);
        return true;
    });

    internal Task<Shelf> NewShelf(Guid company, params string[] books) => In(company, async db =>
    {
        var shelf = new Shelf("小说");
        foreach (var book in books) shelf.Put(book);
        db.Add(shelf);
        await db.SaveChangesAsync();
        return shelf;
    });

    internal Task Lend(Guid company, string who, DateTime? dueAt = null) => In(company, async db =>
    {
        db.Publish(new BookLent(who), dueAt);
        await db.SaveChangesAsync();
    });

    internal OutboxWorker NewWorker() => new(services.GetRequiredService<IServiceScopeFactory>(), services.GetRequiredService<ITenantScopeFactory>(), services.GetRequiredService<EventSubscriptions>(),
        services.GetRequiredService<INodeBus>(), Clock, NullLogger<OutboxWorker>.Instance);

    static DatabaseOptions NewPostgreSql()
    {
        var (app, owner) = TestServices.NewPostgreSqlDatabase("linli_lab_" + Guid.NewGuid().ToString("N")[..12], maxPoolSize: 20);
        return new DatabaseOptions(DatabaseProvider.PostgreSql, app, app, owner);
    }

    public async ValueTask DisposeAsync()
    {
        var database = services.GetRequiredService<DatabaseOptions>();
        await services.DisposeAsync();
        if (database.Owner is { } owner) TestServices.Admin($"DROP DATABASE {new NpgsqlConnectionStringBuilder(owner).Database} WITH (FORCE)");
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>Time that passes when told to.</summary>
sealed class LabClock : TimeProvider
{
    DateTimeOffset now = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    internal DateTime Now => now.UtcDateTime;

    internal void Pass(TimeSpan time) => now += time;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
}

/// <summary>What the handler of <see cref="BookLent"/> does besides keeping the loan, and in which order it was called.</summary>
sealed class LendingDesk
{
    internal Func<BookLent, CancellationToken, Task> AfterSaving { get; set; } = (_, _) => Task.CompletedTask;

    internal ConcurrentQueue<string> Called { get; } = [];
}
