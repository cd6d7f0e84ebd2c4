using Azure.Storage.Blobs;
using Data;
using Data.RowSecurity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Blobs;
using Platform.Nodes;
using Platform.Tenancy;
using StackExchange.Redis;
using Web;

namespace Linli;

/// <summary>The product, composed: what the web server, the command line and the tests all start from.</summary>
public static class LinliHost
{
    /// <summary>Every module, in the order in which company files are applied and menus are drawn.</summary>
    public static readonly IReadOnlyList<IModule> Modules =
    [
        new Tenants.TenantsModule(),
        new Estates.EstatesModule(),
        new Staff.StaffModule(),
        new Tickets.TicketsModule(),
        new Notices.NoticesModule(),
        new Backups.BackupsModule(),
    ];

    /// <summary>Registers everything that does not need a web server. A wrong or missing setting stops here with one sentence.</summary>
    public static IServiceCollection AddLinli(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddData(Database(configuration), Modules);
        AddNodes(services, configuration);
        AddFiles(services, configuration);
        AddPackages(services, configuration);
        services.AddChannels(configuration);
        foreach (var module in Modules) module.AddServices(services, configuration);
        if (configuration.GetValue<bool>("Demo:Seed"))
        {
            services.AddSingleton<Demo.LinliDemo>();
            services.AddSingleton<Tenants.Contracts.IDemo>(p => p.GetRequiredService<Demo.LinliDemo>());
            services.AddSingleton<global::Web.Accounts.IDemoAccounts>(p => p.GetRequiredService<Demo.LinliDemo>());
        }
        services.TrustProxies(configuration);
        services.AddWeb(configuration);
        return services;
    }

    /// <summary>Brings both databases to the newest migration, as their owner; when they are there already, it only looks. Refuses a role for which the database would not keep companies apart.</summary>
    public static async Task Migrate(this IServiceProvider services, CancellationToken stop = default)
    {
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DatabaseOptions>();
        var (host, app) = (new DbContextOptionsBuilder<HostDb>(), new DbContextOptionsBuilder<AppDb>());
        host.UseHost(database.AsOwner);
        app.UseApp(database.AsOwner);
        await using var hosts = new HostDb(host.Options);
        await using var apps = new AppDb(app.Options, scope.ServiceProvider.GetRequiredService<ICurrentTenant>(), scope.ServiceProvider.GetRequiredService<AppDbParts>());
        if ((await Task.WhenAll(Bring(hosts, stop), Bring(apps, stop))).Contains(true)) await DatabaseRoles.Grant(database, stop);
        if (await DatabaseRoles.Refusal(scope.ServiceProvider.GetRequiredService<AppDb>(), database, stop) is { } refusal) throw new SettingException(refusal);
    }

    static async Task<bool> Bring(DbContext context, CancellationToken stop)
    {
        if (!(await context.Database.GetPendingMigrationsAsync(stop)).Any()) return false;
        await context.Database.MigrateAsync(stop);
        return true;
    }

    static DatabaseOptions Database(IConfiguration configuration)
    {
        var name = configuration["Database:Provider"] ?? "Sqlite";
        if (!Enum.TryParse<DatabaseProvider>(name, ignoreCase: true, out var provider))
            throw new SettingException($"Database:Provider is '{name}'; it must be Sqlite, PostgreSql or SqlServer.");
        if (provider == DatabaseProvider.Sqlite)
        {
            var folder = Path.GetFullPath(configuration["Database:Folder"] ?? "data");
            Directory.CreateDirectory(folder);
            return DatabaseOptions.SqliteIn(folder);
        }
        var app = Required(configuration, "Database:App");
        return new DatabaseOptions(provider, configuration["Database:Host"] ?? app, app, configuration["Database:Owner"], configuration["Database:HostOwner"]);
    }

    static void AddNodes(IServiceCollection services, IConfiguration configuration)
    {
        // Every request opens a token or a cookie: one pass that decrypts and proves, where the default takes two, and no weaker.
        var protection = services.AddDataProtection().SetApplicationName("linli")
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        if (configuration["Redis"] is { Length: > 0 } address)
        {
            var redis = ConnectionMultiplexer.Connect(address);
            services.AddSingleton<IConnectionMultiplexer>(redis);
            services.AddSingleton<INodeBus, RedisBus>();
            protection.PersistKeysToStackExchangeRedis(redis, "linli:keys");
        }
        else
        {
            services.AddSingleton<INodeBus, LocalBus>();
            protection.PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(Path.GetFullPath(configuration["Database:Folder"] ?? "data"), "keys")));
        }
    }

    static void AddFiles(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["Files:Azure"] is { Length: > 0 } azure)
        {
            var container = new BlobContainerClient(azure, configuration["Files:Container"] ?? "linli");
            container.CreateIfNotExists();
            services.AddScoped<IBlobContainer>(p => new AzureBlobs(container, p.GetRequiredService<ICurrentTenant>()));
            return;
        }
        var folder = Path.GetFullPath(configuration["Files:Folder"] ?? "data/files");
        services.AddScoped<IBlobContainer>(p => new LocalBlobs(folder, p.GetRequiredService<ICurrentTenant>()));
    }

    // Where they are said to lie, or else beside the files.
    static void AddPackages(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["Backups:Key"] is { Length: > 0 } key && configuration.GetValue("Backups:Planned", true) && !(Convert.TryFromBase64String(key, new byte[64], out var length) && length == 32))
            throw new SettingException("Backups:Key must be 32 bytes in base 64, for example from: openssl rand -base64 32");
        var (azure, folder) = (configuration["Backups:Azure"] is { Length: > 0 } account ? account : null, configuration["Backups:Folder"] is { Length: > 0 } path ? Path.GetFullPath(path) : null);
        if (azure is not null && folder is not null) throw new SettingException("Backups:Azure and Backups:Folder are both set; packages lie in one place.");
        if (folder is null) azure ??= configuration["Files:Azure"] is { Length: > 0 } files ? files : null;
        if (azure is not null)
        {
            var packages = new BlobContainerClient(azure, configuration["Backups:Container"] ?? "linli-backups");
            packages.CreateIfNotExists();
            services.AddKeyedScoped<IBlobContainer>(BlobStores.Backups, (p, _) => new AzureBlobs(packages, p.GetRequiredService<ICurrentTenant>()));
            return;
        }
        folder ??= Path.Combine(Path.GetFullPath(configuration["Files:Folder"] ?? "data/files"), "..", "backups");
        services.AddKeyedScoped<IBlobContainer>(BlobStores.Backups, (p, _) => new LocalBlobs(folder, p.GetRequiredService<ICurrentTenant>()));
    }

    internal static string Required(IConfiguration configuration, string key) =>
        configuration[key] is { Length: > 0 } value ? value : throw new SettingException($"The setting {key} is missing.");
}

/// <summary>A setting is wrong or missing; the message is the one sentence to print.</summary>
public sealed class SettingException(string message) : Exception(message);
