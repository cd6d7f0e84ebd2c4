using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Events;
using Platform.Nodes;
using Tickets.Life;
using Tickets.Notify;
using Web.Time;

namespace Tickets.Clock;

/// <summary>Reminds of a deadline: at half its time whoever has the ticket, at four fifths the lead as well, when it has passed the dispatchers and managers too.</summary>
sealed class RemindOfDeadline(AppDb db, Alarms alarms, TicketClock clock, TicketNotices notices, TenantTime time) : IHandle<TicketAlarm>
{
    public async Task Handle(TicketAlarm happened, EventContext context, CancellationToken stop)
    {
        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == happened.TicketId, stop);
        if (ticket?.Running is not { } running || running.Phase != happened.Phase || running.By != happened.By) return;

        var calendar = await clock.Calendar(stop);
        var level = Math.Max(happened.Percent, Alarms.Passed(ticket, running, calendar, time.Now));
        await notices.Remind(ticket, level, context, Words(running.Phase, level), time.Text(running.By), stop);
        if (level == 100) context.Pushes.Add(new LivePush(db.TenantId, [], Board: true, ["board"]));
        else alarms.Next(ticket, running, calendar, time.Now);
    }

    static string Words(Phase phase, int level) => (phase, level) switch
    {
        (Phase.Respond, 100) => "已超过响应时限：{0}，{1}，应在 {2} 前接单。",
        (Phase.Respond, _) => "等待接单：{0}，{1}，{2} 前要接单。",
        (Phase.Arrive, 100) => "已超过到达时限：{0}，{1}，应在 {2} 前到。",
        (Phase.Arrive, _) => "快到约定时间：{0}，{1}，{2} 前要到。",
        (_, 100) => "已超过完成时限：{0}，{1}，应在 {2} 前完成。",
        _ => "注意完成时限：{0}，{1}，{2} 前要完成。",
    };
}

/// <summary>Reminds both sides of the promised arrival: the resident, and the technician or, when a company outside has promised, the desk that passes it on.</summary>
sealed class RemindOfArrival(AppDb db, TicketNotices notices, TenantTime time) : IHandle<AppointmentDue>
{
    public async Task Handle(AppointmentDue happened, EventContext context, CancellationToken stop)
    {
        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == happened.TicketId, stop);
        if (ticket is null || ticket.PromisedAt != happened.PromisedAt || ticket.State is not (TicketState.Accepted or TicketState.OnTheWay)) return;

        var at = time.Text(happened.PromisedAt);
        if (ticket.ContractorId is null) await notices.Technician(ticket, context, TicketKinds.Arrival, "约好 {2} 前到：{0}，{1}。", ("time", at), ("person", ticket.AssigneeName));
        else await notices.Worker(ticket, context, "{3} 约好 {2} 前到：{0}，{1}。请提醒对方。", stop, ("time", at), ("person", ticket.AssigneeName));
        if (ticket.ReporterAccountId != ticket.AssigneeAccountId) await notices.Resident(ticket, context, TicketKinds.Arrival, "{0}：{1} 会在 {2} 前到，请留意家里有人。", ("person", ticket.AssigneeName), ("time", at));
    }
}
