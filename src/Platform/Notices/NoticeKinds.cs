using System.Globalization;
using System.Text.RegularExpressions;
using Platform.Settings;

namespace Platform.Notices;

/// <summary>A kind of notice, defined in code by a module: what people switch on and off, and what a company may word itself.</summary>
/// <param name="Name"><c>module.what</c>, for example <c>tickets.assigned</c>.</param>
/// <param name="Label">Chinese words for the table of switches.</param>
/// <param name="Places">Names of the values that its notices carry, beyond <see cref="OfAll"/>.</param>
public sealed record NoticeKind(string Name, string Label, params string[] Places)
{
    /// <summary>Values that every kind has: the product's own sentence, and the company's name.</summary>
    public static readonly IReadOnlyList<string> OfAll = ["text", "company"];

    /// <summary>Quiet hours do not hold it back. A module may post an urgent one of a kind that usually is not: <c>kind with { Urgent = true }</c>.</summary>
    public bool Urgent { get; init; }

    /// <summary>It stays in the inbox: a row that says when it was sent to whom would tell what nobody may know.</summary>
    public bool InboxOnly { get; init; }

    /// <summary>Only people with this permission are ever told; null for kinds that anybody may be told of.</summary>
    public string? Permission { get; init; }

    /// <summary>True when a company's words may use the placeholder.</summary>
    public bool Knows(string place) => OfAll.Contains(place) || Places.Contains(place);
}

/// <summary>All kinds of all modules.</summary>
public sealed class NoticeKindList
{
    readonly Dictionary<string, NoticeKind> byName = new(StringComparer.Ordinal);

    /// <summary>Collects the modules' kinds and the platform's own; two of one name stop the start.</summary>
    public NoticeKindList(IEnumerable<IModule> modules)
    {
        foreach (var kind in modules.SelectMany(m => m.NoticeKinds).Append(Exported)) byName.Add(kind.Name, kind);
    }

    /// <summary>A file that somebody asked for is there, or will not be.</summary>
    public static readonly NoticeKind Exported = new("exports.ended", "我的导出", "title", "rows", "until") { InboxOnly = true };

    /// <summary>Every kind that may leave the inbox, in the modules' order.</summary>
    public IReadOnlyCollection<NoticeKind> All => [.. byName.Values.Where(k => !k.InboxOnly)];

    /// <summary>The kind of that name, or null.</summary>
    public NoticeKind? Find(string name) => byName.GetValueOrDefault(name);
}

/// <summary>A company's own words for a kind; a language that is left out keeps the product's.</summary>
/// <param name="Kind">Name of the kind.</param>
/// <param name="Zh">Chinese, with placeholders like <c>{place}</c>.</param>
/// <param name="En">English.</param>
public sealed record NoticeText(string Kind, string? Zh = null, string? En = null);

/// <summary>All own words of a company.</summary>
public sealed partial record NoticeTexts : ICompanySetting
{
    /// <inheritdoc />
    public static string Key => "noticeTexts";

    /// <summary>At most one per kind.</summary>
    public IReadOnlyList<NoticeText> Texts { get; init; } = [];

    /// <summary>What the notice says in the current language: in the company's words where it has some.</summary>
    public string Say(Notice notice, string company)
    {
        var own = Texts.FirstOrDefault(t => t.Kind == notice.Kind) is not { } text ? null : CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? text.Zh : text.En;
        if (string.IsNullOrEmpty(own)) return notice.Sentence;
        return Fill(own, [.. notice.Values, new("text", notice.Sentence), new("company", company)]);
    }

    /// <summary>Puts the values in, once: what a value says is not looked through for placeholders. One without a value leaves nothing.</summary>
    public static string Fill(string words, IReadOnlyList<NoticeValue> values) =>
        Place().Replace(words, found => values.FirstOrDefault(v => v.Name == found.Groups[1].Value)?.Text ?? "").Trim();

    /// <summary>Names of the placeholders in a text.</summary>
    public static IEnumerable<string> PlacesIn(string words) => Place().Matches(words).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Place();
}
