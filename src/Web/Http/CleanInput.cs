using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Platform;
using static Platform.Words;

namespace Web.Http;

/// <summary>
/// What no use case wants to meet: holes in lists, the character that databases cannot keep, times of the server's own zone, and characters that nobody sees
/// (<see cref="PlainText"/>). The last are taken out, the others refused.
/// </summary>
static class CleanInput
{
    /// <summary>JSON with a null in a list, or with a NUL in a text, is malformed wherever it stands.</summary>
    internal static void Check(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        type.OnDeserialized = read =>
        {
            foreach (var property in type.Properties)
            {
                if (property.Get is not { } get) continue;
                var value = get(read);
                var wrong = value switch
                {
                    string text => text.Contains('\0'),
                    IDictionary pairs => pairs.Keys.OfType<string>().Any(k => k.Contains('\0')),
                    IEnumerable items => items.Cast<object?>().Any(i => i is null || (i is string text && text.Contains('\0'))),
                    _ => false,
                };
                if (wrong) throw new JsonException(null, "$." + property.Name, null, null);
                if (value is string seen && PlainText.Clean(seen) is var clean && !ReferenceEquals(clean, seen)) property.Set?.Invoke(read, clean);
                else if (value is IList<string> { IsReadOnly: false } list)
                    for (var i = 0; i < list.Count; i++) list[i] = PlainText.Clean(list[i]);
            }
        };
    }

    /// <summary>The same for addresses and for the forms of pages, which are read here once and kept.</summary>
    internal static void UseCleanInput(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var wrong = context.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true || context.Request.Path.Value?.Contains('\0') == true;
        if (!wrong && context.Request.HasFormContentType && context.GetEndpoint()?.Metadata.GetMetadata<PageMarker>() is not null)
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            wrong = form.Any(f => f.Value.Any(v => v?.Contains('\0') == true));
            if (form.Any(f => f.Value.Any(v => v is not null && !ReferenceEquals(PlainText.Clean(v), v)))) context.Request.Form = Cleaned(form);
        }
        if (!wrong) await next(context);
        else if (context.IsApi()) await context.WriteProblem(400, "malformed", T("请求内容不完整或格式有误，请检查后再试。"));
        else context.Response.StatusCode = 400;
    });

    static FormCollection Cleaned(IFormCollection form) =>
        new(form.ToDictionary(f => f.Key, f => new StringValues([.. f.Value.Select(v => v is null ? null : PlainText.Clean(v))]), StringComparer.OrdinalIgnoreCase), form.Files);

    /// <summary>Times are UTC: one without a zone is read as UTC, one of another zone is turned into UTC, wherever the server stands.</summary>
    internal sealed class UtcTimes : JsonConverter<DateTime>
    {
        public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTime() switch
        {
            { Kind: DateTimeKind.Local } local => local.ToUniversalTime(),
            { Kind: DateTimeKind.Unspecified } plain => DateTime.SpecifyKind(plain, DateTimeKind.Utc),
            var utc => utc,
        };

        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
