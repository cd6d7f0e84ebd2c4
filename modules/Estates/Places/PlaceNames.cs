using System.Globalization;
using System.Text.RegularExpressions;

namespace Estates.Places;

/// <summary>How people write places, and how we keep and show them.</summary>
static partial class PlaceNames
{
    /// <summary><c>3幢</c>, <c>3栋</c>, <c>3号楼</c>, <c>3#</c> → <c>3</c>; <c>商业楼</c> stays; null when unusable.</summary>
    public static string? Building(string? text) => Clean(text, BuildingSuffix(), 20);

    /// <summary><c>2单元</c> → <c>2</c>.</summary>
    public static string? Section(string? text) => Clean(text, SectionSuffix(), 10);

    /// <summary><c>1102室</c> → <c>1102</c>.</summary>
    public static string? Unit(string? text) => Clean(text, UnitSuffix(), 20);

    public static string BuildingLabel(string number) => IsPlain(number) ? number + "幢" : number;

    public static string SectionLabel(string number) => IsPlain(number) ? number + "单元" : number;

    /// <summary><c>3幢2单元1102</c>, <c>3幢1102</c>.</summary>
    public static string UnitLabel(string building, string? section, string unit) =>
        BuildingLabel(building) + (section is null ? "" : SectionLabel(section)) + unit;

    public static string Code(string building, string? section, string unit) => section is null ? $"{building}-{unit}" : $"{building}-{section}-{unit}";

    /// <summary>Digits padded, so that text order is the order people expect.</summary>
    public static string SortKey(string text) => Digits().Replace(text, m => m.Value.PadLeft(5, '0'));

    static string? Clean(string? text, Regex suffix, int most)
    {
        var trimmed = text?.Normalize(System.Text.NormalizationForm.FormKC).Trim();
        if (string.IsNullOrEmpty(trimmed)) return null;
        var bare = suffix.Replace(trimmed, "");
        var kept = bare.Length > 0 && IsPlain(bare) ? bare.ToUpper(CultureInfo.InvariantCulture) : trimmed;
        return kept.Length <= most && kept.All(c => !char.IsControl(c) && !char.IsSurrogate(c)) ? kept : null;
    }

    static bool IsPlain(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    [GeneratedRegex("\\s*(幢|栋|座|号楼|号|楼|#)$")]
    private static partial Regex BuildingSuffix();

    [GeneratedRegex("\\s*(单元|门)$")]
    private static partial Regex SectionSuffix();

    [GeneratedRegex("\\s*(室|号)$")]
    private static partial Regex UnitSuffix();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
