using System.Text.RegularExpressions;

namespace Isolation.Tests;

/// <summary>The catalogue of ways in which isolation failed elsewhere names tests that are there.</summary>
public sealed partial class CatalogueTests
{
    [Fact]
    public void Every_row_has_a_test_that_exists_a_reason_or_says_that_it_is_open()
    {
        var lines = File.ReadAllLines(Repository.Path("tests/Isolation.Tests/CATALOGUE.md"));
        var rows = lines.Select(l => Row().Match(l)).Where(m => m.Success).ToList();
        rows.Select(r => int.Parse(r.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(Enumerable.Range(1, 74));

        int Of(string kind) => rows.Count(r => r.Groups[2].Value == kind);
        lines.Last(l => l.Length > 0).ShouldBe($"{Of("test")} rows have a test, {Of("cannot")} cannot happen here, {Of("open")} are open.");

        var sources = Directory.EnumerateFiles(Repository.Path("tests"), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(File.ReadAllText).ToList();
        var known = sources.SelectMany(s => Class().Match(s) is { Success: true } type ? Method().Matches(s).Select(m => $"{type.Groups[1].Value}.{m.Groups[1].Value}") : []).ToHashSet(StringComparer.Ordinal);
        foreach (var row in rows.Where(r => r.Groups[2].Value == "test"))
        {
            var named = Name().Matches(row.Groups[3].Value.Split(" — ")[0]).Select(m => m.Groups[1].Value).ToList();
            named.ShouldNotBeEmpty(row.Value);
            named.Where(n => !known.Contains(n)).ShouldBeEmpty(row.Value);
        }
    }

    [GeneratedRegex(@"^\| (\d+) \| [^|]+ \| (test|cannot|open): ([^|]+) \|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"class (\w+Tests)\b")]
    private static partial Regex Class();

    [GeneratedRegex(@"public (?:async )?(?:Task|void|static void|static async Task) ?(?:<[^>]*>)? ?(\w+)\(")]
    private static partial Regex Method();

    [GeneratedRegex(@"`(\w+\.\w+)`")]
    private static partial Regex Name();
}
