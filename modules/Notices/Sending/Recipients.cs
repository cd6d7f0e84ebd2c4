using Data;
using Microsoft.EntityFrameworkCore;
using Notices.Channels;
using Notices.Contracts;
using Notices.WeChat;

namespace Notices.Sending;

/// <summary>The proven addresses of people.</summary>
sealed class Recipients(HostDb host, WeChatAccount account)
{
    /// <summary>Under what name an account's WeChat is kept: open ids differ from official account to official account.</summary>
    internal static string ProviderOf(WeChatOptions options) => "wechat:" + options.AppId;

    internal async Task<Dictionary<Guid, Recipient>> Of(IReadOnlyCollection<Guid> accounts, CancellationToken stop)
    {
        var ids = accounts.ToList();
        var people = await host.Users.AsNoTracking().Where(a => ids.Contains(a.Id))
            .Select(a => new { a.Id, a.Language, a.Email, a.EmailConfirmed, a.UserName, a.PhoneNumberConfirmed }).ToListAsync(stop);
        var weChat = await account.Of(stop);
        var provider = weChat is null ? "" : ProviderOf(weChat);
        var bound = weChat is null ? [] : await host.UserLogins.AsNoTracking().Where(l => l.LoginProvider == provider && ids.Contains(l.UserId)).ToListAsync(stop);
        return people.ToDictionary(a => a.Id, a => new Recipient(a.Id, a.Language)
        {
            Mail = a.EmailConfirmed && a.Email is { Length: > 0 } ? a.Email : null,
            Phone = a.PhoneNumberConfirmed ? a.UserName : null,
            OpenId = bound.FirstOrDefault(b => b.UserId == a.Id)?.ProviderKey,
        });
    }
}
