using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Isolation.Tests;

/// <summary>What a place in a request takes.</summary>
enum Sort
{
    /// <summary>An id.</summary>
    Id,
    /// <summary>Words, a key, a phone.</summary>
    Text,
    /// <summary>The version of the row that is changed.</summary>
    Version,
}

/// <summary>A place in a request where something can be named.</summary>
/// <param name="name">What the place is called: a parameter, a property, a field.</param>
/// <param name="near">Words around it: the address before it, the property that holds it.</param>
/// <param name="sort">What it takes.</param>
/// <param name="inRoute">Part of the address proper.</param>
sealed class Slot(string name, string near, Sort sort, bool inRoute = false)
{
    internal string Name => name;
    internal string Near => near;
    internal Sort Sort => sort;
    internal bool InRoute => inRoute;
    /// <summary>What belongs here when the caller stays at home; empty leaves the place out.</summary>
    internal string Home { get; set; } = "";
    /// <summary>Draws what belongs here anew for each request, where a value counts once: numbers, phones, keys.</summary>
    internal Func<string>? Fresh { get; set; }
    /// <summary>The table whose ids the place was seen to take, or what its name suggests.</summary>
    internal string? Table { get; set; }
    /// <summary>May be left out.</summary>
    internal bool Optional { get; init; }
    /// <summary>Makes a difference only when the other optional places are left out.</summary>
    internal bool Alone { get; set; }
    /// <summary>True when an id of home was seen to make a difference here.</summary>
    internal bool Reached { get; set; }
}

/// <summary>A request with places to fill. A place stands as <c>~3~</c> in the texts.</summary>
sealed class Draft(Sweep.Call call)
{
    /// <summary>Stands for an id that is new each time the request is sent.</summary>
    internal const string Anew = "~new~";
    /// <summary>Stands for a number that is new each time.</summary>
    internal const string AnewNumber = "~number~";

    internal Sweep.Call Call => call;
    internal HttpMethod Method { get; init; } = call.Method;
    internal string Path { get; set; } = "";
    internal List<(string Name, string Value)> Query { get; } = [];
    internal List<(string Name, string Value)> Headers { get; } = [];
    internal JsonNode? Json { get; set; }
    internal List<(string Name, string Value)>? Form { get; set; }
    internal bool Multipart { get; set; }
    internal byte[]? File { get; set; }
    internal List<Slot> Slots { get; } = [];
    /// <summary>Which of several versions that the row is shown with counts here; null for the row's own.</summary>
    internal string? VersionName { get; set; }

    internal IEnumerable<Slot> Ids => Slots.Where(s => s.Sort == Sort.Id);
    internal IEnumerable<Slot> Texts => Slots.Where(s => s.Sort == Sort.Text);

    /// <summary>Adds a place and answers what stands for it.</summary>
    internal string Add(Slot slot)
    {
        Slots.Add(slot);
        return Mark(Slots.Count - 1);
    }

    static string Mark(int index) => "~" + index.ToString(CultureInfo.InvariantCulture) + "~";

    /// <summary>The request; <paramref name="other"/> says what stands in some places instead of home's.</summary>
    internal HttpRequestMessage Write(string root, IReadOnlyDictionary<Slot, string> other, int version)
    {
        string Filled(string text, Func<string, string> escape)
        {
            for (var i = 0; i < Slots.Count && text.Contains('~'); i++) text = text.Replace(Mark(i), escape(Value(Slots[i])), StringComparison.Ordinal);
            return text switch { Anew => Guid.NewGuid().ToString(), AnewNumber => Requests.Words("number"), _ => text };
        }
        string Value(Slot slot) => slot.Sort == Sort.Version ? version.ToString(CultureInfo.InvariantCulture) : other.TryGetValue(slot, out var given) ? given : slot.Fresh?.Invoke() ?? slot.Home;

        var query = Query.Select(q => (q.Name, Value: Filled(q.Value, v => v))).Where(q => q.Value.Length > 0).Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value)}").ToList();
        var request = new HttpRequestMessage(Method, root + Filled(Path, Uri.EscapeDataString) + (query.Count > 0 ? "?" + string.Join('&', query) : ""));
        foreach (var (name, value) in Headers)
            if (Filled(value, v => v) is { Length: > 0 } header) request.Headers.TryAddWithoutValidation(name, header);
        if (Json is not null) request.Content = new StringContent(FilledJson(Value), Encoding.UTF8, "application/json");
        else if (Form is not null || File is not null)
        {
            var pairs = (Form ?? []).Select(f => (f.Name, Value: Filled(f.Value, v => v), Given: f.Value)).Where(f => f.Value.Length > 0 || !f.Given.StartsWith('~')).Select(f => KeyValuePair.Create(f.Name, f.Value)).ToList();
            request.Content = Multipart ? Parts(pairs, Value) : new FormUrlEncodedContent(pairs);
        }
        return request;
    }

    string FilledJson(Func<Slot, string> value)
    {
        var json = Json!.ToJsonString();
        for (var i = 0; i < Slots.Count; i++)
        {
            var (slot, filled) = (Slots[i], value(Slots[i]));
            json = json.Replace($"\"{Mark(i)}\"", slot.Sort == Sort.Version ? filled : filled.Length == 0 ? "null" : JsonSerializer.Serialize(filled), StringComparison.Ordinal);
        }
        return json.Replace("[null]", "[]", StringComparison.Ordinal);
    }

    MultipartFormDataContent Parts(List<KeyValuePair<string, string>> pairs, Func<Slot, string> value)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, text) in pairs) content.Add(new StringContent(text), name);
        var file = new ByteArrayContent(File ?? TestPhotos.Jpeg(8, 8));
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Add(file, "file", (Texts.FirstOrDefault(t => t.Name == "file name") is { } name1 ? value(name1) : "file") + ".xlsx");
        return content;
    }
}
