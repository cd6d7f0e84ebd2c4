using System.Text.RegularExpressions;

namespace Tickets.Categories;

/// <summary>How categories and price items are named in company files.</summary>
static partial class FileKeys
{
    /// <summary>Lower-case letters, digits and hyphens, at most forty.</summary>
    internal static bool IsKey(string text) => Shape().IsMatch(text);

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$")]
    private static partial Regex Shape();
}
