using Platform.Notices;
using Tickets.Categories;
using Tickets.Life;

namespace Tickets.Notify;

/// <summary>The kinds of notices about tickets and incidents.</summary>
static class TicketKinds
{
    internal static readonly NoticeKind Assigned = new("tickets.assigned", "派给我的工单", "number", "place", "title") { Permission = TicketPermissions.Work };
    internal static readonly NoticeKind Changed = new("tickets.changed", "我手上的工单有变化", "number", "place", "title", "time", "person", "reason") { Permission = TicketPermissions.Work };
    internal static readonly NoticeKind Team = new("tickets.team", "转给我部门的工单", "number", "place", "title") { Permission = TicketPermissions.Work };
    internal static readonly NoticeKind Grab = new("tickets.grab", "可以抢的工单", "number", "place", "title") { Permission = TicketPermissions.Work };
    internal static readonly NoticeKind Reminder = new("tickets.reminder", "时限提醒", "number", "place", "title", "time") { Permission = TicketPermissions.View };
    // Somebody is about to stand before the door.
    internal static readonly NoticeKind Arrival = new("tickets.arrival", "上门提醒", "number", "place", "title", "time", "person") { Urgent = true };
    internal static readonly NoticeKind Desk = new("tickets.desk", "等我派单或处理", "number", "place", "title", "person", "reason") { Permission = TicketPermissions.Assign };
    internal static readonly NoticeKind FollowUp = new("tickets.follow-up", "等我回访", "number", "place", "title") { Permission = TicketPermissions.Manage };
    internal static readonly NoticeKind Accepted = new("tickets.accepted", "我的报修已接单", "number", "place", "title", "time", "person");
    internal static readonly NoticeKind Progress = new("tickets.progress", "我的报修有进展", "number", "place", "title", "time", "person", "reason");
    internal static readonly NoticeKind Quote = new("tickets.quote", "等我答复的报价", "number", "place", "title", "price");
    internal static readonly NoticeKind Done = new("tickets.done", "我的报修已完成", "number", "place", "title");
    internal static readonly NoticeKind Incident = new("incidents.announced", "停水停电等通告", "place", "title", "time", "until");
    internal static readonly NoticeKind IncidentUpdate = new("incidents.update", "通告的新进展", "title", "news");

    internal static readonly IReadOnlyList<NoticeKind> All = [Assigned, Changed, Team, Grab, Reminder, Arrival, Desk, FollowUp, Accepted, Progress, Quote, Done, Incident, IncidentUpdate];

    /// <summary>What is urgent is told at night as well.</summary>
    internal static NoticeKind Of(this NoticeKind kind, Ticket ticket) => ticket.Priority == Priority.Urgent ? kind with { Urgent = true } : kind;

    /// <summary>As <see cref="Of"/>, for whoever reported it: who complained without a name is told nowhere but in the product.</summary>
    internal static NoticeKind ToReporter(this NoticeKind kind, Ticket ticket) => ticket.Anonymous ? kind.Of(ticket) with { InboxOnly = true } : kind.Of(ticket);
}
