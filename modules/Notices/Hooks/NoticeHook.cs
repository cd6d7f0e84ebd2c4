using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Platform.Settings;
using Platform.Tenancy;

namespace Notices.Hooks;

/// <summary>Where the company's own system hears of what people are told.</summary>
sealed record NoticeHook : ICompanySetting
{
    public static string Key => "noticeHook";

    /// <summary>Address, or empty for none.</summary>
    public string Url { get; init; } = "";
    /// <summary>The secret of the signatures, sealed.</summary>
    public string Sealed { get; init; } = "";
    /// <summary>Kinds that are told; empty for all.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    internal bool Wants(string kind) => Url.Length > 0 && (Kinds.Count == 0 || Kinds.Contains(kind));
}

/// <summary>Seals the secrets of web hooks, each for its company only.</summary>
sealed class HookSecrets(IDataProtectionProvider protection, ICurrentTenant tenant)
{
    IDataProtector Protector => protection.CreateProtector("notices.hook", tenant.Required.Id.ToString("N"));

    /// <summary>A new sealed secret.</summary>
    internal string New() => Protector.Protect("whs_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));

    /// <summary>The secret, or null when there is none or the keys it was sealed with are gone.</summary>
    internal string? Open(NoticeHook hook)
    {
        if (hook.Sealed.Length == 0) return null;
        try
        {
            return Protector.Unprotect(hook.Sealed);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
