using Data.RowSecurity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Platform.Events;

namespace Data.Tests;

/// <summary>The third wall: the database itself keeps companies apart, tried with the other two out of the way.</summary>
public sealed class RowSecurityTests
{
    [Fact]
    public async Task Without_the_filter_PostgreSQL_still_shows_a_company_its_own_rows_only()
    {
        await using var lab = await Lab.On(DatabaseProvider.PostgreSql);
        var (ours, theirs) = (await lab.NewCompany(), await lab.NewCompany());
        await lab.NewShelf(ours, "红楼梦");
        await lab.NewShelf(theirs, "水浒传");

        (await lab.In(ours, db => db.Set<Book>().IgnoreQueryFilters([AppDb.TenantFilter]).Select(b => b.Title).ToListAsync())).ShouldBe(["红楼梦"]);
        (await lab.In(theirs, db => db.Set<Book>().IgnoreQueryFilters([AppDb.TenantFilter]).ExecuteUpdateAsync(b => b.SetProperty(x => x.Title, "改了")))).ShouldBe(1);
        (await lab.In(theirs, db => db.Set<Book>().IgnoreQueryFilters([AppDb.TenantFilter]).ExecuteDeleteAsync())).ShouldBe(1);
        (await lab.In(ours, db => db.Set<Book>().SingleAsync())).Title.ShouldBe("红楼梦");
    }

