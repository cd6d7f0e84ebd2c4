using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Settings;
using Platform.Tenancy;

namespace Notices.Wishes;

/// <summary>Reads what people want.</summary>
sealed class WishReader(AppDb db, ICompanySettings settings, ICurrentTenant tenant)
{
    /// <summary>The wish of each of the accounts.</summary>
    internal async Task<Func<Guid, Wish>> Of(IReadOnlyCollection<Guid> accounts, CancellationToken stop)
    {
        var ids = accounts.ToList();
        var own = await db.Wishes.AsNoTracking().Where(w => ids.Contains(w.AccountId)).ToDictionaryAsync(w => w.AccountId, stop);
        var (defaults, zone) = (await settings.Get<NoticeDefaults>(stop), tenant.Required.Zone);
        return account => new Wish(defaults, own.GetValueOrDefault(account), zone);
    }
}
