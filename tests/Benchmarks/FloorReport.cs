using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using Tickets.Reporting;

namespace Benchmarks;

/// <summary>Reporting a ticket by hand: five selects, then one transaction with seven inserts in one batch, and every twentieth time the two statements that draw numbers.</summary>
sealed class FloorReport(NpgsqlDataSource database, Guid tenant, Guid me, string name, FloorReport.Tables tables)
{
    /// <summary>The tables that are read or written whole.</summary>
    public sealed record Tables(FloorTable Category, FloorTable Once, FloorTable Outbox, FloorTable Ticket, FloorTable Move)
    {
        public static async Task<Tables> Read(NpgsqlDataSource database) => new(
            await FloorTable.Read(database, "tickets_category"), await FloorTable.Read(database, "platform_once_key"), await FloorTable.Read(database, "platform_outbox"),
            await FloorTable.Read(database, "tickets_ticket"), await FloorTable.Read(database, "tickets_move"));
    }

    const string OnceSql = "SELECT request, made_id FROM platform_once_key WHERE tenant_id = $1 AND account_id = $2 AND key = $3 LIMIT 2";

    const string GroupSql = "SELECT name FROM tickets_category WHERE tenant_id = $1 AND id = $2 LIMIT 2";

    const string PlaceSql = """
        SELECT u.id, u.community_id, c.name, u.building_id, b.number, s.number, u.number, u.floor
        FROM estates_unit u JOIN estates_building b ON b.tenant_id = $1 AND b.id = u.building_id JOIN estates_community c ON c.tenant_id = $1 AND c.id = u.community_id
        LEFT JOIN estates_section s ON s.tenant_id = $1 AND s.id = u.section_id WHERE u.tenant_id = $1 AND u.id = $2
          AND EXISTS (SELECT 1 FROM estates_community o WHERE o.tenant_id = $1 AND o.id = u.community_id AND (o.handed_back IS NULL OR o.handed_back >= $3)) ORDER BY u.sort_key, u.id
        """;

    const string PeopleSql = """
        SELECT p.id, p.account_id, p.name, COALESCE(p.phone, ''), r.relation
        FROM estates_residency r JOIN estates_resident p ON p.tenant_id = $1 AND p.id = r.resident_id
        WHERE r.tenant_id = $1 AND r.unit_id = $2 AND r.state = 1 AND r."from" <= $3 AND (r.until IS NULL OR r.until >= $3) ORDER BY r.relation, p.name
        """;

    /// <summary>Every statement of one request, in short and in order of their kinds.</summary>
    public static IReadOnlyList<string> Statements =>
    [
        "SELECT platform_once_key", "SELECT tickets_category", "SELECT tickets_category", "SELECT estates_unit", "SELECT estates_residency",
        "INSERT platform_once_key", "INSERT platform_outbox", "INSERT platform_outbox", "INSERT platform_outbox", "INSERT platform_outbox", "INSERT tickets_ticket", "INSERT tickets_move",
    ];

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    readonly SemaphoreSlim turn = new(1, 1);
    int next;
    int end;

    sealed record Leaf(string Name, Guid Parent, int Kind, int Priority, int Dispatch, int Response, int Resolve);

    sealed record Place(Guid Community, string CommunityName, Guid Building, string Label, string Code);

    internal sealed record Made(Guid Id);

