using System.Security.Cryptography;
using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Backups;
using Platform.Tenancy;

namespace Backups.Keys;

/// <summary>
/// Keys of companies: 32 random bytes each, kept in the platform's database under the installation's key. Who destroys a company's key makes all its packages noise,
/// wherever copies of them lie.
/// </summary>
sealed class CompanyKeys(HostDb host, InstallationKey installation, TimeProvider clock)
{
    const int Nonce = 12;
    const int Tag = 16;

    /// <summary>The company's key; its first one is made here.</summary>
    internal async Task<byte[]> Of(Guid company, CancellationToken stop)
    {
        if (await Find(company, stop) is { } key) return key;
        // A key that was destroyed is not made anew.
        if (await host.Companies.AnyAsync(c => c.Id == company && (c.State == TenantState.Closing || c.State == TenantState.Erased), stop)) throw new BackupException(BackupErrors.Destroyed);
        host.CompanyKeys.Add(new CompanyKey { CompanyId = company, Sealed = Seal(RandomNumberGenerator.GetBytes(32), company), CreatedAt = clock.GetUtcNow().UtcDateTime });
        try
        {
            await host.SaveChangesAsync(stop);
        }
        catch (DbUpdateException clash) when (clash.IsDuplicate())
        {
            // Another node made it; that one holds.
            host.ChangeTracker.Clear();
        }
        return (await Find(company, stop))!;
    }

    /// <summary>The company's key, or null when it never had one or it was destroyed.</summary>
    internal async Task<byte[]?> Find(Guid company, CancellationToken stop) =>
        await host.CompanyKeys.AsNoTracking().Where(k => k.CompanyId == company).Select(k => k.Sealed).SingleOrDefaultAsync(stop) is { } found ? Open(found, company) : null;

    string Seal(byte[] key, Guid company)
    {
        var box = new byte[Nonce + key.Length + Tag];
        RandomNumberGenerator.Fill(box.AsSpan(0, Nonce));
        using var cipher = new AesGcm(installation.Bytes, Tag);
        cipher.Encrypt(box.AsSpan(0, Nonce), key, box.AsSpan(Nonce, key.Length), box.AsSpan(Nonce + key.Length), company.ToByteArray());
        return Convert.ToBase64String(box);
    }

    byte[] Open(string stored, Guid company)
    {
        var box = Convert.FromBase64String(stored);
        var key = new byte[box.Length - Nonce - Tag];
        using var cipher = new AesGcm(installation.Bytes, Tag);
        try
        {
            cipher.Decrypt(box.AsSpan(0, Nonce), box.AsSpan(Nonce, key.Length), box.AsSpan(Nonce + key.Length), key, company.ToByteArray());
        }
        catch (AuthenticationTagMismatchException other)
        {
            throw new BackupException(BackupErrors.OtherKey, other);
        }
        return key;
    }
}
