using Npgsql;
using Testing;

namespace Benchmarks;

/// <summary>
/// A dispatcher's pages in a company of fifty with a million tickets together, beside the same pages in a database with ten thousand, asked in turn
/// of two processes. The other companies are copies of the first under other ids.
/// </summary>
sealed class MillionTickets(BenchCompany company, Dictionary<string, string?> settings, IReadOnlyList<MillionTickets.Page> pages)
{
    const int Companies = 50;
    const int Each = 20_000;
    const int Few = 10_000;
    const int Callers = 4;
    const int Rounds = 5;
    static readonly TimeSpan Leg = TimeSpan.FromSeconds(3);
    const string ListPage = "desk/tickets?view=all", BoardPage = "board";
    // By number, address, phone and text; a word of the descriptions, and one that is nowhere: the whole company is looked through.
    static readonly string[] Words = ["OLD-1234", "3-2-", "1370000", "水管", "柜子底板", "没有这样的词"];

    /// <summary>What a page asks of the tickets.</summary>
    public sealed record Page(string Name, IReadOnlyList<Asked> Asked);

    /// <summary>The statements of the pages, while the host still runs.</summary>
    public static async Task<IReadOnlyList<Page>> Pages(TestHost host, BenchCompany company)
    {
        using var client = BenchCompany.Client($"{host.Url}{company.Estate.Company.Slug}/", company.Estate.Dispatcher);
        List<Page> pages = [];
        foreach (var (name, address) in new[] { ("list", ListPage), ("board", BoardPage), ("search", Found(Words[^1])) })
            pages.Add(new(name, [.. (await Statements.Commands(host, () => client.GetAsync(address))).Where(a => a.Text.Contains("tickets_ticket", StringComparison.Ordinal))]));
        return pages;
    }

    static string Found(string words) => ListPage + "&q=" + Uri.EscapeDataString(words);

    /// <summary>The figures. Nothing else may be connected to the company's database.</summary>
    public async Task<IReadOnlyList<(string Name, double Value)>> Measure()
    {
        var (few, many) = (await Copy("few", Few, 1), await Copy("many", Each, Companies));
        Console.WriteLine($"{await Sql(few, "SELECT count(*) FROM tickets_ticket")} tickets in one company, {await Sql(many, "SELECT count(*) FROM tickets_ticket")} in {await Sql(many, "SELECT count(DISTINCT tenant_id) FROM tickets_ticket")}; {Callers} callers, pages of {Each} and {Few} own tickets");
        using var small = await Start(few);
        using var large = await Start(many);
        using var a = BenchCompany.Client(small.Url + company.Estate.Company.Slug + "/", company.Estate.Dispatcher);
        using var b = BenchCompany.Client(large.Url + company.Estate.Company.Slug + "/", company.Estate.Dispatcher);
        foreach (var page in pages) await Explain(page, many);
        var (list, board) = (await Compare("list", a, b, () => ListPage), await Compare("board", a, b, () => BoardPage));
        var search = await Compare("search", a, b, () => Found(Words[Random.Shared.Next(Words.Length)]));
        return [("list_1m_p95_ms", list.Many), ("list_1m_vs_10k_p95", list.Ratio), ("board_1m_p95_ms", board.Many), ("board_1m_vs_10k_p95", board.Ratio), ("search_1m_p95_ms", search.Many), ("search_1m_vs_10k_p95", search.Ratio), ("search_1m_slowest_p95_ms", await Slowest(b))];
    }

    static async Task Explain(Page page, string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        foreach (var asked in page.Asked)
        {
            await using var command = new NpgsqlCommand("EXPLAIN (ANALYZE, COSTS OFF) " + asked.Text, connection);
            foreach (var parameter in asked.Parameters) command.Parameters.Add(parameter.Clone());
            Console.WriteLine($"plan of {page.Name}: {string.Join(' ', asked.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}");
            await using var lines = await command.ExecuteReaderAsync();
            while (await lines.ReadAsync()) Console.WriteLine("    " + lines.GetString(0));
        }
    }

