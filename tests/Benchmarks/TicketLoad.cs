using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing;

namespace Benchmarks;

/// <summary>Reporting a ticket and the manager's list over HTTP on PostgreSQL, beside the floor, in turn: product, floor, product, floor.</summary>
static class TicketLoad
{
    public static readonly string[] Figures =
    [
        "report_vs_floor", "report_per_s", "report_p50_ms_c32", "report_p99_ms_c32", "list_vs_floor", "list_per_s", "list_p50_ms_c32", "list_p99_ms_c32", "list_112k_per_s", "server_peak_mb",
    ];

    static readonly string[] NotYet = ["list_1m_vs_10k_p95", "board_1m_vs_10k_p95", "search_1m_p95_ms", "first_page_kb", "next_page_kb", "desk_first_kb", "desk_next_kb", "idle_1000_people_mb", "second_start_s"];

    const int Callers = 32;
    const int Rounds = 5;
    static readonly TimeSpan Time = TimeSpan.FromSeconds(4);

    public static async Task Run()
    {
        var host = TestHost.On(DatabaseProvider.PostgreSql);
        var estate = await Estate.Build(host: host);
        var category = await estate.Category("water-leak");
        await estate.Reported();
        var connection = host.Services.GetRequiredService<DatabaseOptions>().App;
        await Waiting(connection, estate.Company.Id);
        await using var floor = await Floor.Start(connection, estate.Company.Id, category, estate.Home);
        Print(host);

        var body = JsonSerializer.Serialize(new { categoryId = category, unitId = estate.Home, description = "水槽下面的接头一直滴水", source = "phone", contactName = "林静怡", contactPhone = estate.Resident.Phone });
        using var product = new HttpClient { BaseAddress = new Uri($"{host.Url}{estate.Company.Slug}/api/v1/") };
        product.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", estate.Dispatcher.Token);
        using var bare = new HttpClient { BaseAddress = new Uri(floor.Url + "/") };
        Task<HttpResponseMessage> Report(HttpClient client) => client.PostAsync("tickets", new StringContent(body, Encoding.UTF8, "application/json"));

        var list = await Compare("list", () => product.GetAsync("tickets"), () => bare.GetAsync("tickets"));
        var report = await Compare("report", () => Report(product), () => Report(bare));
        await Fill(connection, estate.Company.Id);
        var full = await Load.Run(Callers, Time, _ => product.GetAsync("tickets"));

        Figure("report_vs_floor", report.Ratio);
        Figure("report_per_s", report.Product.PerSecond);
        Figure("report_p50_ms_c32", report.Product.P50);
        Figure("report_p99_ms_c32", report.Product.P99);
        Figure("list_vs_floor", list.Ratio);
        Figure("list_per_s", list.Product.PerSecond);
        Figure("list_p50_ms_c32", list.Product.P50);
        Figure("list_p99_ms_c32", list.Product.P99);
        Figure("list_112k_per_s", full.PerSecond);
        Figure("server_peak_mb", Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0);
        foreach (var name in NotYet) Console.WriteLine($"figure {name} not-measured this group does not measure it yet");
    }

    static async Task<(Leg Product, double Ratio)> Compare(string name, Func<Task<HttpResponseMessage>> product, Func<Task<HttpResponseMessage>> floor)
    {
        await Load.Run(Callers, TimeSpan.FromSeconds(2), _ => product());
        await Load.Run(Callers, TimeSpan.FromSeconds(2), _ => floor());
        List<(Leg Product, Leg Floor)> rounds = [];
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add((await Load.Run(Callers, Time, _ => product()), await Load.Run(Callers, Time, _ => floor())));
            Console.WriteLine($"{name} round {round + 1}: product {rounds[^1].Product.PerSecond:0}/s p50 {rounds[^1].Product.P50:0.0} p99 {rounds[^1].Product.P99:0.0} ms, floor {rounds[^1].Floor.PerSecond:0}/s");
        }
        return (new(Load.Median(rounds.Select(r => r.Product.PerSecond)), Load.Median(rounds.Select(r => r.Product.P50)), Load.Median(rounds.Select(r => r.Product.P99))),
            Load.Median(rounds.Select(r => r.Product.PerSecond / r.Floor.PerSecond)));
    }

    // The floor copies a row of each table, so there must be one.
    static async Task Waiting(string connection, Guid tenant)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var command = database.CreateCommand("INSERT INTO platform_outbox (tenant_id, id, handler, payload, occurred_at, due_at, attempts) VALUES ($1, $2, 'none', '{\"ticketId\":\"00000000-0000-0000-0000-000000000000\"}', now(), now() + interval '100 years', 0)");
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = Guid.CreateVersion7() });
        await command.ExecuteNonQueryAsync();
    }

    static async Task Fill(string connection, Guid tenant)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var names = database.CreateCommand("SELECT string_agg(column_name, ',' ORDER BY ordinal_position), string_agg(CASE column_name WHEN 'id' THEN 'gen_random_uuid()' WHEN 'number' THEN '''FILL-'' || n' ELSE column_name END, ',' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = 'tickets_ticket'");
        string columns, values;
        await using (var reader = await names.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            (columns, values) = (reader.GetString(0), reader.GetString(1));
        }
        await using var fill = database.CreateCommand($"INSERT INTO tickets_ticket ({columns}) SELECT {values} FROM (SELECT * FROM tickets_ticket WHERE tenant_id = $1 LIMIT 1) t, generate_series(1, 112000) n; ANALYZE tickets_ticket");
        fill.CommandTimeout = 300;
        fill.Parameters.Add(new() { Value = tenant });
        await fill.ExecuteNonQueryAsync();
    }

    static void Print(TestHost host) => Console.WriteLine(
        $"{Environment.ProcessorCount} cores, .NET {Environment.Version}, PostgreSQL with fsync as configured, {Callers} callers, {Rounds} rounds of {Time.TotalSeconds} s; product, floor, database and callers share the machine; the outbox runs. {host.Url}");

    static void Figure(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure {name} {value:0.##}"));
}
