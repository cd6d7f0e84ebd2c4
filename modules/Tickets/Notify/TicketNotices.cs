using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Platform.Events;
using Platform.Nodes;
using Platform.Notices;
using Staff.Contracts;
using Tickets.Categories;
using Tickets.Dispatch;
using Tickets.Dispatch.Engine;
using Tickets.Life;

namespace Tickets.Notify;

/// <summary>Who hears what.</summary>
sealed class TicketNotices(AppDb db, INotices notices, IStaffDirectory staff)
{
    internal Task NeedsDispatcher(Ticket ticket, EventContext context, CancellationToken stop) =>
        Desk(ticket, context, "待派单：{0}，{1}。没有合适的人可自动派单。", stop);

    internal async Task Desk(Ticket ticket, EventContext context, string text, CancellationToken stop, params (string, object?)[] values) =>
        await notices.Post(context, TicketKinds.Desk.Of(ticket), await Holders(TicketPermissions.Assign, ticket, stop), $"desk/tickets/{ticket.Id}", text, Staff(ticket, values));

    /// <summary>Tells those who speak for the department to take it or to give it to somebody, the others of it that they may take it.</summary>
    internal async Task Department(Ticket ticket, EventContext context, CancellationToken stop)
    {
        var (people, leads) = await TeamOf(ticket, stop);
        await notices.Post(context, TicketKinds.Team.Of(ticket), [.. leads], $"work/{ticket.Id}", "转给您部门：{0}，{1}。请接单，或派给部门里的人。", Staff(ticket));
        await notices.Post(context, TicketKinds.Team.Of(ticket), [.. people.Except(leads)], $"work/{ticket.Id}", "部门里有单可以接：{0}，{1}。", Staff(ticket));
    }

    /// <summary>Accounts of the department that the ticket waits for, who take work, and of them those who speak for it.</summary>
    internal async Task<(IReadOnlyList<Guid> People, IReadOnlyList<Guid> Leads)> TeamOf(Ticket ticket, CancellationToken stop)
    {
        if (!ticket.WaitsForDepartment || (await staff.Departments(stop)).FirstOrDefault(d => d.Id == ticket.DepartmentId) is not { } department) return ([], []);
        var people = await Working(department.People.Select(p => p.AccountId).Where(a => a != ticket.AboutAccountId), stop);
        return (people, [.. people.Intersect(department.Leads)]);
    }

    /// <summary>Accounts of the lead of whoever has the ticket. Complaints are no lead's business.</summary>
    internal async Task<IReadOnlyList<Guid>> LeadsOf(Ticket ticket, CancellationToken stop) =>
        ticket.TeamId is { } team && ticket.Kind != TicketKind.Complaint && (await staff.Departments(stop)).FirstOrDefault(d => d.Id == team) is { } department ? await Working(department.Named, stop) : [];

    async Task<IReadOnlyList<Guid>> Working(IEnumerable<Guid> accounts, CancellationToken stop)
    {
        var ids = accounts.ToList();
        var roles = await db.Set<RoleGrant>().AsNoTracking().Where(g => g.Permission == TicketPermissions.Work).Select(g => g.RoleId).ToListAsync(stop);
        return ids.Count == 0 ? [] : await db.Set<Member>().AsNoTracking().Where(m => ids.Contains(m.AccountId) && !m.Suspended && m.Roles.Any(r => roles.Contains(r.RoleId))).Select(m => m.AccountId).ToListAsync(stop);
    }

    internal async Task Managers(Ticket ticket, EventContext context, NoticeKind kind, string link, string text, CancellationToken stop) =>
        await notices.Post(context, kind.Of(ticket), await Holders(TicketPermissions.Manage, ticket, stop), link, text, Staff(ticket));

    internal Task OfferToGrab(Ticket ticket, IReadOnlyList<ScoredCandidate> scored, EventContext context)
    {
        List<Guid> able = [.. scored.Where(c => c.Blocked == Block.None).Select(c => c.AccountId)];
        // Onto the pool that one of them is looking at.
        context.Pushes.Add(new LivePush(db.TenantId, able, Board: false, ["board"]));
        return notices.Post(context, TicketKinds.Grab.Of(ticket), able, $"work/{ticket.Id}", "可以抢单：{0}，{1}。", Staff(ticket));
    }

    internal Task Technician(Ticket ticket, EventContext context, NoticeKind kind, string text, params (string, object?)[] values) =>
        ticket.AssigneeAccountId is { } account ? notices.Post(context, kind.Of(ticket), [account], $"work/{ticket.Id}", text, Staff(ticket, values)) : Task.CompletedTask;

