using System.Reflection;
using System.Text.RegularExpressions;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Platform.Model;

namespace Architecture.Tests;

/// <summary>There is no SQL Server to try, so what we would send to it is given to its own parser.</summary>
public sealed partial class SqlServerTests
{
    [Theory]
    [InlineData(MigrationsSqlGenerationOptions.Default)]
    [InlineData(MigrationsSqlGenerationOptions.Idempotent)]
    public void The_scripts_of_both_contexts_parse(MigrationsSqlGenerationOptions options)
    {
        using var app = Models.App(DatabaseProvider.SqlServer);
        using var host = Models.Host(DatabaseProvider.SqlServer);

        foreach (var db in new DbContext[] { app, host })
        {
            var script = db.GetService<IMigrator>().GenerateScript(options: options);
            script.ShouldContain("CREATE TABLE");
            Parse(script).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Every_table_of_companies_stands_under_a_policy_and_what_makes_it_parses()
    {
        using var app = Models.App(DatabaseProvider.SqlServer);
        var script = app.GetService<IMigrator>().GenerateScript();
        var made = Inner().Matches(script).Select(m => m.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal)).ToList();

        Models.Entities(app).Where(e => typeof(TenantOwned).IsAssignableFrom(e.ClrType)).Select(e => e.GetTableName()).Distinct()
            .Where(t => !made.Any(m => m.StartsWith($"CREATE SECURITY POLICY security.{t} ", StringComparison.Ordinal))).ShouldBeEmpty();
        made.Append(Data.RowSecurity.SqlServerSession.Set).SelectMany(Parse).ShouldBeEmpty();
    }

    [GeneratedRegex("EXEC\\(N'((?:[^']|'')*)'\\)")]
    private static partial Regex Inner();

    [Fact]
    public void The_parser_does_find_mistakes() => Parse("SELEC 1 FRM x").ShouldNotBeEmpty();

    [Fact]
    public void The_queries_of_every_entity_parse()
    {
        using var app = Models.App(DatabaseProvider.SqlServer);
        var queries = typeof(SqlServerTests).GetMethod(nameof(Queries), BindingFlags.Static | BindingFlags.NonPublic)!;

        var wrong = Models.Entities(app).SelectMany(e => (IEnumerable<string>)queries.MakeGenericMethod(e.ClrType).Invoke(null, [app])!)
            .SelectMany(sql => Parse(sql).Select(p => p + "\n" + sql)).ToList();

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void The_queries_of_the_platform_parse()
    {
        using var host = Models.Host(DatabaseProvider.SqlServer);
        var bare = typeof(SqlServerTests).GetMethod(nameof(Bare), BindingFlags.Static | BindingFlags.NonPublic)!;

        var wrong = Models.Entities(host).Select(e => (string)bare.MakeGenericMethod(e.ClrType).Invoke(null, [host])!)
            .SelectMany(sql => Parse(sql).Select(p => p + "\n" + sql)).ToList();

        wrong.ShouldBeEmpty();
    }

    static string Bare<T>(DbContext db) where T : class => db.Set<T>().AsSingleQuery().ToQueryString();

    static IEnumerable<string> Queries<T>(DbContext db) where T : TenantOwned
    {
        var id = Guid.CreateVersion7();
        yield return db.Set<T>().AsSingleQuery().ToQueryString();
        yield return db.Set<T>().AsSingleQuery().Where(e => e.Id == id).ToQueryString();
        yield return db.Set<T>().AsSingleQuery().OrderByDescending(e => e.Id).Skip(5).Take(20).ToQueryString();
    }

    static List<string> Parse(string sql)
    {
        using var reader = new StringReader(sql);
        new TSql160Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        return [.. errors.Select(e => $"line {e.Line}: {e.Message}")];
    }
}
