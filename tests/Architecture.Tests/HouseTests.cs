using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>How the sources are kept.</summary>
public sealed partial class HouseTests
{
    [Fact]
    public void No_file_is_longer_than_three_hundred_lines() =>
        Sources.Product.Where(f => f.LineOf(f.Text.Length) > 301).Select(f => $"{f.Path}: {f.LineOf(f.Text.Length)} lines").ShouldBeEmpty();

    [Fact]
    public void What_others_may_use_says_what_it_guarantees() => Sources.Product
        .Where(f => !f.IsRazor && (f.Path.StartsWith("src/", StringComparison.Ordinal) || f.Path.Contains("/Contracts/", StringComparison.Ordinal)))
        .SelectMany(Undocumented).ShouldBeEmpty();

    // A public member counts when everything around it is public; indentation, which the formatter keeps, tells what is around.
    static IEnumerable<string> Undocumented(Sources.File file)
    {
        var outer = new Stack<(int Indent, bool Public)>();
        var documented = false;
        foreach (var (line, number) in file.Text.Split('\n').Select((l, n) => (l, n + 1)))
        {
            var text = line.TrimStart();
            var indent = line.Length - text.Length;
            if (text.Length == 0 || text[0] == '[') continue;
            while (outer.Count > 0 && outer.Peek().Indent >= indent && text[0] is not ('{' or '}')) outer.Pop();
            var visible = text.StartsWith("public ", StringComparison.Ordinal) && outer.All(o => o.Public);
            if (visible && !documented && !text.StartsWith("public override", StringComparison.Ordinal)) yield return $"{file.Path}:{number} {text}";
            if (Type().IsMatch(text)) outer.Push((indent, visible || (text.StartsWith("extension", StringComparison.Ordinal) && outer.All(o => o.Public))));
            documented = text.StartsWith("///", StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"^(?:(?:public|internal|private|protected|static|sealed|abstract|readonly|partial|file)\s+)*(?:class|record|struct|interface|enum|extension)\b")]
    private static partial Regex Type();
}