    /// <summary>Somebody had been asked and somebody else does it now.</summary>
    internal Task GoneTo(Ticket ticket, Guid accountBefore, EventContext context) =>
        notices.Post(context, TicketKinds.Changed.Of(ticket), [accountBefore], "day", "{0}，{1} 已改派给 {2}，您不用去了。", Staff(ticket, ("person", ticket.AssigneeName)));

    // A company outside has no inbox here: the desk passes it on.
    internal async Task Worker(Ticket ticket, EventContext context, string text, CancellationToken stop, params (string, object?)[] values)
    {
        if (ticket.ContractorId is null) await Technician(ticket, context, TicketKinds.Changed, text, values);
        else await notices.Post(context, TicketKinds.Desk.Of(ticket), await Holders(TicketPermissions.Assign, ticket, stop), $"desk/tickets/{ticket.Id}", text, Staff(ticket, values));
    }

    /// <summary>
    /// Tells whoever has the ticket, or speaks for the department that it waits for; from four fifths of the time on the lead too, at the end the dispatchers and managers. The dispatchers stand in
    /// where nobody has it or nobody leads. Nobody is told twice.
    /// </summary>
    internal async Task Remind(Ticket ticket, int level, EventContext context, string text, string by, CancellationToken stop)
    {
        await Technician(ticket, context, TicketKinds.Reminder, text, ("time", by));
        var waiting = (await TeamOf(ticket, stop)).Leads;
        IReadOnlyList<Guid> leads = level < 80 || waiting.Count > 0 ? waiting : [.. (await LeadsOf(ticket, stop)).Where(a => a != ticket.AssigneeAccountId)];
        await notices.Post(context, TicketKinds.Reminder.Of(ticket), leads, $"work/{ticket.Id}", text, Staff(ticket, ("time", by)));
        if (level < 100 && (leads.Count > 0 || (level < 80 && ticket.AssigneeAccountId is not null))) return;

        List<Guid> desk = [.. await Holders(TicketPermissions.Assign, ticket, stop)];
        if (level == 100) desk.AddRange(await Holders(TicketPermissions.Manage, ticket, stop));
        await notices.Post(context, TicketKinds.Reminder.Of(ticket), [.. desk.Distinct().Where(a => a != ticket.AssigneeAccountId).Except(leads)], $"desk/tickets/{ticket.Id}", text, Staff(ticket, ("time", by)));
    }

    internal Task Resident(Ticket ticket, EventContext context, NoticeKind kind, string text, params (string, object?)[] values) =>
        ticket.ReporterAccountId is { } account
            ? notices.Post(context, kind.ToReporter(ticket), [account], $"tickets/{ticket.Id}", text, [("title", ticket.Title), .. values, ("place", ticket.PlaceLabel), ("number", ticket.Number)])
            : Task.CompletedTask;

    static (string, object?)[] Staff(Ticket ticket, params (string, object?)[] values) => [("place", ticket.PlaceLabel), ("title", ticket.Title), .. values, ("number", ticket.Number)];

    /// <summary>Accounts with a permission that covers the ticket's place and that it is not about; of a complaint only those who handle complaints.</summary>
    async Task<IReadOnlyList<Guid>> Holders(string permission, Ticket ticket, CancellationToken stop)
    {
        var handlers = ticket.Kind == TicketKind.Complaint ? await db.Set<RoleGrant>().AsNoTracking().Where(g => g.Permission == TicketPermissions.Complaints).Select(g => g.RoleId).ToListAsync(stop) : null;
        var grants = await db.Set<RoleGrant>().AsNoTracking().Where(g => g.Permission == permission).Select(g => new { g.RoleId, g.Scope }).ToListAsync(stop);
        var scopes = grants.ToDictionary(g => g.RoleId, g => g.Scope);
        var roles = scopes.Keys.ToList();
        var members = await db.Set<Member>().AsNoTracking().WithRolesAndAreas()
            .Where(m => !m.Suspended && m.Roles.Any(r => roles.Contains(r.RoleId)) && (handlers == null || m.Roles.Any(r => handlers.Contains(r.RoleId)))).ToListAsync(stop);
        return [.. members.Where(m => m.AccountId != ticket.AboutAccountId && Covers(m, scopes, ticket)).Select(m => m.AccountId)];
    }

    static bool Covers(Member member, Dictionary<Guid, DataScope> scopes, Ticket ticket) =>
        member.Roles.Where(r => scopes.ContainsKey(r.RoleId)).Max(r => scopes[r.RoleId]) switch
        {
            DataScope.All => true,
            DataScope.Community => member.Areas.Any(a => a.CommunityId == ticket.CommunityId && a.BuildingId is null),
            _ => member.Areas.Any(a => a.BuildingId is not null && a.BuildingId == ticket.BuildingId),
        };
}

