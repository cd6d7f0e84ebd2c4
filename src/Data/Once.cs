using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Model;

namespace Data;

/// <summary>Remembers that a person's request with this key made that row, so that a double tap makes one.</summary>
public sealed class OnceKey : Entry
{
    OnceKey() { }

    internal OnceKey(Guid accountId, string key, string request, Guid madeId, DateTime at) =>
        (AccountId, Key, Request, MadeId, At) = (accountId, key, request, madeId, at);

    /// <summary>The sender.</summary>
    public Guid AccountId { get; private set; }
    /// <summary>The <c>Idempotency-Key</c>.</summary>
    public string Key { get; private set; } = "";
    /// <summary>Hash of what was asked.</summary>
    public string Request { get; private set; } = "";
    /// <summary>What was made.</summary>
    public Guid MadeId { get; private set; }
    /// <summary>When (UTC).</summary>
    public DateTime At { get; private set; }
}

/// <summary>Makes creating requests safe to repeat (draft-ietf-httpapi-idempotency-key-header).</summary>
public static class Once
{
    static readonly Error Reused = new(ErrorKind.Rejected, "idempotency-key-reused", "同一个请求编号不能用于不同的内容。");
    static readonly Error BadKey = new(ErrorKind.Invalid, "idempotency-key", "请求编号最长 80 个字符。");

    /// <summary>
    /// Saves what <paramref name="make"/> put into the context, together with the key. When the key was used before, nothing is made and the
    /// earlier id comes back; with other content it is refused. Two at the same moment make one. Without a key it just saves.
    /// </summary>
    public static async Task<Result<Guid>> SaveOnce(this AppDb db, Guid accountId, string? key, object request, DateTime now,
        Func<Task<Result<Guid>>> make, CancellationToken stop)
    {
        if (key is { Length: 0 or > 80 }) return BadKey;
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Platform.Settings.CompanyJson.Text(request))));
        if (key is not null && await Earlier(db, accountId, key, hash, stop) is { } earlier) return earlier;

        var made = await make();
        if (made.Error is not null) return made;
        if (key is not null) db.Add(new OnceKey(accountId, key, hash, made.Value, now));
        try
        {
            await db.SaveChangesAsync(stop);
            return made;
        }
        catch (DbUpdateException clash) when (key is not null && clash.IsDuplicate())
        {
            db.ChangeTracker.Clear();
            if (await Earlier(db, accountId, key, hash, stop) is { } winner) return winner;
            throw;
        }
    }

    static async Task<Result<Guid>?> Earlier(AppDb db, Guid accountId, string key, string hash, CancellationToken stop)
    {
        var earlier = await db.Set<OnceKey>().AsNoTracking().Where(o => o.AccountId == accountId && o.Key == key)
            .Select(o => new { o.Request, o.MadeId }).SingleOrDefaultAsync(stop);
        return earlier is null ? null : earlier.Request == hash ? earlier.MadeId : Reused;
    }
}
