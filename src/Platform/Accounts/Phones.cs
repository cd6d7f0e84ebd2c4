using System.Text.RegularExpressions;

namespace Platform.Accounts;

/// <summary>Mainland mobile numbers: eleven digits from 13 to 19, with or without +86, spaces and hyphens.</summary>
public static partial class Phones
{
    /// <summary>The eleven digits, or null when it is no mobile number.</summary>
    public static string? Normalize(string? phone)
    {
        if (phone is null || phone.Length > 24) return null;
        var digits = new string(phone.Where(char.IsAsciiDigit).ToArray());
        if (digits.Length == 13 && digits.StartsWith("86", StringComparison.Ordinal)) digits = digits[2..];
        else if (phone.Contains('+', StringComparison.Ordinal)) return null; // +1 415 … has eleven digits too.
        return Mobile().IsMatch(digits) ? digits : null;
    }

    /// <summary>138****0000 for people who may know that there is a number but not which.</summary>
    public static string Mask(string phone) => phone.Length < 7 ? "****" : string.Concat(phone.AsSpan(0, 3), "****", phone.AsSpan(phone.Length - 4));

    [GeneratedRegex("^1[3-9][0-9]{9}$")]
    private static partial Regex Mobile();
}