/// <summary>Tells the people concerned about a move and refreshes their open pages.</summary>
sealed class TellOfMove(AppDb db, TicketNotices notices, Web.Time.TenantTime time) : IHandle<TicketMoved>
{
    public async Task Handle(TicketMoved happened, EventContext context, CancellationToken stop)
    {
        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == happened.TicketId, stop);
        var move = await db.Moves.AsNoTracking().SingleOrDefaultAsync(m => m.Id == happened.MoveId, stop);
        if (ticket is null || move is null) return;

        await Tell(ticket, move, context, stop);
        var team = (await notices.TeamOf(ticket, stop)).People;
        List<Guid> people = [.. team];
        if (happened.TakenFrom is { } before && before != ticket.AssigneeAccountId)
        {
            people.Add(before);
            if (move.Act is TicketAct.Assign or TicketAct.Transfer && before != move.ActorAccountId && !team.Contains(before)) await notices.GoneTo(ticket, before, context);
        }
        if (ticket.ReporterAccountId is { } reporter) people.Add(reporter);
        if (ticket.AssigneeAccountId is { } assignee) people.Add(assignee);
        var about = $"ticket:{ticket.Id}";
        context.Pushes.Add(new LivePush(db.TenantId, people, Board: false, ["board", "tickets", about]));
        // The one a complaint is about may be at the board too, and must not learn of it.
        context.Pushes.Add(new LivePush(db.TenantId, [], Board: true, ticket.AboutAccountId is null ? ["board", "tickets", about] : ["board", "tickets"]));
    }

    Task Tell(Ticket ticket, TicketMove move, EventContext context, CancellationToken stop) => move.Act switch
    {
        TicketAct.Assign or TicketAct.Transfer when ticket.WaitsForDepartment => notices.Department(ticket, context, stop),
        TicketAct.Refuse => Refused(ticket, move, context, stop),
        TicketAct.Return when move.From == TicketState.Assigned => notices.Desk(ticket, context, "{2}拒绝了工单：{0}，{1}。原因：{3}", stop, ("person", move.ActorName), ("reason", move.Note)),
        TicketAct.Assign or TicketAct.Transfer => notices.Technician(ticket, context, TicketKinds.Assigned, "新工单：{0}，{1}。请接单并给出到达时间。"),
        TicketAct.Accept or TicketAct.Grab => notices.Resident(ticket, context, TicketKinds.Accepted, "{0}：{1} 已接单，预计 {2} 前到。", ("person", ticket.AssigneeName), ("time", ticket.PromisedAt is { } at ? time.Text(at) : "")),
        TicketAct.Depart => notices.Resident(ticket, context, TicketKinds.Progress, "{0}：{1} 已出发。", ("person", ticket.AssigneeName)),
        TicketAct.Suspend => notices.Resident(ticket, context, TicketKinds.Progress, "{0}：暂停处理，原因：{1}", ("reason", move.Note)),
        TicketAct.Complete => notices.Resident(ticket, context, TicketKinds.Done, "{0}：已完成，请看看效果并评价。"),
        TicketAct.Reject => notices.Resident(ticket, context, TicketKinds.Progress, "{0}：未受理，原因：{1}", ("reason", move.Note)),
        TicketAct.Cancel when (move.As & Actor.Reporter) == 0 => notices.Resident(ticket, context, TicketKinds.Progress, "{0}：已取消，原因：{1}", ("reason", move.Note)),
        TicketAct.Cancel => notices.Worker(ticket, context, "住户取消了：{0}，{1}。", stop),
        TicketAct.Urge when ticket.AssigneeAccountId is not null || ticket.ContractorId is not null => notices.Worker(ticket, context, "住户催单：{0}，{1}。", stop),
        TicketAct.Urge => notices.Desk(ticket, context, "住户催单，尚未派出：{0}，{1}。", stop),
        TicketAct.Reschedule when (move.As & Actor.Reporter) != 0 => notices.Worker(ticket, context, "住户改约到 {2}：{0}，{1}。", stop, ("time", ticket.PreferredFrom is { } from ? time.Text(from) : "")),
        TicketAct.Reschedule => notices.Resident(ticket, context, TicketKinds.Progress, "{0}：上门时间改到 {1}", ("time", ticket.PreferredFrom is { } day ? time.Text(day) : "")),
        TicketAct.Comment when (move.As & Actor.Reporter) != 0 && move.ToResident && (ticket.AssigneeAccountId is not null || ticket.ContractorId is not null) => notices.Worker(ticket, context, "住户留言：{0}，{1}。", stop),
        TicketAct.Comment when (move.As & Actor.Reporter) != 0 && move.ToResident => notices.Desk(ticket, context, "住户留言：{0}，{1}。", stop),
        TicketAct.Comment when move.ToResident => notices.Resident(ticket, context, TicketKinds.Progress, "{0}：有新留言，请查看。"),
        TicketAct.Comment when ticket.AssigneeAccountId != move.ActorAccountId => notices.Technician(ticket, context, TicketKinds.Changed, "有新的内部备注：{0}，{1}。"),
        TicketAct.Quote when ticket.ReporterAccountId is null => notices.Desk(ticket, context, "请打电话问住户同不同意报价 {2}：{0}，{1}。", stop, ("price", move.Note)),
        TicketAct.Quote => notices.Resident(ticket, context, TicketKinds.Quote, "{0}：师傅报价 {1}，请看过再答复。", ("price", move.Note)),
        TicketAct.WaiveQuote => notices.Resident(ticket, context, TicketKinds.Progress, "{0}：这次不收费。{1}", ("reason", move.Note)),
        TicketAct.AcceptQuote => Answered(ticket, move, context, "住户同意了报价：{0}，{1}。", "{0}：{1} 替您记下：同意报价 {2}。不是您的意思请马上告诉我们。", stop),
        TicketAct.DeclineQuote => Answered(ticket, move, context, "住户没有同意报价：{0}，{1}。", "{0}：{1} 替您记下：不同意报价 {2}。不是您的意思请马上告诉我们。", stop),
        TicketAct.Reopen when ticket.EscalatedAt is not null => notices.Managers(ticket, context, TicketKinds.Desk, $"desk/tickets/{ticket.Id}", "投诉两次没有解决，请您亲自安排：{0}，{1}。", stop),
        TicketAct.Reopen => notices.Desk(ticket, context, "住户要求返修：{0}，{1}。", stop),
        _ => Task.CompletedTask,
    };

    // Whoever named the price, and the resident in whose name somebody else answered.
    async Task Answered(Ticket ticket, TicketMove move, EventContext context, string text, string toResident, CancellationToken stop)
    {
        await notices.Worker(ticket, context, text, stop);
        if ((move.As & Actor.Reporter) == 0) await notices.Resident(ticket, context, TicketKinds.Progress, toResident, ("person", move.ActorName), ("price", move.Note));
    }

    // Whoever gets it back, and the dispatchers, who may know better.
    async Task Refused(Ticket ticket, TicketMove move, EventContext context, CancellationToken stop)
    {
        await notices.Technician(ticket, context, TicketKinds.Changed, "{2}拒绝了您转的单，又回到您手上：{0}，{1}。原因：{3}", ("person", move.ActorName), ("reason", move.Note));
        await notices.Department(ticket, context, stop);
        await notices.Desk(ticket, context, "{2}拒绝了工单：{0}，{1}。原因：{3}", stop, ("person", move.ActorName), ("reason", move.Note));
    }
}

