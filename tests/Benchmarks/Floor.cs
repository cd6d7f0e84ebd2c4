using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Benchmarks;

/// <summary>A minimal API with raw ADO.NET: the same statements on the same tables and the same JSON, without tenancy, access, events or a model.</summary>
sealed class Floor : IAsyncDisposable
{
    readonly WebApplication app;
    readonly NpgsqlDataSource database;

    Floor(WebApplication app, NpgsqlDataSource database) => (this.app, this.database) = (app, database);

    public string Url => app.Urls.First();

    public static async Task<Floor> Start(string connection, Guid tenant, Guid category, Guid unit)
    {
        var database = NpgsqlDataSource.Create(connection);
        var inserts = new[] { await Insert.From(database, "tickets_ticket", tenant, "number"), await Insert.From(database, "tickets_move", tenant, null), await Insert.From(database, "platform_outbox", tenant, null) };

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var numbers = 0;
        app.MapPost("/tickets", async (HttpRequest request) =>
        {
            _ = await request.ReadFromJsonAsync<Dictionary<string, object>>();
            await using var connection = await database.OpenConnectionAsync();
            await Read(connection, "SELECT * FROM tickets_category WHERE tenant_id = $1 AND id = $2", tenant, category);
            await Read(connection, "SELECT p.name FROM tickets_category c JOIN tickets_category p ON p.tenant_id = c.tenant_id AND p.id = c.parent_id WHERE c.tenant_id = $1 AND c.id = $2", tenant, category);
            await Read(connection, "SELECT * FROM estates_unit WHERE tenant_id = $1 AND id = $2", tenant, unit);
            await Read(connection, "SELECT * FROM estates_residency WHERE tenant_id = $1 AND unit_id = $2", tenant, unit);
            var id = Guid.CreateVersion7();
            await using var transaction = await connection.BeginTransactionAsync();
            await inserts[0].Run(connection, id, "BM-" + Interlocked.Increment(ref numbers).ToString("0000000", CultureInfo.InvariantCulture));
            await inserts[1].Run(connection, Guid.CreateVersion7(), null, ("ticket_id", id));
            await inserts[2].Run(connection, Guid.CreateVersion7(), null);
            await inserts[2].Run(connection, Guid.CreateVersion7(), null);
            await transaction.CommitAsync();
            return Results.Created($"tickets/{id}", new { id });
        });
        app.MapGet("/tickets", async () =>
        {
            await using var connection = await database.OpenConnectionAsync();
            await using var command = new NpgsqlCommand("""
                SELECT id, version, number, kind, state, priority, title, community, place_label, place_code, contact_name, assignee_name, description, submitted_at, accepted_at, promised_at, preferred_from,
                  preferred_to, done_at, due_at, suspend_reason, urged, reopened FROM tickets_ticket WHERE tenant_id = $1 ORDER BY id DESC LIMIT 31
                """, connection) { Parameters = { new() { Value = tenant } } };
            await using var reader = await command.ExecuteReaderAsync();
            List<Dictionary<string, object?>> items = [];
            while (await reader.ReadAsync())
                items.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => reader.IsDBNull(i) ? null : reader.GetValue(i)));
            return Results.Ok(new { items = items.Take(30), next = items[^1]["id"] });
        });
        await app.StartAsync();
        return new(app, database);
    }

    static async Task Read(NpgsqlConnection connection, string sql, params Guid[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) reader.GetValue(0);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await database.DisposeAsync();
    }

    /// <summary>Inserts copies of a real row, every column a parameter.</summary>
    sealed class Insert(string sql, string[] columns, object[] row, string? numberColumn)
    {
        public static async Task<Insert> From(NpgsqlDataSource database, string table, Guid tenant, string? numberColumn)
        {
            await using var command = database.CreateCommand($"SELECT * FROM {table} WHERE tenant_id = $1 LIMIT 1");
            command.Parameters.Add(new() { Value = tenant });
            await using var reader = await command.ExecuteReaderAsync();
            if (!await reader.ReadAsync()) throw new InvalidOperationException($"{table} is empty.");
            var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
            var row = new object[columns.Length];
            reader.GetValues(row);
            // The copies in the outbox are for nobody: due in a hundred years.
            if (table == "platform_outbox") row[Array.IndexOf(columns, "due_at")] = DateTime.UtcNow.AddYears(100);
            return new($"INSERT INTO {table} ({string.Join(',', columns)}) VALUES ({string.Join(',', columns.Select((_, i) => "$" + (i + 1)))})", columns, row, numberColumn);
        }

        public async Task Run(NpgsqlConnection connection, Guid id, string? number, params (string Column, object Value)[] others)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            for (var i = 0; i < columns.Length; i++)
            {
                var value = columns[i] == "id" ? id : columns[i] == numberColumn ? number! : others.Where(o => o.Column == columns[i]).Select(o => o.Value).FirstOrDefault(row[i]);
                command.Parameters.Add(new() { Value = value });
            }
            await command.ExecuteNonQueryAsync();
        }
    }
}
