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

/// <summary>Reporting a ticket by hand: five selects, then one transaction with five inserts in one batch, and every twentieth time the two statements that draw numbers.</summary>
sealed class FloorReport(NpgsqlDataSource database, Guid tenant, Guid me, string name)
{
    const string OnceSql = "SELECT request, made_id FROM platform_once_key WHERE tenant_id = $1 AND account_id = $2 AND key = $3 LIMIT 2";

    const string CategorySql = """
        SELECT id, chargeable, dispatch, hint, icon, key, kind, min_steps, name, needs_after, needs_before, "order", parent_id, priority, resolve_minutes, response_minutes, retired, round_the_clock, skills, version, "where"
        FROM tickets_category WHERE tenant_id = $1 AND id = $2 AND parent_id IS NOT NULL AND NOT retired LIMIT 2
        """;

    const string GroupSql = "SELECT name FROM tickets_category WHERE tenant_id = $1 AND id = $2 LIMIT 2";

    const string PlaceSql = """
        SELECT u.id, u.community_id, c.name, u.building_id, b.number, s.number, u.number, u.floor
        FROM estates_unit u JOIN estates_building b ON b.tenant_id = $1 AND b.id = u.building_id JOIN estates_community c ON c.tenant_id = $1 AND c.id = u.community_id
        LEFT JOIN estates_section s ON s.tenant_id = $1 AND s.id = u.section_id WHERE u.tenant_id = $1 AND u.id = $2 ORDER BY u.sort_key, u.id
        """;

    const string PeopleSql = """
        SELECT p.id, p.account_id, p.name, COALESCE(p.phone, ''), r.relation
        FROM estates_residency r JOIN estates_resident p ON p.tenant_id = $1 AND p.id = r.resident_id
        WHERE r.tenant_id = $1 AND r.unit_id = $2 AND r.state = 1 AND r."from" <= $3 AND (r.until IS NULL OR r.until >= $3) ORDER BY r.relation, p.name
        """;

    static readonly string OnceInsert = Insert("platform_once_key", "id, tenant_id, account_id, at, key, made_id, request");
    static readonly string OutboxInsert = Insert("platform_outbox", "id, tenant_id, attempts, due_at, handler, last_error, occurred_at, parked_at, payload");
    static readonly string TicketInsert = Insert("tickets_ticket", "id, tenant_id, about_account_id, accepted_at, assigned_at, assignee_account_id, assignee_id, assignee_name, building_id, category_id, "
        + "category_path, community, community_id, contact_name, contact_phone, description, dispatch, done_at, due_at, ended_at, entered_by, happened_at, kind, may_enter_alone, number, place_code, place_label, "
        + "preferred_from, preferred_to, priority, promised_at, public_place_id, reopened, reporter_account_id, resolve_by, respond_by, room, source, started_at, state, submitted_at, suspend_reason, suspended_at, "
        + "title, unit_id, urged, urged_at, version, wake_at");
    static readonly string MoveInsert = Insert("tickets_move", "id, tenant_id, act, actor_account_id, actor_name, \"as\", at, \"from\", note, subject, ticket_id, \"to\", to_resident");

    /// <summary>Every statement of one request, in order.</summary>
    public static IReadOnlyList<string> Statements => [OnceSql, CategorySql, GroupSql, PlaceSql, PeopleSql, OnceInsert, OutboxInsert, OutboxInsert, TicketInsert, MoveInsert];

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
        if (await PlaceOf(connection, body.UnitId!.Value, stop) is not { } place) return TypedResults.NotFound();
        var reporter = await ReporterOf(connection, body.UnitId.Value, body.ContactPhone!, now, stop);
        var number = await Number(now, stop);

        var id = Guid.CreateVersion7();
        var move = Guid.CreateVersion7();
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var batch = new NpgsqlBatch(connection, transaction);
        Add(batch, OnceInsert, Guid.CreateVersion7(), tenant, me, now, key, id, hash);
        // Nobody's messages, so that nobody works them off: due in a hundred years.
        Add(batch, OutboxInsert, Guid.CreateVersion7(), tenant, 0, now.AddYears(100), "Tickets.Dispatch.DispatchTicket", null, now, null, $$"""{"ticketId":"{{id}}"}""");
        Add(batch, OutboxInsert, Guid.CreateVersion7(), tenant, 0, now.AddYears(100), "Tickets.Notify.TellOfMove", null, now, null, $$"""{"ticketId":"{{id}}","moveId":"{{move}}"}""");
        var (respond, resolve) = (now.AddMinutes(leaf.Response), now.AddMinutes(leaf.Resolve));
        Add(batch, TicketInsert, id, tenant, null, null, null, null, null, null, place.Building, body.CategoryId, $"{group} › {leaf.Name}", place.CommunityName, place.Community, body.ContactName, body.ContactPhone,
            body.Description, leaf.Dispatch, null, respond, null, me, null, leaf.Kind, false, number, place.Code, place.Label, null, null, leaf.Priority, null, null, 0, reporter, resolve, respond, null, (int)body.Source, null, 0,
            now, null, null, leaf.Name, body.UnitId, 0, null, 1, null);
        Add(batch, MoveInsert, move, tenant, 0, me, name, 1, now, null, null, null, id, 0, true);
        await batch.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
        return TypedResults.Created($"tickets/{id}", new Made(id));
    }

    async Task<Leaf?> LeafOf(NpgsqlConnection connection, Guid id, CancellationToken stop)
    {
        await using var reader = await Ask(connection, CategorySql, stop, tenant, id);
        return await reader.ReadAsync(stop) ? new(reader.GetString(8), reader.GetGuid(12), reader.GetInt32(6), reader.GetInt32(13), reader.GetInt32(2), reader.GetInt32(15), reader.GetInt32(14)) : null;
    }

    async Task<Place?> PlaceOf(NpgsqlConnection connection, Guid unit, CancellationToken stop)
    {
        await using var reader = await Ask(connection, PlaceSql, stop, tenant, unit);
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

    static void Add(NpgsqlBatch batch, string sql, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        batch.BatchCommands.Add(command);
    }

    static string Insert(string table, string columns) =>
        $"INSERT INTO {table} ({columns}) VALUES ({string.Join(", ", Enumerable.Range(1, columns.Split(',').Length).Select(n => "$" + n))})";
}
