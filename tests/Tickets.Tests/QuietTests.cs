using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Platform.Events;
using Platform.Notices;
using Tickets.Clock;

namespace Tickets.Tests;

/// <summary>Open tickets cost nothing while nothing is due: what PostgreSQL itself counts of the rows that were read.</summary>
public sealed class QuietTests
{
    const int Open = 100_000;

    [Fact]
    public async Task A_hundred_thousand_alarms_of_later_are_not_looked_at()
    {
        Assert.SkipWhen(TestServices.Missing("PostgreSQL", TestServices.PostgreSql) is not null, "needs PostgreSQL");
        await using var host = TestHost.With(_ => { }, DatabaseProvider.PostgreSql);
        var estate = await Estate.Build(host: host);
        await using var owner = new NpgsqlConnection(host.Services.GetRequiredService<IConfiguration>()["Database:Owner"]);
        await owner.OpenAsync();
        await Fill(owner, estate.Company.Id, host.Services.GetRequiredService<EventSubscriptions>().HandlersOf(typeof(TicketAlarm)).Single());

        var before = await Reads(owner);
        // The watch asks every two seconds; what is reported meanwhile is dispatched past all that waits.
        await estate.Reported();
        var after = before;
        for (var i = 0; i < 60 && (after = await Reads(owner)).Asked < before.Asked + 5; i++) await Task.Delay(500);

        after.Asked.ShouldBeGreaterThanOrEqualTo(before.Asked + 5, "nothing was asked, so nothing is proven");
        (after.Scanned - before.Scanned).ShouldBe(0, "rows read by going through the whole table");
        (after.Found - before.Found).ShouldBeLessThan(500, "rows read by way of an index");
        (await estate.Company.Read(db => db.Set<OutboxMessage>().CountAsync(m => m.Payload == "{}"))).ShouldBe(Open);
        (await estate.Company.Read(db => db.Set<Notice>().CountAsync(n => n.Kind == "tickets.reminder"))).ShouldBe(0);
    }

    static async Task Fill(NpgsqlConnection owner, Guid company, string handler)
    {
        await using var fill = new NpgsqlCommand($"""
            INSERT INTO platform_outbox (tenant_id, id, handler, payload, occurred_at, due_at, attempts)
            SELECT $1, gen_random_uuid(), $2, '{"{}"}', now(), now() + interval '1 hour' + n * interval '1 second', 0 FROM generate_series(1, {Open}) n
            """, owner);
        fill.Parameters.Add(new() { Value = company });
        fill.Parameters.Add(new() { Value = handler });
        (await fill.ExecuteNonQueryAsync()).ShouldBe(Open);
        await using var analyze = new NpgsqlCommand("ANALYZE platform_outbox", owner);
        await analyze.ExecuteNonQueryAsync();
    }

    sealed record Read(long Asked, long Scanned, long Found);

    static async Task<Read> Reads(NpgsqlConnection owner)
    {
        await using var command = new NpgsqlCommand("""
            SELECT (SELECT sum(idx_scan) FROM pg_stat_user_indexes WHERE relname = 'platform_outbox')::bigint, seq_tup_read, (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'platform_outbox')::bigint
            FROM pg_stat_user_tables WHERE relname = 'platform_outbox'
            """, owner);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
    }
}
