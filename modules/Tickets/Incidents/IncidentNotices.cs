using Data;
using Estates.Contracts;
using Microsoft.EntityFrameworkCore;
using Platform.Events;
using Platform.Nodes;
using Platform.Notices;
using Tickets.Notify;
using Web.Time;

namespace Tickets.Incidents;

/// <summary>Tells the residents of the place, a few hundred at a time, so that a large community holds nobody up.</summary>
sealed class AnnounceIncident(AppDb db, IHomes homes, INotices notices, TenantTime time) : IHandle<IncidentPublished>
{
    const int AtATime = 200;

    public async Task Handle(IncidentPublished happened, EventContext context, CancellationToken stop)
    {
        var incident = await db.Incidents.AsNoTracking().SingleOrDefaultAsync(i => i.Id == happened.IncidentId, stop);
        if (incident is null or { EndedAt: not null }) return;

        var accounts = await homes.AccountsIn(incident.CommunityId, incident.BuildingId, happened.After, AtATime, stop);
        if (accounts.Count > 0) await notices.Post(context, TicketKinds.Incident, accounts, "incidents", incident.Until is null ? "{0}：{1}，{2} 起" : "{0}：{1}，{2} 到 {3}",
            ("place", incident.Place), ("title", incident.Title), ("time", time.Text(incident.From)), ("until", incident.Until is { } until ? time.Text(until) : ""));
        if (accounts.Count == AtATime) db.Publish(new IncidentPublished(incident.Id, accounts[^1]));
        else context.Pushes.Add(new LivePush(db.TenantId, [], Board: true, ["incidents"]));
    }
}

/// <summary>One update answers all: who follows, and who reported what was attached.</summary>
sealed class SpreadUpdate(AppDb db, INotices notices) : IHandle<IncidentReported>
{
    public async Task Handle(IncidentReported happened, EventContext context, CancellationToken stop)
    {
        var (incident, update) = (await db.Incidents.AsNoTracking().SingleAsync(i => i.Id == happened.IncidentId, stop), await db.IncidentUpdates.AsNoTracking().SingleAsync(u => u.Id == happened.UpdateId, stop));
        var followers = await db.IncidentFollowers.AsNoTracking().Where(f => f.IncidentId == incident.Id).Select(f => f.AccountId).ToListAsync(stop);
        var reporters = await db.Tickets.AsNoTracking().Where(t => t.IncidentId == incident.Id && t.ReporterAccountId != null).Select(t => t.ReporterAccountId!.Value).ToListAsync(stop);
        await notices.Post(context, TicketKinds.IncidentUpdate, [.. followers.Union(reporters)], "incidents", update.Over ? "{0}已恢复：{1}" : "{0}有新进展：{1}", ("title", incident.Title), ("news", update.Text));
        context.Pushes.Add(new LivePush(db.TenantId, [.. followers], Board: true, ["incidents"]));
    }
}
