using System.Globalization;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Notices.Channels;
using Notices.Contracts;
using Notices.Hooks;
using Notices.Wishes;
using Platform.Access;
using Platform.Notices;
using Platform.Settings;
using Platform.Tenancy;
using Web.Time;

namespace Notices.Sending;

/// <summary>One try to send one delivery. No transaction is open while the provider is waited for.</summary>
sealed class SendDelivery(AppDb db, Recipients recipients, WishReader wishes, IEnumerable<INoticeChannel> channels, ICompanySettings settings, ICurrentTenant tenant,
    TenantTime time, NoticeOptions options, ILogger<SendDelivery> log)
{
    /// <summary>Longer than any provider is waited for.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    internal async Task Run(Guid id, CancellationToken stop)
    {
        var now = time.Now;
        var delivery = await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id && d.State == DeliveryState.Waiting && d.NextAt <= now, stop);
        if (delivery is null) return;
        var notice = await db.Set<Notice>().AsNoTracking().SingleAsync(n => n.Id == delivery.NoticeId, stop);
        var channel = channels.Single(c => c.Channel == delivery.Channel);
        var (recipient, why, notBefore) = await Judge(delivery, notice, channel, now, stop);
        if (why is not null)
        {
            await Mine(delivery).ExecuteUpdateAsync(d => d.SetProperty(x => x.State, DeliveryState.Skipped).SetProperty(x => x.NextAt, (DateTime?)null)
                .SetProperty(x => x.EndedAt, now).SetProperty(x => x.LastError, why).SetProperty(x => x.Version, x => x.Version + 1), stop);
            return;
        }
        if (notBefore > now)
        {
            await Mine(delivery).ExecuteUpdateAsync(d => d.SetProperty(x => x.NextAt, notBefore).SetProperty(x => x.Version, x => x.Version + 1), stop);
            return;
        }

        var claimed = await Mine(delivery).Where(d => d.NextAt <= now).ExecuteUpdateAsync(d => d.SetProperty(x => x.NextAt, now + Lease)
            .SetProperty(x => x.Attempts, x => x.Attempts + 1).SetProperty(x => x.LastError, (string?)null).SetProperty(x => x.Version, x => x.Version + 1), stop);
        if (claimed == 0) return;
        delivery.Attempts++;
        // The worker's own language is the machine's.
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(recipient!.Language ?? "zh-CN");
        await Finish(delivery, await channel.Try(channel.AddressOf(recipient)!, await LetterOf(delivery, notice, stop), log, stop), stop);
    }

    IQueryable<NoticeDelivery> Mine(NoticeDelivery delivery) => db.Deliveries.Where(d => d.Id == delivery.Id && d.State == DeliveryState.Waiting && d.Attempts == delivery.Attempts);

    // Much may have changed since it was planned, above all over night.
    async Task<(Recipient?, string? Why, DateTime NotBefore)> Judge(NoticeDelivery delivery, Notice notice, INoticeChannel channel, DateTime now, CancellationToken stop)
    {
        if (!await channel.IsReady(stop)) return (null, "这个渠道已停用", now);
        if (delivery.Channel == Channel.Hook)
        {
            var hook = await settings.Get<NoticeHook>(stop);
            return hook.Wants(delivery.Kind) ? (new(Guid.Empty, null) { Hook = hook.Url }, null, now) : (null, "已关闭这类提醒", now);
        }
        if (notice.ReadAt is not null) return (null, "已在站内读过", now);
        if (await db.Set<Member>().AnyAsync(m => m.AccountId == delivery.AccountId && m.Suspended, stop)) return (null, "资格已停用", now);
        var wish = (await wishes.Of([delivery.AccountId], stop))(delivery.AccountId);
        if (!wish.Wants(delivery.Kind, delivery.Channel)) return (null, "已关闭这类提醒", now);
        var recipient = (await recipients.Of([delivery.AccountId], stop)).GetValueOrDefault(delivery.AccountId);
        return recipient is null || channel.AddressOf(recipient) is null ? (null, "没有可用的地址", now) : (recipient, null, wish.NotBefore(now, delivery.Urgent));
    }

    async Task<Letter> LetterOf(NoticeDelivery delivery, Notice notice, CancellationToken stop)
    {
        var company = tenant.Required;
        var text = (await settings.Get<NoticeTexts>(stop)).Say(notice, company.Name);
        var link = options.Site is { } site ? new Uri(site, $"{company.Slug}/{notice.Link}") : null;
        return new(delivery.Id, delivery.Kind, company.Name, company.Slug, text, link, notice.At, time.Local(notice.At).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), notice.Values);
    }

    async Task Finish(NoticeDelivery delivery, Answer answer, CancellationToken stop)
    {
        var now = time.Now;
        var words = answer.Text.Length > NoticeDelivery.LongestAnswer ? answer.Text[..NoticeDelivery.LongestAnswer] : answer.Text;
        var again = answer.Verdict == Verdict.Later ? NoticeDelivery.Again(delivery.Attempts, now) : null;
        var state = answer.Verdict switch
        {
            Verdict.Accepted => DeliveryState.Sent,
            Verdict.Never => DeliveryState.Refused,
            _ => again is null ? DeliveryState.Failed : DeliveryState.Waiting,
        };
        var (taken, error) = answer.Verdict == Verdict.Accepted ? (words, (string?)null) : (null, words);
        DateTime? ended = again is null ? now : null;
        await Mine(delivery).ExecuteUpdateAsync(d => d.SetProperty(x => x.State, state).SetProperty(x => x.NextAt, again).SetProperty(x => x.EndedAt, ended)
            .SetProperty(x => x.Answer, taken).SetProperty(x => x.LastError, error).SetProperty(x => x.Version, x => x.Version + 1), stop);
    }
}
