using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Events;
using Platform.Nodes;
using Platform.Notices;
using Platform.Tenancy;

namespace Data;

sealed class PostNotices(AppDb db, TimeProvider clock) : INotices
{
    public Task Post(EventContext context, IReadOnlyCollection<Guid> accounts, string link, string text, params object[] args)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var json = JsonSerializer.Serialize(args.Select(a => Convert.ToString(a, System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var account in accounts.Distinct())
        {
            var notice = new Notice(account, context.MessageId, text, json, link, now);
            db.Add(notice);
            db.Publish(new NoticePosted(notice.Id));
        }
        context.Pushes.Add(new LivePush(db.TenantId, [.. accounts.Distinct()], Board: false, ["inbox"]));
        return Task.CompletedTask;
    }
}

/// <summary>Mails a notice to people who gave an address, when the company's platform has a mail server.</summary>
sealed class MailNotice(AppDb db, HostDb host, ICurrentTenant tenant, TimeProvider clock, IMailSender? sender = null, SmtpOptions? smtp = null) : IHandle<NoticePosted>
{
    public async Task Handle(NoticePosted happened, EventContext context, CancellationToken stop)
    {
        if (sender is null) return;
        var notice = await db.Set<Notice>().SingleOrDefaultAsync(n => n.Id == happened.NoticeId, stop);
        if (notice is null or { MailedAt: not null }) return;
        var account = await host.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == notice.AccountId, stop);
        if (account?.Email is not { Length: > 0 } address || !account.EmailConfirmed) return;

        // Saved first: if the mark cannot be kept, nothing is sent; if sending fails, the transaction takes the mark back and it is tried again.
        notice.MailedAt = clock.GetUtcNow().UtcDateTime;
        await db.SaveChangesAsync(stop);
        // The worker's own language is the machine's.
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(account.Language ?? "zh-CN");
        var words = Words.T(notice.Text, [.. JsonSerializer.Deserialize<string[]>(notice.ArgsJson)!]);
        var link = smtp?.Site is { } site ? $"\n\n{new Uri(site, $"{tenant.Required.Slug}/{notice.Link}")}" : "";
        await sender.Send(address, Words.T("{0}：{1}", tenant.Required.Name, words), words + link, stop);
    }
}
