using System.Text;
using System.Text.Json;
using Platform.Settings;

namespace Tenants.Files;

/// <summary>Where everything stands in a JSON text, so that a problem can name its line.</summary>
sealed class JsonPlaces
{
    static readonly JsonReaderOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 32 };

    readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);
    readonly List<string> doubled = [];

    JsonPlaces() { }

    /// <summary>Reads the text; throws <see cref="JsonException"/> where it is no JSON.</summary>
    internal static JsonPlaces Of(string json)
    {
        var places = new JsonPlaces();
        places.Walk(Encoding.UTF8.GetBytes(json));
        return places;
    }

    /// <summary>The line of a path, or of the nearest thing around it.</summary>
    internal int LineOf(string path)
    {
        while (true)
        {
            if (lines.TryGetValue(path, out var line)) return line;
            var end = path.LastIndexOfAny(['.', '[']);
            if (end <= 0) return 1;
            path = path[..end];
        }
    }

    internal void Report(CompanyFileProblems problems)
    {
        foreach (var path in doubled) problems.Add(path, "这个字段写了两次。");
    }

    sealed class Level(string path, bool isArray)
    {
        public string Path => path;
        public bool IsArray => isArray;
        public int Next;
    }

    void Walk(byte[] text)
    {
        var reader = new Utf8JsonReader(text, Options);
        var levels = new Stack<Level>();
        var (line, counted, named) = (1, 0, "$");
        while (reader.Read())
        {
            line += text.AsSpan(counted, (int)reader.TokenStartIndex - counted).Count((byte)'\n');
            counted = (int)reader.TokenStartIndex;
            switch (reader.TokenType)
            {
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    levels.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    named = $"{levels.Peek().Path}.{reader.GetString()}";
                    if (!lines.TryAdd(named, line)) doubled.Add(named);
                    break;
                default:
                    var path = levels.TryPeek(out var level) && level.IsArray ? $"{level.Path}[{level.Next++}]" : named;
                    lines.TryAdd(path, line);
                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) levels.Push(new(path, reader.TokenType == JsonTokenType.StartArray));
                    break;
            }
        }
    }
}