/// <summary>Resumes a suspended ticket at its wake-up time, unless it was resumed or moved meanwhile.</summary>
sealed class WakeTicket(AppDb db, TicketNotices notices, Clock.TicketClock ticking, Clock.Alarms alarms, TimeProvider clock) : IHandle<TicketWakeUp>
{
    public async Task Handle(TicketWakeUp happened, EventContext context, CancellationToken stop)
    {
        var ticket = await db.Tickets.SingleOrDefaultAsync(t => t.Id == happened.TicketId, stop);
        if (ticket is null || ticket.State != TicketState.Suspended || ticket.WakeAt != happened.WakeAt) return;

        var move = ticket.Resume(new Act(Actor.System, null, Platform.Words.T("到时恢复"), clock.GetUtcNow().UtcDateTime), await ticking.Calendar(stop)).Value;
        db.Moves.Add(move);
        await alarms.Set(ticket, move, stop);
        db.Publish(new TicketMoved(ticket.Id, move.Id));
        await notices.Technician(ticket, context, TicketKinds.Changed, "暂停时间已到，请继续处理：{0}，{1}。");
    }
}

/// <summary>Closes a finished ticket that nobody objected to.</summary>
sealed class CloseTicket(AppDb db, TimeProvider clock) : IHandle<TicketCloseDue>
{
    public async Task Handle(TicketCloseDue happened, EventContext context, CancellationToken stop)
    {
        var ticket = await db.Tickets.SingleOrDefaultAsync(t => t.Id == happened.TicketId, stop);
        if (ticket is null || ticket.DoneAt != happened.DoneAt || TicketLife.Find(TicketAct.Close, ticket.State) is null) return;

        var move = ticket.Close(new Act(Actor.System, null, Platform.Words.T("到期关闭"), clock.GetUtcNow().UtcDateTime)).Value;
        db.Moves.Add(move);
        db.Publish(new TicketMoved(ticket.Id, move.Id));
    }
}