    [Fact]
    public async Task A_role_that_says_no_company_or_another_gets_and_writes_nothing()
    {
        await using var lab = await Lab.On(DatabaseProvider.PostgreSql);
        var (ours, theirs) = (await lab.NewCompany(), await lab.NewCompany());
        var shelf = await lab.NewShelf(ours, "红楼梦");
        await using var source = NpgsqlDataSource.Create(lab.Services.GetRequiredService<DatabaseOptions>().App);
        await using var connection = await source.OpenConnectionAsync();

        foreach (var company in new[] { "", theirs.ToString() })
        {
            await Run($"SET linli.tenant = '{company}'");
            (await Run("SELECT count(*) FROM library_book")).ShouldBe(0L);
            await Run("UPDATE library_book SET title = '改了'");
            await Run("DELETE FROM library_book");
            (await Should.ThrowAsync<PostgresException>(() => Run($"INSERT INTO library_book (id, tenant_id, shelf_id, title) VALUES (gen_random_uuid(), '{ours}', '{shelf.Id}', '塞进来的')"))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }
        foreach (var forbidden in new[] { "ALTER TABLE library_book DISABLE ROW LEVEL SECURITY", "DROP POLICY company ON library_book", "SET ROLE postgres", "TRUNCATE library_book", "CREATE TABLE mine (id int)" })
            (await Should.ThrowAsync<PostgresException>(() => Run(forbidden), forbidden)).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, forbidden);
        (await lab.In(ours, db => db.Set<Book>().SingleAsync())).Title.ShouldBe("红楼梦");

        async Task<object?> Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync();
        }
    }

    [Fact]
    public async Task Sessions_that_are_used_again_never_carry_a_company_over()
    {
        await using var lab = await Lab.On(DatabaseProvider.PostgreSql);
        List<Guid> companies = [];
        for (var i = 0; i < 8; i++)
        {
            companies.Add(await lab.NewCompany());
            await lab.NewShelf(companies[i], $"第 {i} 家的书");
        }

        await Task.WhenAll(Enumerable.Range(0, 400).Select(async n =>
        {
            var i = Random.Shared.Next(companies.Count);
            (await lab.In(companies[i], db => db.Set<Book>().IgnoreQueryFilters([AppDb.TenantFilter]).Select(b => b.Title).ToListAsync())).ShouldBe([$"第 {i} 家的书"]);
            if (n % 7 == 0) await lab.In(companies[i], async db =>
            {
                db.Add(new Loan("某人", Guid.NewGuid()));
                await db.SaveChangesAsync();
            });
        }));

        foreach (var company in companies) (await lab.In(company, db => db.Set<Loan>().AllAsync(l => l.TenantId == company))).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_has_something_due_is_asked_across_companies_and_nothing_else_is()
    {
        await using var lab = await Lab.On(DatabaseProvider.PostgreSql);
        var (ours, theirs) = (await lab.NewCompany(), await lab.NewCompany());
        await lab.Lend(ours, "甲");
        await lab.Lend(theirs, "乙");
        await using var scope = lab.Services.CreateAsyncScope();
        var due = scope.ServiceProvider.GetRequiredService<OutboxDb>();

        (await due.CompaniesDue(lab.Clock.Now, default)).ShouldBe(new[] { ours, theirs }.Order());
        (await due.Set<OutboxMessage>().ExecuteDeleteAsync()).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(AppDbTests.Databases), MemberType = typeof(AppDbTests))]
    public async Task No_row_is_moved_to_another_company(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var (ours, theirs) = (await lab.NewCompany(), await lab.NewCompany());
        var shelf = await lab.NewShelf(ours, "红楼梦");
        var refused = await Should.ThrowAsync<System.Data.Common.DbException>(() => lab.In(ours, db => db.Set<Book>().ExecuteUpdateAsync(b => b.SetProperty(x => x.TenantId, theirs))));
        (refused is PostgresException postgres ? postgres.SqlState : refused.Message).ShouldContain(provider == DatabaseProvider.PostgreSql ? PostgresErrorCodes.InsufficientPrivilege : "another company");
        (await lab.In(ours, db => db.Set<Book>().SingleAsync())).ShelfId.ShouldBe(shelf.Id);
        (await lab.In(theirs, db => db.Set<Book>().AnyAsync())).ShouldBeFalse();
    }

    [Fact]
    public async Task Every_table_has_one_policy_for_its_company_and_those_asked_across_one_more_that_only_reads()
    {
        await using var lab = await Lab.On(DatabaseProvider.PostgreSql);
        await using var source = NpgsqlDataSource.Create(lab.Services.GetRequiredService<DatabaseOptions>().App);
        await using var command = source.CreateCommand("SELECT c.relname, p.polname, p.polcmd::text, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid) FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid");
        await using var rows = await command.ExecuteReaderAsync();
        List<(string Table, string Name, string Command, string Using, string? Check)> policies = [];
        while (await rows.ReadAsync()) policies.Add((rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), await rows.IsDBNullAsync(4) ? null : rows.GetString(4)));

        var own = policies.Where(p => p.Name == "company").ToList();
        own.Select(p => p.Table).ShouldContain("library_book");
        own.ShouldAllBe(p => p.Command == "*" && p.Using == p.Check);
        own.Select(p => p.Using).Distinct().ShouldHaveSingleItem().ShouldNotContain(" OR ");
        var due = policies.Where(p => p.Name != "company").ToList();
        due.Select(p => (p.Table, p.Name, p.Command)).ShouldBe([("platform_export", "due", "r"), ("platform_outbox", "due", "r")], ignoreOrder: true);
    }

    [Fact]
    public async Task Every_table_of_companies_is_guarded_on_all_databases()
    {
        await using var lab = await Lab.On(DatabaseProvider.Sqlite);
        await using var connection = new SqliteConnection(lab.Services.GetRequiredService<DatabaseOptions>().App);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM pragma_table_list t JOIN pragma_table_info(t.name) c ON c.name = 'tenant_id' WHERE t.type = 'table' AND 3 <> (SELECT count(*) FROM sqlite_master s WHERE s.type = 'trigger' AND s.tbl_name = t.name)";
        (await command.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Fact]
    public async Task SQLite_writes_for_the_company_of_the_connection_only_and_not_at_all_for_other_tools()
    {
        await using var lab = await Lab.On(DatabaseProvider.Sqlite);
        var (ours, theirs) = (await lab.NewCompany(), await lab.NewCompany());
        await lab.NewShelf(ours, "红楼梦");

        (await Should.ThrowAsync<SqliteException>(() => lab.In(theirs, db => db.Set<Book>().IgnoreQueryFilters([AppDb.TenantFilter]).ExecuteUpdateAsync(b => b.SetProperty(x => x.Title, "改了"))))).Message.ShouldContain("another company");
        (await Should.ThrowAsync<SqliteException>(() => lab.In(theirs, db => db.Set<Book>().IgnoreQueryFilters([AppDb.TenantFilter]).ExecuteDeleteAsync()))).Message.ShouldContain("another company");
        await using var connection = new SqliteConnection(lab.Services.GetRequiredService<DatabaseOptions>().App);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM library_book";
        (await Should.ThrowAsync<SqliteException>(() => command.ExecuteNonQueryAsync())).Message.ShouldContain("linli_tenant");
        (await lab.In(ours, db => db.Set<Book>().SingleAsync())).Title.ShouldBe("红楼梦");
    }

    [Fact]
    public async Task The_product_does_not_start_under_a_role_that_is_exempt()
    {
        await using var lab = await Lab.On(DatabaseProvider.PostgreSql);
        var database = lab.Services.GetRequiredService<DatabaseOptions>();

        (await Refusal(database)).ShouldBeNull();
        (await Refusal(database.AsOwner)).ShouldNotBeNull().ShouldContain("superuser");
        var name = "linli_owner_" + Guid.NewGuid().ToString("N")[..8];
        var owner = new NpgsqlConnectionStringBuilder(database.App) { Username = name }.ToString();
        TestServices.Admin($"CREATE ROLE {name} LOGIN");
        try
        {
            await AsOwner($"ALTER TABLE library_book OWNER TO {name}");
            (await Refusal(database with { App = owner })).ShouldNotBeNull().ShouldContain("owner");
            await AsOwner("ALTER TABLE library_book OWNER TO postgres");
            await AsOwner("ALTER TABLE library_book NO FORCE ROW LEVEL SECURITY");
            (await Refusal(database)).ShouldNotBeNull().ShouldContain("no row-level security");
        }
        finally
        {
            TestServices.Admin($"DROP ROLE {name}");
        }

        async Task AsOwner(string sql)
        {
            await using var source = NpgsqlDataSource.Create(database.Owner!);
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        async Task<string?> Refusal(DatabaseOptions options)
        {
            var host = new DbContextOptionsBuilder<HostDb>();
            host.UseHost(options with { Host = options.App });
            await using var db = new HostDb(host.Options);
            return await DatabaseRoles.Refusal(db, options, default);
        }
    }
}
