using System.Globalization;
using System.Text;

namespace Platform;

/// <summary>
/// Words without what nobody sees: marks that turn the direction of reading, and characters without width. With them a name can look like another, a phone
/// number can be read backwards, and an empty name looks like one. They come with whatever is copied from elsewhere, so they are taken out, not refused.
/// </summary>
public static class PlainText
{
    const int Joiner = 0x200D;

    /// <summary>The text as people read it; the same object when nothing is to be taken out.</summary>
    public static string Clean(string text)
    {
        var at = text.AsSpan().IndexOfAnyExceptInRange('\u0020', '\u007E');
        if (at < 0 || !HasHidden(text)) return text;

        var clean = new StringBuilder(text.Length);
        var runes = text.EnumerateRunes().ToList();
        for (var i = 0; i < runes.Count; i++)
            if (!IsHidden(runes[i]) || JoinsPictures(runes, i)) clean.Append(runes[i]);
        return clean.ToString();
    }

    static bool HasHidden(string text)
    {
        foreach (var rune in text.EnumerateRunes()) if (IsHidden(rune)) return true;
        return false;
    }

    static bool IsHidden(Rune rune) => rune.Value switch
    {
        // Soft hyphen, Arabic letter mark, Hangul fillers, Mongolian vowel separator.
        0x00AD or 0x061C or 0x115F or 0x1160 or 0x180E or 0x3164 or 0xFFA0 => true,
        // No width, joiners, direction marks; embeddings and overrides; invisible operators and isolates; byte order mark.
        >= 0x200B and <= 0x200F or >= 0x202A and <= 0x202E or >= 0x2060 and <= 0x206F or 0xFEFF => true,
        // Annotation marks; tags.
        >= 0xFFF9 and <= 0xFFFB or >= 0xE0000 and <= 0xE007F => true,
        _ => false,
    };

    // A family or a woman who repairs is several pictures held together.
    static bool JoinsPictures(List<Rune> runes, int at) =>
        runes[at].Value == Joiner && at > 0 && at + 1 < runes.Count && IsPicture(runes[at - 1]) && IsPicture(runes[at + 1]);

    static bool IsPicture(Rune rune) => rune.Value is 0xFE0F or (>= 0x1F3FB and <= 0x1F3FF) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol;
}