    static async Task<(double Many, double Ratio)> Compare(string name, HttpClient few, HttpClient many, Func<string> page)
    {
        foreach (var client in new[] { few, many }) await Load.Run(Callers, Leg, () => client.GetAsync(page()));
        List<(Leg Few, Leg Many)> rounds = [];
        for (var round = 0; round < Rounds; round++) rounds.Add((await Load.Run(Callers, Leg, () => few.GetAsync(page())), await Load.Run(Callers, Leg, () => many.GetAsync(page()))));
        Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}: p95 {Figures.Median(rounds.Select(r => r.Few.P95)):0.0} ms over ten thousand, {Figures.Median(rounds.Select(r => r.Many.P95)):0.0} ms over a million"));
        return (Figures.Median(rounds.Select(r => r.Many.P95)), Figures.Median(rounds.Select(r => r.Many.P95 / r.Few.P95)));
    }

    // Each word alone, so that a slow one does not hide among the fast.
    static async Task<double> Slowest(HttpClient many)
    {
        List<double> alone = [];
        foreach (var word in Words)
        {
            Task<HttpResponseMessage> Ask() => many.GetAsync(Found(word));
            await Load.Run(Callers, Leg, Ask);
            List<double> p95 = [];
            for (var round = 0; round < Rounds; round++) p95.Add((await Load.Run(Callers, Leg, Ask)).P95);
            alone.Add(Figures.Median(p95));
        }
        Console.WriteLine($"search p95: {string.Join(", ", Words.Zip(alone, (word, time) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{word} {time:0.0} ms")))}");
        return alone.Max();
    }

    Task<ProductProcess> Start(string database) =>
        ProductProcess.Start(new(settings) { ["Database__App"] = new NpgsqlConnectionStringBuilder(settings["Database__App"]) { Database = new NpgsqlConnectionStringBuilder(database).Database }.ToString() }, company.Estate.Company.Slug + "/", company.Estate.Resident);

    // As many of the copied tickets, which are in all states, as wanted; then the whole company again and again.
    async Task<string> Copy(string name, int tickets, int companies)
    {
        var from = new NpgsqlConnectionStringBuilder(company.Connection);
        var to = new NpgsqlConnectionStringBuilder(company.Connection) { Database = $"{from.Database}_{name}" };
        NpgsqlConnection.ClearAllPools();
        var server = new NpgsqlConnectionStringBuilder(company.Connection) { Database = "postgres" }.ConnectionString;
        await Sql(server, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{from.Database}'");
        await Sql(server, $"CREATE DATABASE \"{to.Database}\" TEMPLATE \"{from.Database}\"");
        await Sql(to.ConnectionString, $"""
            SET session_replication_role = replica;
            DELETE FROM platform_outbox;
            DELETE FROM tickets_ticket WHERE id NOT IN (SELECT id FROM tickets_ticket WHERE number LIKE 'OLD-%' ORDER BY id DESC LIMIT {tickets});
            """);
        if (companies > 1) await Multiply(to.ConnectionString, companies - 1);
        await Sql(to.ConnectionString, "VACUUM ANALYZE");
        await Sql(to.ConnectionString, "CHECKPOINT");
        return to.ConnectionString;
    }

    async Task Multiply(string database, int times)
    {
        var inserts = (string)(await Sql(database, $"""
            SELECT string_agg(format('INSERT INTO %1$I (tenant_id, %2$s) SELECT md5(''company '' || n)::uuid, %2$s FROM %1$I CROSS JOIN generate_series(1, {times}) n WHERE tenant_id = ''{company.Id}''', t, columns), ';')
            FROM (SELECT table_name AS t, string_agg(quote_ident(column_name), ', ') AS columns FROM information_schema.columns
                  WHERE table_schema = 'public' AND column_name <> 'tenant_id' AND table_name IN (SELECT table_name FROM information_schema.columns WHERE column_name = 'tenant_id') GROUP BY table_name) tables
            """))!;
        await Sql(database, "SET session_replication_role = replica; " + inserts);
    }

    static async Task<object?> Sql(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 900 };
        return await command.ExecuteScalarAsync();
    }
}
