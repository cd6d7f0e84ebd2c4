using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
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
    /// <summary>The request of a call, with all its places; <paramref name="bare"/> leaves the body empty.</summary>
    internal static Draft Of(Sweep.Call call, bool bare = false)
    {
        var draft = new Draft(call);
        Address(draft, call.Endpoint);
        if (call.Method == HttpMethod.Get || call.Method == HttpMethod.Head) return draft;
        var accepts = call.Endpoint.Metadata.GetMetadata<IAcceptsMetadata>();
        if (call.IsPage) draft.Form = [("_handler", "x")];
        else if (IsJson(accepts)) draft.Json = bare ? new JsonObject() : Invent(draft, accepts!.RequestType!, "", LastLiteral(call.Endpoint), 0);
        else
        {
            // It declares no body, so it may read anything: a file with fields beside it.
            draft.Multipart = true;
            draft.Form = [("id", draft.Add(new Slot("id", "", Sort.Id))), ("key", draft.Add(new Slot("key", "", Sort.Text) { Home = "x" }))];
            draft.Add(new Slot("file name", "", Sort.Text) { Home = "file" });
        }
        return draft;
    }

    /// <summary>True when the body is JSON.</summary>
    internal static bool HasJson(Sweep.Call call) => !call.IsPage && call.Method != HttpMethod.Get && IsJson(call.Endpoint.Metadata.GetMetadata<IAcceptsMetadata>());

    /// <summary>True when the body is read by hand.</summary>
    internal static bool HasUndeclaredBody(Sweep.Call call) => !call.IsPage && call.Method != HttpMethod.Get && !HasJson(call);

    static bool IsJson(IAcceptsMetadata? accepts) => accepts?.RequestType is { } type && type != typeof(void) && accepts.ContentTypes.Any(t => t.Contains("json", StringComparison.Ordinal));

    static void Address(Draft draft, RouteEndpoint endpoint)
    {
        var (path, near) = (new StringBuilder(), "");
        foreach (var segment in endpoint.RoutePattern.PathSegments)
        {
            path.Append('/');
            foreach (var part in segment.Parts)
            {
                if (part is RoutePatternLiteralPart { Content: var words } && words is not ("api" or "v1")) near = words;
                path.Append(part switch
                {
                    RoutePatternLiteralPart literal => literal.Content,
                    RoutePatternSeparatorPart separator => separator.Content,
                    RoutePatternParameterPart parameter => Value(draft, parameter, near),
                    _ => "",
                });
            }
        }
        draft.Path = path.ToString();
        Named(draft, endpoint);
    }

    static string Value(Draft draft, RoutePatternParameterPart parameter, string near)
    {
        if (parameter.ParameterPolicies.Any(p => p.Content == "guid")) return draft.Add(new Slot(parameter.Name, near, Sort.Id, inRoute: true) { Home = Guid.NewGuid().ToString() });
        if (parameter.ParameterPolicies.Any(p => p.Content is "int" or "long")) return "1";
        if (parameter.ParameterPolicies.Any(p => p.Content == "datetime")) return "2026-01-01";
        return draft.Add(new Slot(parameter.Name, near, Sort.Text, inRoute: true) { Home = "x" });
    }

    // API: parameters that are not in the route. Pages: what is supplied from the query; ids there may be kept as text.
    static void Named(Draft draft, RouteEndpoint endpoint)
    {
        var route = endpoint.RoutePattern.Parameters.Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var bound in endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>().Where(p => !route.Contains(p.Name)))
        {
            var attributes = bound.ParameterInfo.GetCustomAttributes().ToList();
            if (attributes.OfType<IFromBodyMetadata>().Any() || SortOf(bound.ParameterInfo.ParameterType) is not { } sort) continue;
            if (attributes.OfType<IFromHeaderMetadata>().FirstOrDefault() is { } header) draft.Headers.Add((header.Name ?? bound.Name, draft.Add(new Slot(bound.Name, "header", sort))));
            else draft.Query.Add((bound.Name, draft.Add(new Slot(bound.Name, "", sort))));
        }
        if (PageOf(endpoint) is not { } page) return;
        foreach (var property in page.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (property.GetCustomAttribute<SupplyParameterFromQueryAttribute>() is not { } query || SortOf(property.PropertyType) is not { } sort) continue;
            draft.Query.Add((query.Name ?? property.Name, draft.Add(new Slot(property.Name, "", sort))));
        }
    }

    /// <summary>The component of a page.</summary>
    internal static Type? PageOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type;

    static Sort? SortOf(Type type) => Bare(type) == typeof(Guid) ? Sort.Id : type == typeof(string) ? Sort.Text : null;

    // A list counts as what it lists.
    static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? (type.IsArray ? Bare(type.GetElementType()!) : type);

    static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    static JsonNode? Invent(Draft draft, Type given, string name, string near, int depth)
    {
        var type = Nullable.GetUnderlyingType(given) ?? given;
        if (type == typeof(Guid)) return draft.Add(new Slot(name, near, Sort.Id) { Home = type == given ? Guid.NewGuid().ToString() : "", Optional = type != given });
        // What can be exported is known to the product alone.
        if (type == typeof(string) && (near, name) == ("exports", "Kind")) return "tickets.list";
        if (type == typeof(string)) return draft.Add(new Slot(name, near, Sort.Text) { Home = Words(name), Fresh = Words(name) == Words("") ? null : () => Words(name) });
        if (type == typeof(int) && name == "Version") return draft.Add(new Slot(name, near, Sort.Version));
        if (given == typeof(DateTime?)) return null;
        if (Plain(type) is { } plain) return plain;
        if (depth > 4) return null;
        if (Generic(type, typeof(IReadOnlyDictionary<,>)) is { } pairs)
            return pairs[0] == typeof(Guid) ? new JsonObject { [draft.Add(new Slot(name, near, Sort.Id) { Home = Guid.NewGuid().ToString() })] = Invent(draft, pairs[1], name, near, depth + 1) } : new JsonObject();
        if (Generic(type, typeof(IEnumerable<>)) is [var single] && single == typeof(Guid)) return new JsonArray(Invent(draft, typeof(Guid?), name, near, depth + 1));
        if (Generic(type, typeof(IEnumerable<>)) is { } list) return new JsonArray(Invent(draft, list[0], name, near, depth + 1));
        var made = new JsonObject();
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.GetIndexParameters().Length == 0 && p.SetMethod is not null))
            made[Camel(property.Name)] = Invent(draft, property.PropertyType, property.Name, name.Length > 0 ? name : near, depth + 1);
        return made;
    }

    static string LastLiteral(RouteEndpoint endpoint) => endpoint.RoutePattern.PathSegments.SelectMany(s => s.Parts).OfType<RoutePatternLiteralPart>().LastOrDefault()?.Content ?? "";

    static JsonNode? Plain(Type type)
    {
        if (type == typeof(bool)) return true;
        if (type == typeof(DateTime) || type == typeof(DateTimeOffset)) return DateTime.UtcNow.AddHours(1).ToString("O", CultureInfo.InvariantCulture);
        if (type == typeof(DateOnly)) return DateOnly.FromDateTime(DateTime.UtcNow).ToString("O", CultureInfo.InvariantCulture);
        if (type == typeof(TimeOnly)) return "08:00:00";
        if (type == typeof(TimeSpan)) return "00:01:00";
        if (type.IsEnum) return Camel(Enum.GetNames(type)[0]);
        return type.IsPrimitive || type == typeof(decimal) ? 1 : null;
    }

    static Type[]? Generic(Type type, Type wanted) =>
        type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && (i.GetGenericTypeDefinition() == wanted || (wanted == typeof(IReadOnlyDictionary<,>) && i.GetGenericTypeDefinition() == typeof(IDictionary<,>))))?.GetGenericArguments();

    /// <summary>Something to write in a place of that name.</summary>
    internal static string Words(string name) =>
        name.Contains("phone", StringComparison.OrdinalIgnoreCase) ? "138" + Random.Shared.Next(10_000_000, 99_999_999)
        : name.EndsWith("key", StringComparison.OrdinalIgnoreCase) ? "k" + Guid.NewGuid().ToString("N")[..10]
        : name.EndsWith("number", StringComparison.OrdinalIgnoreCase) ? Random.Shared.Next(97_000_000, 97_999_999).ToString(CultureInfo.InvariantCulture)
        : "文字";

    /// <summary>Fields of a page's form that its type takes, beyond what the drawn form has: (form, field, type).</summary>
    internal static IEnumerable<(string Form, string Field, Type Type)> FormFields(RouteEndpoint endpoint)
    {
        foreach (var property in PageOf(endpoint)?.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) ?? [])
        {
            if (property.GetCustomAttribute<SupplyParameterFromFormAttribute>() is not { FormName: { } form } supplied) continue;
            var (name, type) = (supplied.Name ?? property.Name, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
            if (type == typeof(string) || Plain(type) is not null || Bare(type) == typeof(Guid)) yield return (form, name, type);
            else foreach (var inner in type.GetProperties().Where(p => p.SetMethod is not null)) yield return (form, $"{name}.{inner.Name}", Nullable.GetUnderlyingType(inner.PropertyType) ?? inner.PropertyType);
        }
    }

    /// <summary>A value of a form's field.</summary>
    internal static string FieldValue(string name, Type type) => type == typeof(string) ? Words(name) : type.IsEnum ? Enum.GetNames(type)[0] : Plain(type)?.ToString() ?? "";
}
