using System.Globalization;
using System.Text.RegularExpressions;
using Platform;

namespace Architecture.Tests;

/// <summary>Everything said in Chinese is also said in English.</summary>
public sealed partial class WordsTests
{
    /// <summary>Texts with Chinese in them that nobody reads as Chinese, and why.</summary>
    static readonly Dictionary<string, string> NotTranslated = new(StringComparer.Ordinal)
    {
        ["Linli 邻里. Sign in with POST /api/v1/sessions, then call /{slug}/api/v1/… with the bearer token."] = "English text of the API description",
    };

    /// <summary>Files whose bare Chinese is what people write into files and fields, and is read as such; only what goes through T is said.</summary>
    static readonly string[] Formats = ["modules/Estates/Import/EstateSheet.cs", "modules/Estates/Places/PlaceNames.cs"];

    /// <summary>Interpolated texts with Chinese punctuation around names, and why.</summary>
    static readonly Dictionary<string, string> Composed = new(StringComparer.Ordinal) { ["$\"{tenant.Required.Name}：{words}\""] = "subject of a mail: a company's name and a text that is already translated" };

    /// <summary>Files whose Chinese is data, and why. Invented companies speak Chinese only.</summary>
    [GeneratedRegex("(^|/)Demo/|Demo\\.cs$|^host/")]
    private static partial Regex Data();

    [GeneratedRegex("[\\u3001-\\u303f\\u4e00-\\u9fff\\uff00-\\uffef]")]
    private static partial Regex Han();

    // Interpolated literals are matched too, without a first group: they cannot be looked up.
    [GeneratedRegex("\\$\"(?:[^\"\\\\\\n]|\\\\.)*\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("\\bT\\(\"((?:[^\"\\\\\\n]|\\\\.)*)\"")]
    private static partial Regex Said();

    [GeneratedRegex("\\{\\d+")]
    private static partial Regex Places();

    sealed record Line(string File, string Key, string English);

    static readonly List<Line> Lines = [.. Directory.EnumerateFiles(Sources.Root, "Words.en.restext", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Sources.Root, path)).Where(path => !path.Contains("obj") && !path.Contains("bin"))
        .SelectMany(path => File.ReadAllLines(Path.Combine(Sources.Root, path)).Where(l => l.Length > 0 && l[0] is not ('#' or ';'))
            .Select(l => l.Split('=', 2)).Select(p => new Line(path, Unescape(p[0].TrimEnd()), Unescape(p.Length > 1 ? p[1] : ""))))];

    // In code every Chinese literal is meant to be read: errors, notices, labels and menus carry the text and are translated when shown.
    static readonly List<(string File, string Text)> Texts = [.. Sources.Product.Where(f => !Data().IsMatch(f.Path))
        .SelectMany(f => (f.IsRazor || Formats.Contains(f.Path) ? Said() : Literal()).Matches(f.Code).Select(m => (f.Path, Text: Unescape(m.Groups[1].Value))))
        .Where(t => Han().IsMatch(t.Text) && !NotTranslated.ContainsKey(t.Text))];

    static string Unescape(string text) => Regex.Unescape(text.Replace("{", "\\{", StringComparison.Ordinal));

    [Fact]
    public void Every_Chinese_text_has_an_English_line()
    {
        var known = Lines.Select(l => l.Key).ToHashSet(StringComparer.Ordinal);
        Texts.Count.ShouldBeGreaterThan(300);

        Texts.Where(t => !known.Contains(t.Text)).Select(t => $"{t.File}: {t.Text}").Distinct().ShouldBeEmpty();
    }

    [Fact]
    public void No_Chinese_text_is_put_together_where_it_cannot_be_looked_up() => Sources.Product.Where(f => !f.IsRazor && !Data().IsMatch(f.Path))
        .SelectMany(f => Literal().Matches(f.Code).Where(m => !m.Groups[1].Success && Han().IsMatch(m.Value) && !Composed.ContainsKey(m.Value)).Select(m => $"{f.Path}: {m.Value}"))
        .ShouldBeEmpty();

    [Fact]
    public void No_English_line_is_left_over()
    {
        var used = Sources.Product.SelectMany(f => (f.IsRazor ? Said() : Literal()).Matches(f.Code)).Select(m => Unescape(m.Groups[1].Value)).ToHashSet(StringComparer.Ordinal);

        Lines.Where(l => !used.Contains(l.Key)).Select(l => $"{l.File}: {l.Key}").ShouldBeEmpty();
    }

    [Fact]
    public void No_page_says_Chinese_past_the_words() => Sources.Product.Where(f => f.IsRazor && !Data().IsMatch(f.Path))
        .SelectMany(f => Said().Replace(f.Code, "").Split('\n').Where(l => Han().IsMatch(l.Replace("\"zh-CN\", \"中文\"", "", StringComparison.Ordinal))).Select(l => $"{f.Path}: {l.Trim()}"))
        .ShouldBeEmpty();

    [Fact]
    public void Chinese_and_English_have_the_same_places_to_fill() => Lines
        .Where(l => !Filled(l.Key).SetEquals(Filled(l.English))).Select(l => $"{l.File}: {l.Key}={l.English}").ShouldBeEmpty();

    static HashSet<string> Filled(string text) => [.. Places().Matches(text).Select(m => m.Value)];

    [Fact]
    public void A_text_has_one_English_line_or_the_same_one_everywhere() => Lines.GroupBy(l => l.Key).Where(g => g.Select(l => l.English).Distinct().Count() > 1)
        .Select(g => $"{g.Key}: {string.Join(" | ", g.Select(l => $"{l.English} ({l.File})"))}").ShouldBeEmpty();

    [Fact]
    public void No_English_line_is_empty_or_Chinese() => Lines.Where(l => l.English.Length == 0 || Han().IsMatch(l.English)).Select(l => $"{l.File}: {l.Key}={l.English}").ShouldBeEmpty();

    [Fact]
    public void The_product_answers_in_English_with_these_lines()
    {
        _ = TestHost.Default;
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        try
        {
            Lines.Where(l => Words.T(l.Key) != l.English).Select(l => $"{l.Key}: {Words.T(l.Key)} instead of {l.English}").ShouldBeEmpty();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
