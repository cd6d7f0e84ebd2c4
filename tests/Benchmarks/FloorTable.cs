using Npgsql;

namespace Benchmarks;

/// <summary>A table as the product made it, so that the floor writes the same columns in the same order and goes on doing so when one is added.</summary>
sealed class FloorTable
{
    readonly string name;
    readonly IReadOnlyList<(string Name, bool Nullable, string Type)> columns;

    FloorTable(string name, IReadOnlyList<(string, bool, string)> columns) => (this.name, this.columns) = (name, columns);

    public static async Task<FloorTable> Read(NpgsqlDataSource database, string name)
    {
        await using var command = database.CreateCommand("SELECT column_name, is_nullable = 'YES', data_type FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 ORDER BY column_name NOT IN ('id', 'tenant_id'), column_name");
        command.Parameters.Add(new() { Value = name });
        await using var reader = await command.ExecuteReaderAsync();
        List<(string, bool, string)> columns = [];
        while (await reader.ReadAsync()) columns.Add((reader.GetString(0), reader.GetBoolean(1), reader.GetString(2)));
        return columns.Count > 0 ? new(name, columns) : throw new InvalidOperationException($"There is no table {name}.");
    }

    /// <summary>All columns but the company's, as the product selects them.</summary>
    public string Selected => string.Join(", ", columns.Where(c => c.Name != "tenant_id").Select(c => $"\"{c.Name}\""));

    /// <summary>An insert of a whole row; what is not given is null, or zero where null is not allowed.</summary>
    public NpgsqlBatchCommand Insert(IReadOnlyDictionary<string, object?> row)
    {
        if (row.Keys.FirstOrDefault(k => columns.All(c => c.Name != k)) is { } unknown) throw new InvalidOperationException($"{name} has no column {unknown}.");
        var command = new NpgsqlBatchCommand($"INSERT INTO {name} ({string.Join(", ", columns.Select(c => $"\"{c.Name}\""))}) VALUES ({string.Join(", ", Enumerable.Range(1, columns.Count).Select(n => "$" + n))})");
        foreach (var column in columns) command.Parameters.Add(new() { Value = row.GetValueOrDefault(column.Name) ?? (column.Nullable ? DBNull.Value : Zero(column.Type)) });
        return command;
    }

    static object Zero(string type) => type switch
    {
        "integer" => 0,
        "bigint" => 0L,
        "boolean" => false,
        "numeric" => 0m,
        "uuid" => Guid.Empty,
        _ when type.StartsWith("timestamp", StringComparison.Ordinal) => DateTime.UtcNow,
        _ => "",
    };
}
