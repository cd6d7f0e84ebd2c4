using Tickets.Categories;
using static Platform.Words;

namespace Tickets.Life;

enum TicketState { Submitted, Assigned, Accepted, OnTheWay, InProgress, Suspended, Done, Confirmed, Closed, Cancelled, Rejected }

/// <summary>Everything that can be done to a ticket; each leaves a line in the timeline.</summary>
enum TicketAct { Submit, Assign, Accept, Grab, Depart, Start, Suspend, Resume, Complete, Rate, Close, Cancel, Reject, Return, Transfer, Reopen, Urge, Comment, Record, Reclassify, Attach, Reschedule, FollowUp, Quote, AcceptQuote, DeclineQuote, WithdrawQuote, Spawn, Refuse, WaiveQuote }

enum TicketSource { App, Phone, Counter, Message, Staff, Inspection }

/// <summary>Who does it: the reporter, the technician who has it, the dispatch desk, the product itself, or people of the department it was handed to and whoever speaks for them.</summary>
[Flags]
enum Actor { Reporter = 1, Assignee = 2, Desk = 4, System = 8, Team = 16, Lead = 32, Anybody = 63 }

/// <summary>The one transition table (报修单状态流转).</summary>
static class TicketLife
{
    internal readonly record struct Rule(TicketAct Act, Actor By, TicketState[] From, TicketState? To);

    static readonly TicketState[] Working = [TicketState.Accepted, TicketState.OnTheWay, TicketState.InProgress, TicketState.Suspended];
    static readonly TicketState[] Held = [TicketState.Assigned, .. Working];
    static readonly TicketState[] Open = [TicketState.Submitted, .. Held];

    internal static readonly IReadOnlyList<Rule> Table =
    [
        new(TicketAct.Assign, Actor.Desk | Actor.System, [TicketState.Submitted], TicketState.Assigned),
        new(TicketAct.Accept, Actor.Assignee | Actor.Team, [TicketState.Assigned], TicketState.Accepted),
        new(TicketAct.Grab, Actor.Assignee, [TicketState.Submitted], TicketState.Accepted),
        new(TicketAct.Depart, Actor.Assignee, [TicketState.Accepted], TicketState.OnTheWay),
        new(TicketAct.Start, Actor.Assignee, [TicketState.Accepted, TicketState.OnTheWay], TicketState.InProgress),
        new(TicketAct.Suspend, Actor.Assignee, [TicketState.Accepted, TicketState.OnTheWay, TicketState.InProgress], TicketState.Suspended),
        new(TicketAct.Resume, Actor.Assignee | Actor.System, [TicketState.Suspended], TicketState.InProgress),
        new(TicketAct.Complete, Actor.Assignee, [TicketState.InProgress], TicketState.Done),
        new(TicketAct.Rate, Actor.Reporter, [TicketState.Done, TicketState.Confirmed, TicketState.Closed], null),
        new(TicketAct.Close, Actor.Desk | Actor.System, [TicketState.Done, TicketState.Confirmed], TicketState.Closed),
        new(TicketAct.Cancel, Actor.Reporter | Actor.Desk, [TicketState.Submitted, TicketState.Assigned, TicketState.Accepted], TicketState.Cancelled),
        new(TicketAct.Reject, Actor.Desk, [TicketState.Submitted, TicketState.Assigned], TicketState.Rejected),
        new(TicketAct.Return, Actor.Assignee | Actor.Lead, Held, TicketState.Submitted),
        new(TicketAct.Refuse, Actor.Assignee | Actor.Lead, [TicketState.Assigned], TicketState.Assigned),
        new(TicketAct.Transfer, Actor.Assignee | Actor.Desk | Actor.System | Actor.Lead, Held, TicketState.Assigned),
        new(TicketAct.Reopen, Actor.Reporter | Actor.Desk, [TicketState.Done, TicketState.Confirmed, TicketState.Closed], TicketState.Submitted),
        new(TicketAct.Urge, Actor.Reporter, Open, null),
        new(TicketAct.Comment, Actor.Anybody, [.. Open, TicketState.Done], null),
        new(TicketAct.Reschedule, Actor.Reporter | Actor.Assignee | Actor.Desk, [TicketState.Submitted, TicketState.Assigned, TicketState.Accepted], null),
        new(TicketAct.Quote, Actor.Assignee | Actor.Desk, Working, null),
        new(TicketAct.WaiveQuote, Actor.Assignee | Actor.Desk, Working, null),
        new(TicketAct.AcceptQuote, Actor.Reporter | Actor.Desk, Held, null),
        new(TicketAct.DeclineQuote, Actor.Reporter | Actor.Desk, Held, null),
        new(TicketAct.WithdrawQuote, Actor.Assignee | Actor.Desk, Held, null),
        new(TicketAct.FollowUp, Actor.Desk, [TicketState.Done, TicketState.Confirmed, TicketState.Closed], null),
        new(TicketAct.Spawn, Actor.Desk | Actor.Assignee, [.. Open, TicketState.Done], null),
        new(TicketAct.Attach, Actor.Desk, Open, null),
        new(TicketAct.Reclassify, Actor.Desk, Open, null),
        new(TicketAct.Record, Actor.Assignee, Working, null),
    ];

    internal static Rule? Find(TicketAct act, TicketState from) =>
        Table.Where(r => r.Act == act && r.From.Contains(from)).Select(r => (Rule?)r).FirstOrDefault();

