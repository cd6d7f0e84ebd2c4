using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>The hand-written files of the product.</summary>
static partial class Sources
{
    internal static readonly string Root = FindRoot();

    internal sealed record File(string Path, string Text)
    {
        internal bool IsRazor => Path.EndsWith(".razor", StringComparison.Ordinal);

        /// <summary>The text without comments.</summary>
        internal string Code => IsRazor ? CodeLines().Replace(RazorComments().Replace(Text, ""), "") : CodeLines().Replace(Text, "");

        internal int LineOf(int index) => Text.AsSpan(0, index).Count('\n') + 1;
    }

    internal static IReadOnlyList<File> Product { get; } = [.. new[] { "src", "modules", "host" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.*", SearchOption.AllDirectories))
        .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal))
        .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
        .Where(path => !Generated().IsMatch(path)).Order(StringComparer.Ordinal)
        .Select(path => new File(path, System.IO.File.ReadAllText(Path.Combine(Root, path))))];

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Linli.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The sources are not above the tests.");
    }

    [GeneratedRegex("(^|/)(bin|obj|Migrations)/")]
    private static partial Regex Generated();

    [GeneratedRegex("@\\*.*?\\*@|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex RazorComments();

    [GeneratedRegex("^[ \\t]*//.*$|(?<=[;{}),])[ \\t]*//[^\"\\n]*$", RegexOptions.Multiline)]
    private static partial Regex CodeLines();
}
