using System.Diagnostics;
using System.Globalization;
using Data;
using Data.Packages;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing;

namespace Benchmarks;

/// <summary>
/// A company's package against COPY of the same rows. The product's side is <c>linli backup</c> and <c>linli restore</c> as processes of their own: start, sealing, digests, foreign
/// keys and row-level security included. COPY's side is the owner reading into nothing, and writing into tables with the same indexes and without foreign keys.
/// </summary>
static class CompanyLoad
{
    const int Rounds = 3;

    public static readonly string[] All = ["backup_rows_s", "backup_vs_copy", "backup_peak_mb", "backup_mb", "restore_rows_s", "restore_vs_copy", "restore_peak_mb"];

    public static async Task Run(PostgreSqlServer server, int rows)
    {
        var host = TestHost.On(DatabaseProvider.PostgreSql);
        var company = await BenchCompany.Build(host);
        await company.Describe(server);
        // One in five a ticket, the others lines of its history, as in a company some years old.
        await company.Fill(rows / 5);
        await Moves(company, rows - (rows / 5));
        var tables = (await company.Estate.Company.Read(db => Task.FromResult(PackedTable.Of(db)))).ToList();
        var folder = Directory.CreateTempSubdirectory("linli-bench-packages-").FullName;
        try
        {
            await Measure(company, host, tables, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task Measure(BenchCompany company, TestHost host, List<PackedTable> tables, string folder)
    {
        var file = Path.Combine(folder, "company.package");
        List<(Ran Backup, double CopyOut, Ran Restore, double CopyIn)> rounds = [];
        long all = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (copyOut, counted) = await CopyOut(company, tables, folder);
            var backup = await Cli(host, "backup", company.Estate.Company.Slug, file);
            var copyIn = await CopyIn(company, tables, folder);
            var restore = await Cli(host, "restore", file, "--as", $"copy-{round}");
            await Cli(host, "erase", $"copy-{round}", "--for-good");
            all = counted;
            rounds.Add((backup, copyOut, restore, copyIn));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: {all:N0} rows; backup {backup.Seconds:0.0} s, {backup.PeakMb:0} MB, COPY out {copyOut:0.0} s; restore {restore.Seconds:0.0} s, {restore.PeakMb:0} MB, COPY in {copyIn:0.0} s"));
        }
        Figures.Say("backup_rows_s", Figures.Median(rounds.Select(r => all / r.Backup.Seconds)));
        Figures.Say("backup_vs_copy", Figures.Median(rounds.Select(r => r.CopyOut / r.Backup.Seconds)));
        Figures.Say("backup_peak_mb", rounds.Max(r => r.Backup.PeakMb));
        Figures.Say("backup_mb", new FileInfo(file).Length / 1e6);
        Figures.Say("restore_rows_s", Figures.Median(rounds.Select(r => all / r.Restore.Seconds)));
        Figures.Say("restore_vs_copy", Figures.Median(rounds.Select(r => r.CopyIn / r.Restore.Seconds)));
        Figures.Say("restore_peak_mb", rounds.Max(r => r.Restore.PeakMb));
    }

    static async Task Moves(BenchCompany company, int count)
    {
        var columns = (string)(await company.Scalar("SELECT string_agg(quote_ident(column_name), ',') FROM information_schema.columns WHERE table_name = 'tickets_move' AND column_name NOT IN ('id', 'ticket_id', 'tenant_id')"))!;
        await company.Scalar($"""
            INSERT INTO tickets_move (tenant_id, id, ticket_id, {columns})
            SELECT t.tenant_id, gen_random_uuid(), t.id, {string.Join(',', columns.Split(',').Select(c => "m." + c))}
            FROM (SELECT tenant_id, id, row_number() OVER () AS line FROM tickets_ticket WHERE tenant_id = '{company.Id}' AND number LIKE 'OLD-%') t
            CROSS JOIN generate_series(1, 4) n JOIN (SELECT *, row_number() OVER () AS line, count(*) OVER () AS lines FROM tickets_move WHERE tenant_id = '{company.Id}') m ON m.line = (t.line * 4 + n) % m.lines + 1
            LIMIT {count}
            """);
        await company.Scalar("VACUUM ANALYZE tickets_move");
        await company.Scalar("CHECKPOINT");
    }

    static string Columns(PackedTable table) => string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\""));

    static async Task<(double Seconds, long Rows)> CopyOut(BenchCompany company, List<PackedTable> tables, string folder)
    {
        var counted = 0L;
        foreach (var table in tables) counted += (long)(await company.Scalar($"SELECT count(*) FROM {table.Name} WHERE tenant_id = '{company.Id}'"))!;
        await using var connection = new NpgsqlConnection(company.Connection);
        await connection.OpenAsync();
        var clock = Stopwatch.StartNew();
        foreach (var table in tables)
        {
            await using var file = File.Create(Path.Combine(folder, table.Name));
            await using var rows = await connection.BeginRawBinaryCopyAsync($"COPY (SELECT {Columns(table)} FROM {table.Name} WHERE tenant_id = '{company.Id}' ORDER BY id) TO STDOUT (FORMAT binary)");
            await rows.CopyToAsync(file);
        }
        return (clock.Elapsed.TotalSeconds, counted);
    }

    static async Task<double> CopyIn(BenchCompany company, List<PackedTable> tables, string folder)
    {
        foreach (var table in tables) await company.Scalar($"DROP TABLE IF EXISTS bench_{table.Name}; CREATE TABLE bench_{table.Name} (LIKE {table.Name} INCLUDING ALL); ALTER TABLE bench_{table.Name} ALTER tenant_id SET DEFAULT '{company.Id}'");
        await using var connection = new NpgsqlConnection(company.Connection);
        await connection.OpenAsync();
        var clock = Stopwatch.StartNew();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            foreach (var table in tables)
            {
                await using var file = File.OpenRead(Path.Combine(folder, table.Name));
                await using var rows = await connection.BeginRawBinaryCopyAsync($"COPY bench_{table.Name} ({Columns(table)}) FROM STDIN (FORMAT binary)");
                await file.CopyToAsync(rows);
            }
            await transaction.CommitAsync();
        }
        var seconds = clock.Elapsed.TotalSeconds;
        foreach (var table in tables) await company.Scalar($"DROP TABLE bench_{table.Name}");
        await company.Scalar("CHECKPOINT");
        return seconds;
    }

    sealed record Ran(double Seconds, double PeakMb);

    static async Task<Ran> Cli(TestHost host, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [ProductProcess.Built("host/Cli", "linli.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in ProductProcess.SettingsOf(host)) start.Environment[name] = value;
        start.Environment["Backups__Key"] = host.Services.GetRequiredService<Microsoft.Extensions.Configuration.IConfiguration>()["Backups:Key"];
        start.Environment["LINLI_LANG"] = "en";
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var (said, failed) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        long peak = 0;
        while (!process.WaitForExit(50))
        {
            process.Refresh();
            if (!process.HasExited) peak = Math.Max(peak, process.PeakWorkingSet64);
        }
        var seconds = clock.Elapsed.TotalSeconds;
        if (process.ExitCode != 0) throw new InvalidOperationException($"linli {string.Join(' ', arguments)}: {await said}{await failed}");
        return new(seconds, peak / 1e6);
    }
}