    /// <summary>What these people may do to a ticket in that state.</summary>
    internal static IEnumerable<TicketAct> Allowed(TicketState state, Actor actor) => Table.Where(r => (r.By & actor) != 0 && r.From.Contains(state)).Select(r => r.Act);

    internal static bool IsOpen(TicketState state) => Open.Contains(state);

    /// <summary>States on whose work a technician spends time: what counts as load.</summary>
    internal static readonly TicketState[] Load = Held;

    internal static readonly TicketState[] OpenStates = Open;
}

static class TicketWords
{
    internal static string Of(TicketState state) => state switch
    {
        TicketState.Submitted => T("待派单"),
        TicketState.Assigned => T("待接单"),
        TicketState.Accepted => T("已接单"),
        TicketState.OnTheWay => T("已出发"),
        TicketState.InProgress => T("处理中"),
        TicketState.Suspended => T("已暂停"),
        TicketState.Done => T("待评价"),
        TicketState.Confirmed => T("已评价"),
        TicketState.Closed => T("已关闭"),
        TicketState.Cancelled => T("已取消"),
        _ => T("已驳回"),
    };

    internal static string Tone(TicketState state) => state switch
    {
        TicketState.Submitted or TicketState.Assigned => "warn",
        TicketState.Accepted or TicketState.OnTheWay or TicketState.InProgress => "accent",
        TicketState.Done or TicketState.Confirmed or TicketState.Closed => "ok",
        _ => "",
    };

    internal static string Of(TicketAct act) => act switch
    {
        TicketAct.Submit => T("提交"),
        TicketAct.Assign => T("派单"),
        TicketAct.Accept => T("接单"),
        TicketAct.Grab => T("抢单"),
        TicketAct.Depart => T("出发"),
        TicketAct.Start => T("开始处理"),
        TicketAct.Suspend => T("暂停"),
        TicketAct.Resume => T("恢复"),
        TicketAct.Complete => T("完工"),
        TicketAct.Rate => T("评价"),
        TicketAct.Close => T("关闭"),
        TicketAct.Cancel => T("取消"),
        TicketAct.Reject => T("驳回"),
        TicketAct.Return => T("退回"),
        TicketAct.Refuse => T("拒绝"),
        TicketAct.Transfer => T("转派"),
        TicketAct.Reopen => T("返修"),
        TicketAct.Urge => T("催单"),
        TicketAct.Comment => T("留言"),
        TicketAct.Reclassify => T("改类别"),
        TicketAct.Attach => T("并入通告"),
        TicketAct.Reschedule => T("改约"),
        TicketAct.FollowUp => T("回访"),
        TicketAct.Quote => T("报价"),
        TicketAct.AcceptQuote => T("同意报价"),
        TicketAct.DeclineQuote => T("不同意报价"),
        TicketAct.WithdrawQuote => T("撤回报价"),
        TicketAct.WaiveQuote => T("不收费"),
        TicketAct.Spawn => T("转出工单"),
        _ => T("记录"),
    };

    /// <summary>An act as it stands in the timeline.</summary>
    internal static string Happened(TicketAct act) => act switch
    {
        TicketAct.Submit => T("已提交"),
        TicketAct.Assign => T("已派单"),
        TicketAct.Accept => T("已接单"),
        TicketAct.Grab => T("已抢单"),
        TicketAct.Depart => T("已出发"),
        TicketAct.Start => T("已开始处理"),
        TicketAct.Suspend => T("已暂停"),
        TicketAct.Resume => T("已恢复"),
        TicketAct.Complete => T("已完工"),
        TicketAct.Rate => T("已评价"),
        TicketAct.Close => T("已关闭"),
        TicketAct.Cancel => T("已取消"),
        TicketAct.Reject => T("已驳回"),
        TicketAct.Return => T("已退回"),
        TicketAct.Refuse => T("已拒绝"),
        TicketAct.Transfer => T("已转派"),
        TicketAct.Reopen => T("要求返修"),
        TicketAct.Reclassify => T("已改类别"),
        TicketAct.Attach => T("已并入通告"),
        TicketAct.Reschedule => T("已改约"),
        TicketAct.FollowUp => T("已回访"),
        TicketAct.Quote => T("已报价"),
        _ => Of(act),
    };

    internal static string Of(TicketKind kind) => kind switch
    {
        TicketKind.Repair => T("报修"),
        TicketKind.Complaint => T("投诉"),
        TicketKind.Suggestion => T("建议"),
        _ => T("内部工单"),
    };

    internal static string Of(Priority priority) => priority switch
    {
        Priority.Low => T("不急"),
        Priority.Normal => T("一般"),
        Priority.High => T("优先"),
        _ => T("紧急"),
    };

    internal static string Of(TicketSource source) => source switch
    {
        TicketSource.App => T("住户自助"),
        TicketSource.Phone => T("电话"),
        TicketSource.Counter => T("前台"),
        TicketSource.Message => T("微信或短信"),
        TicketSource.Staff => T("员工上报"),
        _ => T("巡检上报"),
    };

    internal static string Of(DispatchMode mode) => mode switch
    {
        DispatchMode.Auto => T("自动派单"),
        DispatchMode.Grab => T("抢单"),
        DispatchMode.RoundRobin => T("轮流派单"),
        DispatchMode.Batch => T("统筹派单"),
        _ => T("人工派单"),
    };
}
