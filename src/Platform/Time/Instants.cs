using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Time;

/// <summary>
/// Instants as they are kept: to the microsecond, the finest that PostgreSQL stores. What a row and what a message about it say is then the same instant,
/// on every database, and can be compared.
/// </summary>
public static class Instants
{
    /// <summary>The instant without what cannot be kept of it.</summary>
    public static DateTime Kept(this DateTime at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMicrosecond), at.Kind);

    /// <summary>How events are written and read.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new KeptConverter() } };

    sealed class KeptConverter : JsonConverter<DateTime>
    {
        public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTime().Kept();

        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(value.Kept());
    }
}
