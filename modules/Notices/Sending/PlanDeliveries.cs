using Data;
using Microsoft.EntityFrameworkCore;
using Notices.Channels;
using Notices.Hooks;
using Notices.Pruning;
using Notices.Wishes;
using Platform.Events;
using Platform.Notices;
using Platform.Settings;

namespace Notices.Sending;

/// <summary>Decides by which ways the notices of an event go to whom. What exists already is left alone, so running twice plans once.</summary>
sealed class PlanDeliveries(AppDb db, Recipients recipients, WishReader wishes, IEnumerable<INoticeChannel> channels, ICompanySettings settings, PruneSchedule pruning, TimeProvider clock) : IHandle<NoticesPosted>
{
    public async Task Handle(NoticesPosted happened, EventContext context, CancellationToken stop)
    {
        await pruning.Begin(stop);
        var ways = (await channels.Ready(stop)).Where(c => c.Channel != Channel.Hook).ToList();
        var hook = await settings.Get<NoticeHook>(stop);
        if (ways.Count == 0 && hook.Url.Length == 0) return;

        var source = happened.Source;
        var notices = await db.Set<Notice>().AsNoTracking().Where(n => n.Source == source).OrderBy(n => n.Id).ToListAsync(stop);
        var planned = (await db.Deliveries.AsNoTracking().Where(d => d.Source == source).Select(d => new { d.AccountId, d.Channel }).ToListAsync(stop)).Select(d => (d.AccountId, d.Channel)).ToHashSet();
        var now = clock.GetUtcNow().UtcDateTime;
        if (ways.Count > 0) await ForPeople(notices, ways, planned, now, stop);
        if (notices is [var first, ..] && hook.Wants(first.Kind) && planned.Add((Guid.Empty, Channel.Hook)))
            db.Add(new NoticeDelivery(Guid.Empty, source, first.Id, Channel.Hook, first.Kind, first.Urgent, now, now));
    }

    async Task ForPeople(List<Notice> notices, List<INoticeChannel> ways, HashSet<(Guid, Channel)> planned, DateTime now, CancellationToken stop)
    {
        List<Guid> accounts = [.. notices.Select(n => n.AccountId)];
        var people = await recipients.Of(accounts, stop);
        var wanted = await wishes.Of(accounts, stop);
        foreach (var notice in notices)
        {
            if (!people.TryGetValue(notice.AccountId, out var person)) continue;
            var wish = wanted(notice.AccountId);
            foreach (var way in ways.Where(w => wish.Wants(notice.Kind, w.Channel) && w.AddressOf(person) is not null && planned.Add((notice.AccountId, w.Channel))))
                db.Add(new NoticeDelivery(notice.AccountId, notice.Source, notice.Id, way.Channel, notice.Kind, notice.Urgent, now, wish.NotBefore(now, notice.Urgent)));
        }
    }
}