    public async Task<Results<Created<Made>, NotFound>> Post(ReportTicket.Body body, [FromHeader(Name = "Idempotency-Key")] string key, CancellationToken stop)
    {
        var now = DateTime.UtcNow;
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(body, Json))));
        await using var connection = await database.OpenConnectionAsync(stop);
        await using (var earlier = await Ask(connection, OnceSql, stop, tenant, me, key))
            if (await earlier.ReadAsync(stop)) return TypedResults.Created("tickets", new Made(earlier.GetGuid(1)));
        if (await LeafOf(connection, body.CategoryId, stop) is not { } leaf) return TypedResults.NotFound();
        string group;
        await using (var found = await Ask(connection, GroupSql, stop, tenant, leaf.Parent)) group = await found.ReadAsync(stop) ? found.GetString(0) : "";
        if (await PlaceOf(connection, body.UnitId!.Value, now, stop) is not { } place) return TypedResults.NotFound();
        var reporter = await ReporterOf(connection, body.UnitId.Value, body.ContactPhone!, now, stop);
        var number = await Number(now, stop);

        var id = Guid.CreateVersion7();
        var move = Guid.CreateVersion7();
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(tables.Once.Insert(Row(("id", Guid.CreateVersion7()), ("account_id", me), ("at", now), ("key", key), ("made_id", id), ("request", hash))));
        batch.BatchCommands.Add(Message(now, "Tickets.Dispatch.DispatchTicket", $$"""{"ticketId":"{{id}}"}"""));
        batch.BatchCommands.Add(Message(now, "Tickets.Notify.TellOfMove", $$"""{"ticketId":"{{id}}","moveId":"{{move}}","takenFrom":null}"""));
        batch.BatchCommands.Add(Message(now, "Tickets.Facts.KeepFacts", $$"""{"ticketId":"{{id}}","moveId":"{{move}}","takenFrom":null}"""));
        batch.BatchCommands.Add(Message(now, "Tickets.Clock.RemindOfDeadline", $$"""{"ticketId":"{{id}}","phase":0,"by":"{{now:O}}","percent":50}"""));
        batch.BatchCommands.Add(tables.Ticket.Insert(Submitted(id, number, group, leaf, place, reporter, body, now)));
        batch.BatchCommands.Add(tables.Move.Insert(Row(("id", move), ("actor_account_id", me), ("actor_name", name), ("as", 1), ("at", now), ("ticket_id", id), ("to_resident", true))));
        await batch.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
        return TypedResults.Created($"tickets/{id}", new Made(id));
    }

    // Nobody's messages, so that nobody works them off: due in a hundred years.
    NpgsqlBatchCommand Message(DateTime now, string handler, string payload) =>
        tables.Outbox.Insert(Row(("id", Guid.CreateVersion7()), ("due_at", now.AddYears(100)), ("handler", handler), ("occurred_at", now), ("payload", payload)));

    Dictionary<string, object?> Submitted(Guid id, string number, string group, Leaf leaf, Place place, Guid? reporter, ReportTicket.Body body, DateTime now)
    {
        var (respond, resolve) = (now.AddMinutes(leaf.Response), now.AddMinutes(leaf.Resolve));
        return Row(("id", id), ("building_id", place.Building), ("category_id", body.CategoryId), ("category_path", $"{group} › {leaf.Name}"), ("clock_from", now), ("community", place.CommunityName),
            ("community_id", place.Community), ("contact_name", body.ContactName), ("contact_phone", body.ContactPhone), ("description", body.Description), ("dispatch", leaf.Dispatch), ("due_at", respond), ("entered_by", me),
            ("kind", leaf.Kind), ("number", number), ("place_code", place.Code), ("place_label", place.Label), ("priority", leaf.Priority), ("reporter_account_id", reporter), ("resolve_by", resolve), ("respond_by", respond),
            ("respond_from", now), ("source", (int)body.Source), ("submitted_at", now), ("title", leaf.Name), ("unit_id", body.UnitId), ("version", 1));
    }

    Dictionary<string, object?> Row(params ReadOnlySpan<(string Column, object? Value)> values)
    {
        Dictionary<string, object?> row = new() { ["tenant_id"] = tenant };
        foreach (var (column, value) in values) row[column] = value;
        return row;
    }

    async Task<Leaf?> LeafOf(NpgsqlConnection connection, Guid id, CancellationToken stop)
    {
        await using var reader = await Ask(connection, $"SELECT {tables.Category.Selected} FROM tickets_category WHERE tenant_id = $1 AND id = $2 AND parent_id IS NOT NULL AND NOT retired LIMIT 2", stop, tenant, id);
        if (!await reader.ReadAsync(stop)) return null;
        int Number(string column) => reader.GetInt32(reader.GetOrdinal(column));
        return new(reader.GetString(reader.GetOrdinal("name")), reader.GetGuid(reader.GetOrdinal("parent_id")), Number("kind"), Number("priority"), Number("dispatch"), Number("response_minutes"), Number("resolve_minutes"));
    }

    async Task<Place?> PlaceOf(NpgsqlConnection connection, Guid unit, DateTime now, CancellationToken stop)
    {
        await using var reader = await Ask(connection, PlaceSql, stop, tenant, unit, DateOnly.FromDateTime(now.AddHours(8)));
        if (!await reader.ReadAsync(stop)) return null;
        var (building, section, number) = (reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetString(6));
        return new(reader.GetGuid(1), reader.GetString(2), reader.GetGuid(3), section is null ? $"{building}幢{number}" : $"{building}幢{section}单元{number}", section is null ? $"{building}-{number}" : $"{building}-{section}-{number}");
    }

    async Task<Guid?> ReporterOf(NpgsqlConnection connection, Guid unit, string phone, DateTime now, CancellationToken stop)
    {
        await using var reader = await Ask(connection, PeopleSql, stop, tenant, unit, DateOnly.FromDateTime(now.AddHours(8)));
        Guid? reporter = null;
        while (await reader.ReadAsync(stop))
            if (reporter is null && reader.GetString(3) == phone && !reader.IsDBNull(1)) reporter = reader.GetGuid(1);
        return reporter;
    }

    // As the product does it: twenty numbers at a time, on a connection of its own, the others wait.
    async Task<string> Number(DateTime now, CancellationToken stop)
    {
        var series = "FL-" + now.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        await turn.WaitAsync(stop);
        try
        {
            if (next == end) (next, end) = await Draw(series, stop);
            return $"{series}-{next++:0000}";
        }
        finally
        {
            turn.Release();
        }
    }

    async Task<(int, int)> Draw(string series, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var (first, version) = (0, 0);
        await using (var row = await Ask(connection, "SELECT next, version FROM platform_number_series WHERE tenant_id = $1 AND series = $2 LIMIT 2", stop, tenant, series))
            if (await row.ReadAsync(stop)) (first, version) = (row.GetInt32(0), row.GetInt32(1));
        await using var save = version == 0
            ? await Ask(connection, "INSERT INTO platform_number_series (id, tenant_id, series, next, version) VALUES ($1, $2, $3, $4, 1)", stop, Guid.CreateVersion7(), tenant, series, 21)
            : await Ask(connection, "UPDATE platform_number_series SET next = $3, version = version + 1 WHERE tenant_id = $1 AND series = $2 AND version = $4", stop, tenant, series, first + 20, version);
        first = Math.Max(first, 1);
        return (first, first + 20);
    }

    static async Task<NpgsqlDataReader> Ask(NpgsqlConnection connection, string sql, CancellationToken stop, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteReaderAsync(stop);
    }
}
