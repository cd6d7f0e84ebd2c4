using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Data.Packages;

/// <summary>One value between a row and a line of JSON: the same text for the same value, whichever database it comes from.</summary>
static class PackedValue
{
    // Databases keep microseconds.
    const string Instant = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    internal static void Write(DbDataReader row, int at, PackedColumn column, Utf8JsonWriter json)
    {
        if (row.IsDBNull(at)) json.WriteNullValue();
        else if (column.Type == typeof(string)) json.WriteStringValue(row.GetString(at));
        else if (column.Type == typeof(Guid)) json.WriteStringValue(row.GetGuid(at));
        else if (column.Type == typeof(int)) json.WriteNumberValue(row.GetInt32(at));
        else if (column.Type == typeof(long)) json.WriteNumberValue(row.GetInt64(at));
        else if (column.Type == typeof(bool)) json.WriteBooleanValue(row.GetBoolean(at));
        else if (column.Type == typeof(DateTime)) json.WriteStringValue(row.GetDateTime(at).ToString(Instant, CultureInfo.InvariantCulture));
        else if (column.Type == typeof(decimal)) json.WriteRawValue(row.GetDecimal(at).ToString("F" + column.Scale, CultureInfo.InvariantCulture), skipInputValidation: true);
        else if (column.Type == typeof(DateOnly)) json.WriteStringValue(row.GetFieldValue<DateOnly>(at).ToString("O", CultureInfo.InvariantCulture));
        else if (column.Type == typeof(TimeOnly)) json.WriteStringValue(row.GetFieldValue<TimeOnly>(at).ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
        else if (column.Type == typeof(double)) json.WriteNumberValue(row.GetDouble(at));
        else if (column.Type == typeof(string[])) Write(Words(row, at), json);
        else throw new NotSupportedException($"{column.Name} is a {column.Type.Name}, which packages do not know yet.");
    }

    // What the driver of the database is given for it.
    internal static object Read(JsonElement value, PackedColumn column)
    {
        if (value.ValueKind == JsonValueKind.Null) return DBNull.Value;
        if (column.Type == typeof(string)) return value.GetString()!;
        if (column.Type == typeof(Guid)) return value.GetGuid();
        if (column.Type == typeof(int)) return value.GetInt32();
        if (column.Type == typeof(long)) return value.GetInt64();
        if (column.Type == typeof(bool)) return value.GetBoolean();
        if (column.Type == typeof(DateTime)) return DateTime.ParseExact(value.GetString()!, Instant, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
        if (column.Type == typeof(decimal)) return value.GetDecimal();
        if (column.Type == typeof(DateOnly)) return DateOnly.ParseExact(value.GetString()!, "O", CultureInfo.InvariantCulture);
        if (column.Type == typeof(TimeOnly)) return TimeOnly.Parse(value.GetString()!, CultureInfo.InvariantCulture);
        if (column.Type == typeof(double)) return value.GetDouble();
        if (column.Type == typeof(string[])) return value.GetRawText();
        throw new NotSupportedException($"{column.Name} is a {column.Type.Name}, which packages do not know yet.");
    }

    // PostgreSQL has lists; the others keep them as JSON.
    static string?[] Words(DbDataReader row, int at) => row is SqliteDataReader or Microsoft.Data.SqlClient.SqlDataReader
        ? JsonSerializer.Deserialize<string?[]>(row.GetString(at))!
        : row.GetFieldValue<string?[]>(at);

    static void Write(string?[] words, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var word in words) json.WriteStringValue(word);
        json.WriteEndArray();
    }
}
