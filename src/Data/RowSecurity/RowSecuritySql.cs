using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Update;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.Internal;
using Npgsql.EntityFrameworkCore.PostgreSQL.Migrations;

namespace Data.RowSecurity;

/// <summary>
/// PostgreSQL: each company table is forced under one policy, the same for reading and writing. The company stands in a session setting; without one
/// nothing matches. The sub-select makes it evaluate once per statement.
/// </summary>
#pragma warning disable EF1001 // The generator's only constructor asks for the provider's options, which it declares internal.
sealed class PostgreSqlRowSecurity(MigrationsSqlGeneratorDependencies dependencies, INpgsqlSingletonOptions options) : NpgsqlMigrationsSqlGenerator(dependencies, options)
#pragma warning restore EF1001
{
    const string Mine = $"{CompanyTables.Column} = (SELECT NULLIF(current_setting('{CompanySession.Tenant}', true), '')::uuid)";

    protected override void Generate(CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        base.Generate(operation, model, builder, terminate);
        if (!operation.IsCompanys()) return;
        var table = Dependencies.SqlGenerationHelper.DelimitIdentifier(operation.Name, operation.Schema);
        Say($"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY");
        Say($"ALTER TABLE {table} FORCE ROW LEVEL SECURITY");
        Say($"CREATE POLICY company ON {table} USING ({Mine}) WITH CHECK ({Mine})");
        if (model.IsAskedAcross(operation.Name)) Say($"CREATE POLICY due ON {table} FOR SELECT USING ((SELECT current_setting('{CompanySession.Tenant}', true)) = '{CompanySession.Across}')");

        void Say(string sql) => builder.Append(sql).AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator).EndCommand();
    }
}

/// <summary>SQL Server: one security policy per company table, which filters what is read and blocks what is written; the company stands in the session context.</summary>
sealed class SqlServerRowSecurity(MigrationsSqlGeneratorDependencies dependencies, ICommandBatchPreparer batches) : SqlServerMigrationsSqlGenerator(dependencies, batches)
{
    // Schema-bound: the policy's function cannot be changed underneath it.
    const string Functions = $"""
        IF SCHEMA_ID(N'security') IS NULL EXEC(N'CREATE SCHEMA security');
        IF OBJECT_ID(N'security.company') IS NULL EXEC(N'CREATE FUNCTION security.company(@company uniqueidentifier) RETURNS TABLE WITH SCHEMABINDING AS RETURN
            SELECT 1 AS mine WHERE @company = CAST(SESSION_CONTEXT(N''{CompanySession.Tenant}'') AS uniqueidentifier)');
        IF OBJECT_ID(N'security.company_or_due') IS NULL EXEC(N'CREATE FUNCTION security.company_or_due(@company uniqueidentifier) RETURNS TABLE WITH SCHEMABINDING AS RETURN
            SELECT 1 AS mine WHERE @company = CAST(SESSION_CONTEXT(N''{CompanySession.Tenant}'') AS uniqueidentifier) OR CAST(SESSION_CONTEXT(N''{CompanySession.Due}'') AS nvarchar(3)) = N''on''');
        """;

    protected override void Generate(CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        base.Generate(operation, model, builder, terminate);
        if (!operation.IsCompanys()) return;
        var table = Dependencies.SqlGenerationHelper.DelimitIdentifier(operation.Name, operation.Schema ?? "dbo");
        var reads = model.IsAskedAcross(operation.Name) ? "company_or_due" : "company";
        builder.AppendLine(Functions).EndCommand();
        builder.AppendLine($"""
            EXEC(N'CREATE SECURITY POLICY security.{operation.Name} ADD FILTER PREDICATE security.{reads}({CompanyTables.Column}) ON {table},
            ADD BLOCK PREDICATE security.company({CompanyTables.Column}) ON {table} AFTER INSERT,
            ADD BLOCK PREDICATE security.company({CompanyTables.Column}) ON {table} AFTER UPDATE,
            ADD BLOCK PREDICATE security.company({CompanyTables.Column}) ON {table} BEFORE UPDATE,
            ADD BLOCK PREDICATE security.company({CompanyTables.Column}) ON {table} BEFORE DELETE WITH (STATE = ON)');
            """).EndCommand();
    }

    protected override void Generate(DropTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        builder.AppendLine($"DROP SECURITY POLICY IF EXISTS security.{operation.Name};").EndCommand();
        base.Generate(operation, model, builder, terminate);
    }
}

/// <summary>
/// SQLite has neither roles nor policies: triggers refuse to write what is not the connection's company's. The function they ask is given to each connection
/// when the product opens it, so other tools cannot write at all. Reads have no wall but the product's own filter.
/// </summary>
sealed class SqliteRowSecurity(MigrationsSqlGeneratorDependencies dependencies, IRelationalAnnotationProvider annotations) : SqliteMigrationsSqlGenerator(dependencies, annotations)
{
    protected override void Generate(CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        base.Generate(operation, model, builder, terminate);
        if (!operation.IsCompanys()) return;
        Guard("insert", "NEW");
        Guard("update", "OLD", "NEW");
        Guard("delete", "OLD");

        void Guard(string what, params string[] rows) => builder.AppendLine($"""
            CREATE TRIGGER "company_{operation.Name}_{what}" BEFORE {what.ToUpperInvariant()} ON "{operation.Name}" WHEN {string.Join(" OR ", rows.Select(r => $"{r}.{CompanyTables.Column} IS NOT {CompanySession.Function}()"))}
            BEGIN SELECT RAISE(ABORT, 'row of another company'); END;
            """).EndCommand();
    }
}
