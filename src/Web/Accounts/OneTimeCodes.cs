using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Data;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Accounts;

namespace Web.Accounts;

/// <summary>
/// Six-digit codes that prove a phone or a mail address: one a minute and ten a day for each holder, good for one use and five guesses. A code is worth something only
/// to the holder it was drawn for and for the address it was sent to.
/// </summary>
sealed class OneTimeCodes(HostDb db, TimeProvider clock)
{
    const int MaxAttempts = 5;
    const int PerDay = 10;

    /// <summary>A new code, of which the hash is kept.</summary>
    internal async Task<Result<string>> Draw(string holder, string address, CancellationToken stop)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var recent = await db.OneTimeCodes.Where(c => c.Holder == holder && c.SentAt > now.AddDays(-1)).Select(c => c.SentAt).ToListAsync(stop);
        if (recent.Count >= PerDay) return AccountErrors.TooMany;
        if (recent.Any(at => at > now.AddMinutes(-1))) return AccountErrors.TooSoon;

        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        db.OneTimeCodes.Add(new OneTimeCode { Holder = holder, Hash = Hash(holder, address, code), SentAt = now, Minute = now.Ticks / TimeSpan.TicksPerMinute });
        try
        {
            await db.SaveChangesAsync(stop);
            return code;
        }
        catch (DbUpdateException twice) when (twice.IsDuplicate())
        {
            return AccountErrors.TooSoon;
        }
    }

    /// <summary>True when the code is the holder's latest, for that address, fresh and unused; it is then used up. Every wrong guess counts.</summary>
    internal async Task<bool> Use(string holder, string address, string code, TimeSpan lifetime, CancellationToken stop)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var sent = await db.OneTimeCodes.AsNoTracking().Where(c => c.Holder == holder).OrderByDescending(c => c.SentAt).FirstOrDefaultAsync(stop);
        if (sent is null || sent.UsedAt is not null || sent.Attempts >= MaxAttempts || sent.SentAt < now - lifetime) return false;
        // Counted before it is compared, so that guesses at the same moment cannot exceed the limit.
        var counted = await db.OneTimeCodes.Where(c => c.Id == sent.Id && c.UsedAt == null && c.Attempts < MaxAttempts)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.Attempts, x => x.Attempts + 1), stop);
        if (counted == 0 || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(sent.Hash), Encoding.ASCII.GetBytes(Hash(holder, address, code)))) return false;
        return await db.OneTimeCodes.Where(c => c.Id == sent.Id && c.UsedAt == null).ExecuteUpdateAsync(c => c.SetProperty(x => x.UsedAt, now), stop) == 1;
    }

    static string Hash(string holder, string address, string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{holder}:{address}:{code.Trim()}")));
}
