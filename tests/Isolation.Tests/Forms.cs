using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Isolation.Tests;

/// <summary>A form of a page as a browser would send it by one of its buttons.</summary>
/// <param name="Handler">The form's name.</param>
/// <param name="Button">Name and value of the button, or empty.</param>
/// <param name="Fields">Everything else; the token among it.</param>
/// <param name="Choices">Fields whose values are chosen, not written.</param>
/// <param name="Uploads">Names under which the script adds ids of files.</param>
/// <param name="HasFiles">A file may travel with it.</param>
sealed partial record PageForm(string Handler, string Button, IReadOnlyList<(string Name, string Value)> Fields, IReadOnlySet<string> Choices, IReadOnlyList<string> Uploads, bool HasFiles)
{
    /// <summary>The same form drawn for another row has the same key: ids and versions aside.</summary>
    internal string Key => $"{Handler}|{Ids().Replace(Button, "#")}|{string.Join(',', Fields.Select(f => Ids().Replace(f.Name, "#")).Distinct())}";

    internal string? Token => Fields.FirstOrDefault(f => f.Name == "__RequestVerificationToken").Value;

    /// <summary>All forms with method post of a page, once per button.</summary>
    internal static IEnumerable<PageForm> Read(string html)
    {
        foreach (Match form in FormTag().Matches(html))
        {
            if (Attribute(form.Groups["tag"].Value, "method")?.Equals("post", StringComparison.OrdinalIgnoreCase) != true) continue;
            var inner = form.Groups["inner"].Value;
            var choices = new HashSet<string>(StringComparer.Ordinal);
            var fields = Controls(inner, choices).ToList();
            var handler = fields.FirstOrDefault(f => f.Name == "_handler").Value ?? "";
            var uploads = DataName().Matches(inner).Select(m => m.Groups[1].Value).ToList();
            var hasFiles = inner.Contains("type=\"file\"", StringComparison.Ordinal);
            var buttons = ButtonTag().Matches(inner).Select(b => (Name: Attribute(b.Value, "name") ?? "", Value: Attribute(b.Value, "value") ?? "")).Where(b => b.Name.Length > 0).Distinct().ToList();
            foreach (var button in buttons.Count > 0 ? buttons : [("", "")])
                yield return new PageForm(handler, button.Name.Length > 0 ? $"{button.Name}={button.Value}" : "", button.Name.Length > 0 ? [.. fields, button] : fields, choices, uploads, hasFiles);
        }
    }

    static IEnumerable<(string Name, string Value)> Controls(string inner, HashSet<string> choices)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match control in Control().Matches(inner))
        {
            var tag = control.Value;
            if (Attribute(tag, "name") is not { Length: > 0 } name) continue;
            if (control.Groups["options"].Success)
            {
                var options = Option().Matches(control.Groups["options"].Value).Select(o => (Value: Attribute(o.Value, "value") ?? "", Chosen: o.Value.Contains(" selected", StringComparison.Ordinal))).ToList();
                choices.Add(name);
                yield return (name, options.FirstOrDefault(o => o.Chosen).Value is { Length: > 0 } chosen ? chosen : options.FirstOrDefault(o => o.Value.Length > 0).Value ?? "");
                continue;
            }
            if (control.Groups["text"].Success)
            {
                yield return (name, WebUtility.HtmlDecode(control.Groups["text"].Value) is { Length: > 0 } text ? text : "文字");
                continue;
            }
            var (type, value) = (Attribute(tag, "type") ?? "text", Attribute(tag, "value") ?? "");
            if (type == "file") continue;
            if (type is "radio" or "checkbox")
            {
                choices.Add(name);
                // The first of each name, so that every name has a value once.
                if (!taken.Add(name)) continue;
            }
            yield return (name, value.Length > 0 || type == "hidden" ? value : Written(name, type, Attribute(tag, "inputmode"), Attribute(tag, "min")));
        }
    }

    static string Written(string name, string type, string? mode, string? least) => (type, mode) switch
    {
        ("date", _) => DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ("datetime-local", _) => DateTime.UtcNow.AddHours(12).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture),
        ("time", _) => "08:00",
        ("number", _) or (_, "numeric" or "decimal") => least ?? "1",
        ("tel", _) or (_, "tel") => Requests.Words("phone"),
        ("checkbox", _) => "on",
        ("password", _) => "wrong-password-1",
        _ => name.EndsWith("Number", StringComparison.Ordinal) ? Draft.AnewNumber : Requests.Words(name),
    };

    static string? Attribute(string tag, string name)
    {
        var head = tag[..(tag.IndexOf('>') is var end and >= 0 ? end : tag.Length)];
        var found = Regex.Match(head, $"\\s{Regex.Escape(name)}=\"([^\"]*)\"");
        return found.Success ? WebUtility.HtmlDecode(found.Groups[1].Value) : null;
    }

    [GeneratedRegex("(?<tag><form\\b[^>]*>)(?<inner>.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex FormTag();

    [GeneratedRegex("<input\\b[^>]*>|<select\\b[^>]*>(?<options>.*?)</select>|<textarea\\b[^>]*>(?<text>.*?)</textarea>", RegexOptions.Singleline)]
    private static partial Regex Control();

    [GeneratedRegex("<option\\b[^>]*>")]
    private static partial Regex Option();

    [GeneratedRegex("<button\\b[^>]*>")]
    private static partial Regex ButtonTag();

    [GeneratedRegex("data-name=\"([^\"]+)\"")]
    private static partial Regex DataName();

    [GeneratedRegex("[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}(?::\\d+)?")]
    internal static partial Regex Ids();
}
