namespace Web.Http;

/// <summary>Reads enums from addresses by name, whatever the case, as the API writes them; numbers are refused.</summary>
public static class QueryEnums
{
    /// <summary>False when the text is no name of <typeparamref name="T"/>; null for no text.</summary>
    public static bool Read<T>(string? text, out T? value) where T : struct, Enum
    {
        value = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (!char.IsAsciiLetter(text[0]) || !Enum.TryParse<T>(text, ignoreCase: true, out var found)) return false;
        value = found;
        return true;
    }

    /// <summary>False when one of the texts is no name of <typeparamref name="T"/>; null for none.</summary>
    public static bool Read<T>(string[]? texts, out T[]? values) where T : struct, Enum
    {
        values = null;
        if (texts is null or { Length: 0 }) return true;
        var found = new T[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            if (!Read<T>(texts[i], out var one) || one is null) return false;
            found[i] = one.Value;
        }
        values = found;
        return true;
    }
}
