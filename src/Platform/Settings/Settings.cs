using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Access;
using Platform.Model;
using Platform.Notices;

namespace Platform.Settings;

/// <summary>One typed setting of a company, kept as JSON.</summary>
public sealed class CompanySetting : Aggregate
{
    CompanySetting() { }

    /// <summary>A new setting.</summary>
    public CompanySetting(string key, string json) => (Key, Json) = (key, json);

    /// <summary>The setting's name, unique in the company.</summary>
    public string Key { get; private set; } = "";
    /// <summary>The value.</summary>
    public string Json { get; set; } = "";
}

/// <summary>Reads and writes a company's typed settings.</summary>
public interface ICompanySettings
{
    /// <summary>The setting of type <typeparamref name="T"/>, or its defaults. Cached until changed.</summary>
    ValueTask<T> Get<T>(CancellationToken stop = default) where T : class, ICompanySetting, new();

    /// <summary>Puts the value into the current unit of work; the caller saves. True when it differs from what was stored.</summary>
    Task<bool> Set<T>(T value, CancellationToken stop = default) where T : class, ICompanySetting, new();
}

/// <summary>A settings record with its storage key.</summary>
public interface ICompanySetting
{
    /// <summary>Storage key.</summary>
    static abstract string Key { get; }
}

/// <summary>
/// A part of a company file. Validation happens for every section before any is applied, so a bad file changes nothing.
/// </summary>
public interface ICompanySection
{
    /// <summary>The property of the file.</summary>
    string Name { get; }

    /// <summary>The type that the JSON is read into; it also makes the JSON schema.</summary>
    Type Shape { get; }

    /// <summary>Adds a problem for everything that is wrong, naming the place.</summary>
    void Validate(object value, CompanyFileProblems problems);

    /// <summary>Brings the current company's data to the file's state inside the caller's unit of work and reports every difference it makes.</summary>
    Task Apply(object value, IServiceProvider services, CompanyChanges changes, CancellationToken stop);

    /// <summary>The keys it defines, to which other sections may refer; see <see cref="CompanyFileProblems.Knows"/>.</summary>
    IEnumerable<string> KeysOf(object value) => [];

    /// <summary>The section as it stands in the current company.</summary>
    Task<object> Export(IServiceProvider services, CancellationToken stop);
}

/// <summary>What is wrong with a company file, with its place as a JSON path.</summary>
public sealed class CompanyFileProblems
{
    readonly List<string> lines = [];

    /// <summary>One line per problem: <c>$.categories[2].name: …</c>.</summary>
    public IReadOnlyList<string> Lines => lines;

    /// <summary>The permissions that exist.</summary>
    public PermissionList Permissions { get; init; } = new([]);

    /// <summary>The kinds of notices that exist.</summary>
    public NoticeKindList Kinds { get; init; } = new([]);

    /// <summary>Finds the line of a path in the file, when there is a file.</summary>
    public Func<string, int>? LineOf { get; init; }

    /// <summary>The keys that the file's sections define, by section.</summary>
    public IDictionary<string, IReadOnlySet<string>> Keys { get; } = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);

    /// <summary>True when the file's section defines the key. A section that the file leaves out stays as it is in the company, so nothing can be said and it is true.</summary>
    public bool Knows(string section, string key) => !Keys.TryGetValue(section, out var keys) || keys.Contains(key);

    /// <summary>Adds a problem.</summary>
    public void Add(string path, string text, params object?[] args) =>
        lines.Add(LineOf is null ? $"{path}: {Words.T(text, args)}" : $"{path} {Words.T("（第 {0} 行）", LineOf(path))}: {Words.T(text, args)}");
}

/// <summary>What applying a company file changed.</summary>
public sealed class CompanyChanges
{
    readonly List<string> lines = [];
    readonly List<string> notes = [];

    /// <summary>One line per change, in the order made.</summary>
    public IReadOnlyList<string> Lines => lines;

    /// <summary>What was left as it is although the file says otherwise, and why.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>Something left as it is.</summary>
    public void Kept(string why) => notes.Add("! " + why);

    /// <summary>Something new.</summary>
    public void Added(string what) => lines.Add("+ " + what);

    /// <summary>Something with another value.</summary>
    public void Changed(string what, object? before, object? after) => lines.Add($"~ {what}: {before} → {after}");

    /// <summary>Something taken away.</summary>
    public void Removed(string what) => lines.Add("- " + what);
}

/// <summary>JSON as company files and settings use it: camel case, enums by name, nothing unknown let through.</summary>
public static class CompanyJson
{
    /// <summary>Strict options: unknown properties are refused with their place.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Canonical text of a value, for comparing.</summary>
    public static string Text(object value) => JsonSerializer.Serialize(value, value.GetType(), Options);

    /// <summary>Reads a value.</summary>
    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    /// <summary>Reads a node.</summary>
    public static JsonNode? Node(string json) => JsonNode.Parse(json, null, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
}
