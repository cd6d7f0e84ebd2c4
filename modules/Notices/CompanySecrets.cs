using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Platform.Tenancy;

namespace Notices;

/// <summary>Seals secrets of a company, each for this company and one purpose only.</summary>
sealed class CompanySecrets(IDataProtectionProvider protection, ICurrentTenant tenant)
{
    /// <summary>The text, sealed.</summary>
    internal string Seal(string purpose, string text) => ProtectorOf(purpose).Protect(text);

    /// <summary>The secret, or null when there is none or the keys it was sealed with are gone.</summary>
    internal string? Open(string purpose, string text)
    {
        if (text.Length == 0) return null;
        try
        {
            return ProtectorOf(purpose).Unprotect(text);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    IDataProtector ProtectorOf(string purpose) => protection.CreateProtector(purpose, tenant.Required.Id.ToString("N"));
}
