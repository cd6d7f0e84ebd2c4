using System.Text.Json;
using Estates.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing;
using Tickets.Contracts;

namespace Benchmarks;

/// <summary>A company by our own file with 436 units, their people and 600 tickets of sixty days.</summary>
sealed class BenchCompany
{
    const int Tickets = 600;

    BenchCompany(TestHost host, Estate estate, string connection, byte[][] reports) => (Host, Estate, Connection, this.reports) = (host, estate, connection, reports);

    readonly byte[][] reports;

    public TestHost Host { get; }
    public Estate Estate { get; }
    public string Connection { get; }
    public Guid Id => Estate.Company.Id;

    public static async Task<BenchCompany> Build(TestHost host)
    {
        var estate = await Estate.Build(host: host);
        var phones = 0;
        var made = await estate.Company.In(s => s.GetRequiredService<IEstatesDemo>().Build(new DemoCommunity("翠湖天地", "杭州市西湖区文三路 1 号", "0571-88000000", new DateOnly(2019, 7, 1), 6, 2, 18, 2, 0.8, 7,
            _ => new("住户" + ++phones, $"137{phones:00000000}"), [])));
        var homes = made.Units.Where(u => u.People.Count > 0).ToList();
        List<DemoReporter> reporters = [.. homes.Select(u => new DemoReporter(u.People[0].AccountId, u.People[0].Name, u.People[0].Phone, u.Id))];
        List<DemoTechnician> technicians =
        [
            new(estate.PlumberId, estate.Plumber.AccountId, estate.Plumber.Name, ["plumbing"], [made.CommunityId]),
            new(estate.SecondPlumberId, estate.SecondPlumber.AccountId, estate.SecondPlumber.Name, ["plumbing"], [made.CommunityId]),
        ];
        await estate.Company.In(async s =>
        {
            await s.GetRequiredService<ITicketsDemo>().Make(new DemoTickets(11, Tickets, 60, reporters, made.PublicPlaces, technicians));
            return true;
        });
        var leaf = await estate.Category("water-leak");
        var reports = reporters.Select(r => JsonSerializer.SerializeToUtf8Bytes(new
        {
            categoryId = leaf,
            unitId = r.UnitId,
            description = "水槽下面的接头一直滴水，柜子底板已经湿了，接了盆，大约半小时满一盆。",
            source = "phone",
            contactName = r.Name,
            contactPhone = r.Phone,
        })).ToArray();
        var company = new BenchCompany(host, estate, host.Services.GetRequiredService<Data.DatabaseOptions>().AsOwner.App, reports);
        // As autovacuum would within a minute.
        await company.Scalar("VACUUM ANALYZE");
        return company;
    }

    /// <summary>A report for some home, with a fresh key.</summary>
    public HttpRequestMessage Report()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "tickets") { Content = new ByteArrayContent(reports[Random.Shared.Next(reports.Length)]) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        return request;
    }

    /// <summary>Copies the tickets that are there until there are so many more, all older than what is there.</summary>
    public async Task Fill(int count)
    {
        var columns = (string)(await Scalar("SELECT string_agg(quote_ident(column_name), ',') FROM information_schema.columns WHERE table_name = 'tickets_ticket' AND column_name NOT IN ('id', 'number')"))!;
        // Ids of version 7: milliseconds, then chance.
        await Scalar($"""
            INSERT INTO tickets_ticket (id, number, {columns})
            SELECT (lpad(to_hex((extract(epoch FROM now() - interval '400 days') * 1000)::bigint + n * 5000::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid, 'OLD-' || n, {columns}
            FROM (SELECT *, row_number() OVER () AS line, count(*) OVER () AS lines FROM tickets_ticket WHERE tenant_id = '{Id}') t JOIN generate_series(1, {count}) n ON t.line = n % t.lines + 1
            """);
        await Scalar("VACUUM ANALYZE tickets_ticket");
        await Scalar("CHECKPOINT");
    }

    /// <summary>Prints what it is measured on.</summary>
    public async Task Describe(PostgreSqlServer server)
    {
        Console.WriteLine($"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MB, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}");
        Console.WriteLine($"PostgreSQL {await Scalar("SHOW server_version")}, {(server.IsOwn ? "own" : "given")}, fsync {await Scalar("SHOW fsync")}, synchronous_commit {await Scalar("SHOW synchronous_commit")}, shared_buffers {await Scalar("SHOW shared_buffers")}");
    }

    /// <summary>Messages that the outbox still has to work off.</summary>
    public async Task<long> Backlog() => (long)(await Scalar("SELECT count(*) FROM platform_outbox WHERE parked_at IS NULL AND due_at <= now()"))!;

    /// <summary>Waits until the outbox has nothing to do.</summary>
    public async Task Quiet()
    {
        for (var i = 0; i < 300 && await Backlog() > 0; i++) await Task.Delay(100);
    }

    /// <summary>The first column of the first row.</summary>
    public async Task<object?> Scalar(string sql)
    {
        await using var connection = new NpgsqlConnection(Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        return await command.ExecuteScalarAsync();
    }

    /// <summary>A client of some address under the company, signed in or not.</summary>
    public static HttpClient Client(string address, TestPerson? person)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(address) };
        if (person is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", person.Token);
        return client;
    }
}
