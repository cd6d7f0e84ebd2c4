using System.Data.Common;
using Data.RowSecurity;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Data;

/// <summary>The databases we run on.</summary>
public enum DatabaseProvider
{
    /// <summary>One file each for the platform and the companies; the embedded default.</summary>
    Sqlite,
    /// <summary>PostgreSQL 15 or newer.</summary>
    PostgreSql,
    /// <summary>SQL Server 2022 or Azure SQL.</summary>
    SqlServer,
}

/// <summary>Where the data is.</summary>
/// <param name="Provider">The kind of database.</param>
/// <param name="Host">Connection string of the platform's own data.</param>
/// <param name="App">Connection string of the companies' data; may be the same database.</param>
/// <param name="Owner">Connection string of the role that owns the companies' tables and migrates them; null on SQLite.</param>
/// <param name="HostOwner">The same for the platform's own data; null where it is the same.</param>
public sealed record DatabaseOptions(DatabaseProvider Provider, string Host, string App, string? Owner = null, string? HostOwner = null)
{
    /// <summary>As the owner sees it, for migrations and nothing else.</summary>
    public DatabaseOptions AsOwner => Owner is null ? this : this with { App = Owner, Host = HostOwner ?? Owner };

    /// <summary>Two SQLite files in a folder.</summary>
    public static DatabaseOptions SqliteIn(string folder) =>
        new(DatabaseProvider.Sqlite, $"Data Source={Path.Combine(folder, "host.db")}", $"Data Source={Path.Combine(folder, "companies.db")}");
}

/// <summary>Points contexts at their database.</summary>
public static class Databases
{
    /// <summary>The companies' context.</summary>
    public static void UseApp(this DbContextOptionsBuilder options, DatabaseOptions database) => Use(options, database.Provider, database.App, "__app_migrations");

    /// <summary>The platform's context.</summary>
    public static void UseHost(this DbContextOptionsBuilder options, DatabaseOptions database) => Use(options, database.Provider, database.Host, "__host_migrations");

    static void Use(DbContextOptionsBuilder options, DatabaseProvider provider, string connection, string history)
    {
        switch (provider)
        {
            case DatabaseProvider.Sqlite:
                options.UseSqlite(connection, o => o.MigrationsAssembly("Data.Sqlite").MigrationsHistoryTable(history)).AddInterceptors(SqliteOpening.It, SqliteSession.It).ReplaceService<IMigrationsSqlGenerator, SqliteRowSecurity>();
                break;
            case DatabaseProvider.PostgreSql:
                options.UseNpgsql(connection, o => o.MigrationsAssembly("Data.PostgreSql").MigrationsHistoryTable(history)).AddInterceptors(PostgreSqlSession.It).ReplaceService<IMigrationsSqlGenerator, PostgreSqlRowSecurity>();
                break;
            default:
                options.UseSqlServer(connection, o => o.MigrationsAssembly("Data.SqlServer").MigrationsHistoryTable(history)).AddInterceptors(SqlServerSession.It).ReplaceService<IMigrationsSqlGenerator, SqlServerRowSecurity>();
                break;
        }
        options.UseSnakeCaseNamingConvention();
    }

    // WAL lets readers go on beside the one writer; the native busy handler waits milliseconds where the driver's own loop waits 150.
    sealed class SqliteOpening : DbConnectionInterceptor
    {
        public static readonly SqliteOpening It = new();

        const string Pragmas = "PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>True when the database refused a second row of the same unique key.</summary>
    public static bool IsDuplicate(this DbUpdateException failure) => failure.InnerException switch
    {
        SqliteException e => e.SqliteExtendedErrorCode is 2067 or 1555,
        PostgresException e => e.SqlState == PostgresErrorCodes.UniqueViolation,
        SqlException e => e.Number is 2601 or 2627,
        _ => false,
    };

    /// <summary>True when the database refused to delete a row because another row names it.</summary>
    public static bool IsStillNamed(this DbUpdateException failure) => failure.InnerException switch
    {
        SqliteException e => e.SqliteExtendedErrorCode is 787 or 1811,
        PostgresException e => e.SqlState is PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation,
        SqlException e => e.Number == 547,
        _ => false,
    };
}
