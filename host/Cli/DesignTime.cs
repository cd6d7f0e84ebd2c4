using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Platform.Events;
using Platform.Nodes;
using Platform.Tenancy;

namespace Linli.Cli;

/// <summary>Contexts for <c>dotnet ef</c>: the provider comes after <c>--</c>.</summary>
public sealed class DesignTimeApp : IDesignTimeDbContextFactory<AppDb>
{
    /// <inheritdoc />
    public AppDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<AppDb>();
        options.UseApp(DesignTimeHost.Database(args));
        var bus = new LocalBus();
        return new AppDb(options.Options, new Nobody(), new AppDbParts(LinliHost.Modules, new EventSubscriptions(), new TenantCache(bus, TimeProvider.System), bus, TimeProvider.System));
    }

    sealed class Nobody : ICurrentTenant
    {
        public TenantInfo? Info => null;
    }
}

/// <summary>The platform's context for <c>dotnet ef</c>.</summary>
public sealed class DesignTimeHost : IDesignTimeDbContextFactory<HostDb>
{
    /// <inheritdoc />
    public HostDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<HostDb>();
        options.UseHost(Database(args));
        return new HostDb(options.Options);
    }

    internal static DatabaseOptions Database(string[] args)
    {
        var provider = Enum.Parse<DatabaseProvider>(args[0]);
        // Never connected to: migrations and scripts are made from the model alone.
        var connection = provider switch
        {
            DatabaseProvider.Sqlite => "Data Source=design.db",
            DatabaseProvider.PostgreSql => "Host=design",
            _ => "Server=design",
        };
        return new DatabaseOptions(provider, connection, connection);
    }
}
