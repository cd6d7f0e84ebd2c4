using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Isolation.Tests;

/// <summary>Invents requests from what endpoints say of themselves.</summary>
static class Requests
{
    /// <summary>The address with the id wherever one fits: route and query.</summary>
    internal static string Address(RouteEndpoint endpoint, Guid id)
    {
        var path = new StringBuilder();
        foreach (var segment in endpoint.RoutePattern.PathSegments)
        {
            path.Append('/');
            foreach (var part in segment.Parts)
                path.Append(part switch
                {
                    RoutePatternLiteralPart literal => literal.Content,
                    RoutePatternSeparatorPart separator => separator.Content,
                    RoutePatternParameterPart parameter => Value(parameter, id),
                    _ => "",
                });
        }
        var query = QueryIds(endpoint).ToList();
        return path + (query.Count > 0 ? "?" + string.Join('&', query.Select(q => $"{q}={id}")) : "");
    }

    internal static bool HasRouteId(RouteEndpoint endpoint) => endpoint.RoutePattern.Parameters.Any(IsId);

    internal static bool HasJsonBody(Sweep.Call call) => !call.IsPage && Accepted(call) is { RequestType: { } type } accepts && type != typeof(void) && IsJson(accepts);

    /// <summary>True when an id in the request makes a difference.</summary>
    internal static bool TakesId(Sweep.Call call) => HasRouteId(call.Endpoint) || QueryIds(call.Endpoint).Any()
        || (HasJsonBody(call) && Invent(Accepted(call)!.RequestType!, Marker, 0)?.ToJsonString().Contains(Marker.ToString(), StringComparison.Ordinal) == true);

    internal static HttpContent? Content(Sweep.Call call, Guid id, bool empty)
    {
        if (call.Method == HttpMethod.Get || call.Method == HttpMethod.Head) return null;
        if (call.IsPage) return new FormUrlEncodedContent([new("_handler", "x")]);
        if (Accepted(call) is not { } accepts) return null;
        if (!IsJson(accepts)) return accepts.ContentTypes.Any(t => t.StartsWith("multipart/", StringComparison.Ordinal)) ? new MultipartFormDataContent { { new StringContent("x"), "x" } } : new FormUrlEncodedContent([new("x", "x")]);
        var body = empty || accepts.RequestType is null ? "{}" : Invent(accepts.RequestType, id, 0)?.ToJsonString() ?? "{}";
        return new StringContent(body, Encoding.UTF8, "application/json");
    }

    static readonly Guid Marker = Guid.NewGuid();

    static IAcceptsMetadata? Accepted(Sweep.Call call) => call.Method == HttpMethod.Get ? null : call.Endpoint.Metadata.GetMetadata<IAcceptsMetadata>();

    static bool IsJson(IAcceptsMetadata accepts) => accepts.ContentTypes.Any(t => t.Contains("json", StringComparison.Ordinal));

    static bool IsId(RoutePatternParameterPart parameter) => parameter.ParameterPolicies.Any(p => p.Content == "guid");

    static string Value(RoutePatternParameterPart parameter, Guid id) =>
        IsId(parameter) ? id.ToString() : parameter.ParameterPolicies.Any(p => p.Content is "int" or "long") ? "1" : parameter.ParameterPolicies.Any(p => p.Content == "datetime") ? "2026-01-01" : "x";

    // API: parameters of a Guid that are not in the route. Pages: what is supplied from the query; ids there may be kept as text.
    static IEnumerable<string> QueryIds(RouteEndpoint endpoint)
    {
        var route = endpoint.RoutePattern.Parameters.Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var bound = endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>().Where(p => !route.Contains(p.Name) && Bare(p.ParameterInfo.ParameterType) == typeof(Guid)
            && p.ParameterInfo.GetCustomAttributes().All(a => a is not IFromBodyMetadata and not IFromHeaderMetadata)).Select(p => p.Name);
        var page = endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type;
        var supplied = page is null ? [] : page.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(p => Bare(p.PropertyType) == typeof(Guid) || p.PropertyType == typeof(string))
            .Select(p => (Property: p, Query: p.GetCustomAttribute<SupplyParameterFromQueryAttribute>())).Where(p => p.Query is not null).Select(p => p.Query!.Name ?? p.Property.Name);
        return bound.Concat(supplied);
    }

    static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    static JsonNode? Invent(Type given, Guid id, int depth)
    {
        var type = Bare(given);
        if (type == typeof(Guid)) return id.ToString();
        if (type == typeof(string)) return "文";
        if (type == typeof(bool)) return false;
        if (type == typeof(DateTime) || type == typeof(DateTimeOffset)) return "2026-11-23T08:00:00Z";
        if (type == typeof(DateOnly)) return "2026-11-23";
        if (type == typeof(TimeOnly)) return "08:00:00";
        if (type == typeof(TimeSpan)) return "00:01:00";
        if (type.IsEnum) return System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(Enum.GetNames(type)[0]);
        if (type.IsPrimitive || type == typeof(decimal)) return 1;
        if (depth > 4) return null;
        if (type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)) is not null) return new JsonObject();
        if (type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)) is { } list)
            return new JsonArray(Invent(list.GetGenericArguments()[0], id, depth + 1));
        var made = new JsonObject();
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.GetIndexParameters().Length == 0 && p.SetMethod is not null))
            made[System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = Invent(property.PropertyType, id, depth + 1);
        return made;
    }
}
