using Platform.Access;

namespace Tickets;

static class TicketPermissions
{
    internal const string Report = "tickets.report";
    internal const string View = "tickets.view";
    internal const string Enter = "tickets.enter";
    internal const string Work = "tickets.work";
    internal const string Assign = "tickets.assign";
    internal const string Manage = "tickets.manage";
    internal const string Incidents = "tickets.incidents";
    internal const string Complaints = "tickets.complaints";
    internal const string Contractors = "tickets.contractors";
    internal const string Prices = "tickets.prices";
    internal const string Categories = "tickets.categories";
    internal const string Numbers = "tickets.numbers";

    internal static readonly IReadOnlyList<Permission> All =
    [
        new(Report, "报修、投诉与建议", DataScope.Own),
        new(View, "查看工单", DataScope.Own, DataScope.Building, DataScope.Community, DataScope.All),
        new(Enter, "代客录入工单", DataScope.Building, DataScope.Community, DataScope.All),
        new(Work, "接单与处理", DataScope.Own),
        new(Assign, "派单与调度", DataScope.Building, DataScope.Community, DataScope.All),
        new(Manage, "驳回、取消与关闭工单", DataScope.Building, DataScope.Community, DataScope.All),
        new(Incidents, "发布停水停电等通告", DataScope.Building, DataScope.Community, DataScope.All),
        new(Complaints, "查看与处理投诉", DataScope.All),
        new(Contractors, "管理外部单位", DataScope.All),
        new(Prices, "设置收费项目与价格", DataScope.All),
        new(Numbers, "查看统计报表", DataScope.Building, DataScope.Community, DataScope.All),
        new(Categories, "设置工单类别与服务标准", DataScope.All),
    ];
}
