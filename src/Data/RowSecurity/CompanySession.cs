using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Data.RowSecurity;

/// <summary>Names under which a session says for which company it works.</summary>
static class CompanySession
{
    internal const string Tenant = "linli.tenant";
    internal const string Due = "linli.due";

    /// <summary>What PostgreSQL is told instead of a company by who asks across them; no row has it.</summary>
    internal static readonly Guid Across = Guid.Empty;

    internal const string Function = "linli_tenant";

    internal static Guid? TenantOf(DbContext? context) => context is AppDb app && app.TenantId != Guid.Empty ? app.TenantId : null;
}

/// <summary>
/// PostgreSQL: every command says for which company it is, in the same round trip, so that neither a pooled connection nor a proxy that shares sessions can
/// carry one company's setting into another's command. Saves count the statements they sent, so there it goes ahead by itself.
/// </summary>
sealed class PostgreSqlSession : DbCommandInterceptor
{
    internal static readonly PostgreSqlSession It = new();

    // One setting for both: every statement more is paid for by every request.
    static string Set(DbContext? context) => $"SET {CompanySession.Tenant} = '{(context is IAskAcrossCompanies ? CompanySession.Across : CompanySession.TenantOf(context))}';\n";

    // Migrations and the platform's own tables know no company.
    static bool Concerns(CommandEventData command) => command.CommandSource != CommandSource.Migrations && command.Context is AppDb or IAskAcrossCompanies;

    // True when it is said; saves, which are never synchronous, say it ahead.
    static bool Said(DbCommand command, CommandEventData data)
    {
        if (!Concerns(data)) return true;
        if (data.CommandSource == CommandSource.SaveChanges) return false;
        command.CommandText = Set(data.Context) + command.CommandText;
        return true;
    }

    static async ValueTask Say(DbCommand command, CommandEventData data, CancellationToken stop)
    {
        if (Said(command, data)) return;
        await using var ahead = command.Connection!.CreateCommand();
        (ahead.CommandText, ahead.Transaction) = (Set(data.Context), command.Transaction);
        await ahead.ExecuteNonQueryAsync(stop);
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Said(command, eventData);
        return result;
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Said(command, eventData);
        return result;
    }

    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
    {
        Said(command, eventData);
        return result;
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await Say(command, eventData, cancellationToken);
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await Say(command, eventData, cancellationToken);
        return result;
    }

    public override async ValueTask<InterceptionResult<object>> ScalarExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        await Say(command, eventData, cancellationToken);
        return result;
    }
}

/// <summary>SQLite: the connection answers the triggers for which company it was opened.</summary>
sealed class SqliteSession : DbConnectionInterceptor
{
    internal static readonly SqliteSession It = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        // As the provider writes identifiers.
        var tenant = CompanySession.TenantOf(eventData.Context)?.ToString().ToUpperInvariant();
        if (eventData.Context is AppDb) ((SqliteConnection)connection).CreateFunction(CompanySession.Function, () => tenant);
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}

/// <summary>SQL Server: the session's company is set once per opening and cannot be set again until the pool resets the session.</summary>
sealed class SqlServerSession : DbConnectionInterceptor
{
    internal static readonly SqlServerSession It = new();

    internal const string Set = $"EXEC sp_set_session_context N'{CompanySession.Tenant}', @tenant, @read_only = 1; EXEC sp_set_session_context N'{CompanySession.Due}', @due, @read_only = 1;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = Saying(connection, eventData.Context);
        command?.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = Saying(connection, eventData.Context);
        if (command is not null) await command.ExecuteNonQueryAsync(cancellationToken);
    }

    static DbCommand? Saying(DbConnection connection, DbContext? context)
    {
        if (context is not (AppDb or IAskAcrossCompanies)) return null;
        var command = connection.CreateCommand();
        command.CommandText = Set;
        Add("@tenant", (object?)CompanySession.TenantOf(context) ?? DBNull.Value);
        Add("@due", context is IAskAcrossCompanies ? "on" : DBNull.Value);
        return command;

        void Add(string name, object value)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
    }
}
