using System.Security.Cryptography;
using Platform.Settings;

namespace Notices.Hooks;

/// <summary>Where the company's own system hears of what people are told.</summary>
sealed record NoticeHook : ICompanySetting
{
    /// <summary>What its secret is sealed for.</summary>
    internal const string Purpose = "notices.hook";

    public static string Key => "noticeHook";

    /// <summary>Address, or empty for none.</summary>
    public string Url { get; init; } = "";
    /// <summary>The secret of the signatures, sealed.</summary>
    public string Sealed { get; init; } = "";
    /// <summary>Kinds that are told; empty for all.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>A new secret.</summary>
    internal static string NewSecret() => "whs_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    internal bool Wants(string kind) => Url.Length > 0 && (Kinds.Count == 0 || Kinds.Contains(kind));
}
