using Platform;
using Platform.Notices;

namespace Notices.Texts;

/// <summary>What a company's own words must fulfil, wherever they come from.</summary>
static class TextRules
{
    internal const int Longest = 200;
    const int OneMessage = 70;
    const int PerPart = 67;

    /// <summary>What is wrong with the words, or null. Empty words are fine: they leave the product's.</summary>
    internal static Error? Check(NoticeKind kind, string? words)
    {
        if (string.IsNullOrEmpty(words)) return null;
        if (words.Length > Longest) return Bad("最长 {0} 个字。", Longest);
        if (words.Any(c => c is '<' or '>' || char.IsControl(c))) return Bad("只能写一段普通文字，不能有尖括号或换行。");
        if (NoticeTexts.PlacesIn(words).FirstOrDefault(p => !kind.Knows(p)) is { } unknown) return Bad("这一类没有“{0}”可填，能填的有：{1}。", unknown, string.Join(' ', NoticeKind.OfAll.Concat(kind.Places)));
        // What is left after the placeholders are taken out is a brace that opens or closes nothing.
        return NoticeTexts.Fill(words, []).IndexOfAny(['{', '}']) >= 0 ? Bad("大括号要成对，里面只写要填的内容的名字。") : null;
    }

    /// <summary>Into how many text messages words of that length are cut.</summary>
    internal static int Messages(string words) => words.Length <= OneMessage ? 1 : (words.Length + PerPart - 1) / PerPart;

    static Error Bad(string text, params object?[] args) => new(ErrorKind.Invalid, "notices/bad-text", text, args);
}
