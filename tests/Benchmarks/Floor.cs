using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tickets.Categories;
using Tickets.Life;
using Tickets.Lists;

namespace Benchmarks;

/// <summary>
/// A minimal API with raw ADO.NET, written as tightly as one would by hand: the same statements on the same tables and the same JSON, without
/// sessions, companies, access, limits, events or a model.
/// </summary>
sealed class Floor : IAsyncDisposable
{
    /// <summary>The statement of the list.</summary>
    public const string ListSql = """
        SELECT id, version, number, kind, state, priority, title, community, place_label, place_code, contact_name, assignee_name, description, submitted_at, accepted_at, promised_at, preferred_from,
          preferred_to, done_at, due_at, clock_stopped, suspend_reason, urged, reopened
        FROM tickets_ticket WHERE tenant_id = $1 AND (about_account_id IS NULL OR about_account_id <> $2 OR reporter_account_id = $2) ORDER BY id DESC LIMIT $3
        """;

    const int Limit = 30;

    readonly WebApplication app;
    readonly NpgsqlDataSource database;

    Floor(WebApplication app, NpgsqlDataSource database) => (this.app, this.database) = (app, database);

    /// <summary>Root address.</summary>
    public string Url => app.Urls.First();

    /// <summary>Starts it for one company and one employee.</summary>
    public static async Task<Floor> Start(string connection, Guid tenant, Guid me, string name)
    {
        var database = NpgsqlDataSource.Create(connection);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            o.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        var app = builder.Build();
        var report = new FloorReport(database, tenant, me, name, await FloorReport.Tables.Read(database));
        app.MapPost("/tickets", report.Post);
        app.MapGet("/tickets", async (CancellationToken stop) => TypedResults.Ok(await List(database, tenant, me, stop)));
        await app.StartAsync();
        return new(app, database);
    }

    static async Task<ListTickets.Page> List(NpgsqlDataSource database, Guid tenant, Guid me, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var command = new NpgsqlCommand(ListSql, connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = tenant }, new NpgsqlParameter<Guid> { TypedValue = me }, new NpgsqlParameter<int> { TypedValue = Limit + 1 } },
        };
        await using var reader = await command.ExecuteReaderAsync(stop);
        List<TicketRow> rows = new(Limit + 1);
        while (await reader.ReadAsync(stop)) rows.Add(Row(reader));
        var more = rows.Count > Limit;
        if (more) rows.RemoveAt(Limit);
        return new(rows, more ? rows[^1].Id : null);
    }

    static TicketRow Row(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetInt32(1), r.GetString(2), (TicketKind)r.GetInt32(3), (TicketState)r.GetInt32(4), (Priority)r.GetInt32(5), r.GetString(6), r.GetString(7),
        r.GetString(8), r.GetString(9), r.GetString(10), Text(r, 11), r.GetString(12), r.GetDateTime(13), Time(r, 14), Time(r, 15), Time(r, 16), Time(r, 17), Time(r, 18), r.GetDateTime(19), r.GetBoolean(20), Text(r, 21),
        r.GetInt32(22), r.GetInt32(23));

    static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    static DateTime? Time(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDateTime(column);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await database.DisposeAsync();
    }
}
