using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Data.RowSecurity;

/// <summary>
/// Two roles: the owner, who migrates, and the one under which the product runs, which owns nothing and is exempt from nothing. Row-level security holds
/// only for the second.
/// </summary>
public static class DatabaseRoles
{
    // What a plain role needs, and no more: no new tables, no policies, no other roles.
    const string Grants = """
        GRANT USAGE ON SCHEMA public TO :role;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :role;
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :role;
        """;

    const string Exempt = """
        SELECT CASE
            WHEN r.rolsuper THEN 'superuser'
            WHEN r.rolbypassrls THEN 'bypassrls'
            WHEN EXISTS (SELECT 1 FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' WHERE c.relkind IN ('r', 'p') AND pg_has_role(r.oid, c.relowner, 'MEMBER')) THEN 'owner'
            END
        FROM pg_roles r WHERE r.rolname = current_user
        """;

    const string Bare = """
        SELECT count(*) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'company'))
        """;

    /// <summary>After a migration by the owner: lets the product's role use the tables.</summary>
    public static async Task Grant(DatabaseOptions database, CancellationToken stop)
    {
        if (database is not { Provider: DatabaseProvider.PostgreSql, Owner: not null }) return;
        var role = new NpgsqlConnectionStringBuilder(database.App).Username ?? "";
        var quoted = $"\"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        foreach (var connection in new[] { database.Owner, database.HostOwner ?? database.Owner }.Distinct())
        {
            await using var source = NpgsqlDataSource.Create(connection);
            await using var command = source.CreateCommand(Grants.Replace(":role", quoted, StringComparison.Ordinal));
            await command.ExecuteNonQueryAsync(stop);
        }
    }

    /// <summary>Why the product must not run under this role, as one sentence; null when it may. On SQL Server the same is asked of the fixed roles; SQLite has none.</summary>
    public static async Task<string?> Refusal(DbContext app, DatabaseOptions database, CancellationToken stop)
    {
        if (database.Provider == DatabaseProvider.Sqlite) return null;
        await app.Database.OpenConnectionAsync(stop);
        try
        {
            if (database.Provider == DatabaseProvider.SqlServer)
                return await Ask("SELECT CASE WHEN IS_SRVROLEMEMBER('sysadmin') = 1 OR IS_MEMBER('db_owner') = 1 OR IS_MEMBER('db_ddladmin') = 1 THEN 'owner' END") is not null
                    ? "Database:App signs in as a role that may change security policies. Give it db_datareader and db_datawriter only, and migrate with Database:Owner." : null;
            if (await Ask(Exempt) is string exempt)
                return $"Database:App signs in as a role that is exempt from row-level security ({exempt}). Make a plain one (CREATE ROLE linli LOGIN PASSWORD '…') for Database:App, and migrate with Database:Owner.";
            return await Ask(Bare) is > 0L ? "Some tables of companies have no row-level security. Run linli migrate with Database:Owner." : null;
        }
        finally
        {
            await app.Database.CloseConnectionAsync();
        }

        async Task<object?> Ask(string sql)
        {
            await using var command = app.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            return await command.ExecuteScalarAsync(stop) is { } answer and not DBNull ? answer : null;
        }
    }
}
