using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Platform.Access;
using Platform.Attachments;
using Platform.Events;
using Platform.Exports;
using Platform.Notices;
using Platform.Settings;
using Staff.Contracts;
using Tickets.Categories;
using Tickets.Clock;
using Tickets.Complaints;
using Tickets.Contractors;
using Tickets.Dispatch;
using Tickets.Facts;
using Tickets.FollowUps;
using Tickets.Incidents;
using Tickets.Life;
using Tickets.Lists;
using Tickets.Notify;
using Tickets.Quotes;
using Tickets.Reporting;

namespace Tickets;

/// <summary>Repairs, complaints, suggestions and internal orders: reporting, dispatch, work on site, rating.</summary>
public sealed class TicketsModule : IModule
{
    /// <inheritdoc />
    public string Name => "tickets";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => TicketPermissions.All;

    /// <inheritdoc />
    public IReadOnlyList<NoticeKind> NoticeKinds => TicketKinds.All;

    /// <inheritdoc />
    public IReadOnlyList<ICompanySection> Sections { get; } = [new TicketSection(), new CategorySection(), new PriceSection()];

    /// <inheritdoc />
    public IReadOnlyList<MenuItem> Menu { get; } =
    [
        new("首页", "", "home", TicketPermissions.Report, MenuKind.Resident, 1),
        new("报修", "report", "wrench", TicketPermissions.Report, MenuKind.Resident, 2),
        new("服务单", "tickets", "list", TicketPermissions.Report, MenuKind.Resident, 3),
        new("今天", "day", "list", TicketPermissions.Work, MenuKind.Field, 1),
        new("抢单", "pool", "bolt", TicketPermissions.Work, MenuKind.Field, 2),
        new("上报", "enter", "plus", TicketPermissions.Enter, MenuKind.Field, 3),
        new("派单台", "board", "board", TicketPermissions.Assign, MenuKind.Desk, 1),
        new("工单", "desk/tickets", "list", TicketPermissions.Assign, MenuKind.Desk, 2),
        new("投诉", "desk/complaints", "chat", TicketPermissions.Complaints, MenuKind.Desk, 3),
        new("统计", "desk/numbers", "chart", TicketPermissions.Numbers, MenuKind.Desk, 5),
        new("通告", "desk/incidents", "alert", TicketPermissions.Incidents, MenuKind.Desk, 3),
        new("工单类别", "settings/categories", "gear", TicketPermissions.Categories, MenuKind.Settings, 20, "住户能报什么，多久要响应和修好，派给谁，完工要什么凭证"),
        new("派单规则", "settings/dispatch", "board", TicketPermissions.Categories, MenuKind.Settings, 21, "自动派单看重什么，多久重新统筹一次"),
        new("收费项目", "settings/prices", "bill", TicketPermissions.Prices, MenuKind.Settings, 22, "有偿维修的人工和材料多少钱"),
        new("外部单位", "settings/contractors", "team", TicketPermissions.Contractors, MenuKind.Settings, 23, "电梯、消防等委托给谁，做得怎么样"),
        new("回访", "desk/follow-ups", "phone", TicketPermissions.Manage, MenuKind.Desk, 4),
    ];

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IFirstSteps, CategoryFirstSteps>();
        services.AddScoped<ReportTicket.Handler>();
        services.AddScoped<ActOnTicket.Handler>();
        services.AddScoped<Transfers>();
        services.AddScoped<Staff.Contracts.IUsesDepartments, DepartmentsOfTickets>();
        services.AddScoped<RecordWork.Handler>();
        services.AddScoped<GetTicket.Handler>();
        services.AddScoped<ListTickets.Handler>();
        services.AddScoped<GrabPool>();
        services.AddScoped<ShowBoard.Handler>();
        services.AddScoped<ListCategories.Handler>();
        services.AddScoped<SaveCategory.Handler>();
        services.AddScoped<Candidates>();
        services.AddScoped<DispatchFacts>();
        services.AddScoped<GiveTicket>();
        services.AddScoped<SaveDispatchRules.Handler>();
        services.AddScoped<CountDecisions.Handler>();
        services.AddScoped<BatchSchedule>();
        services.AddScoped<TicketFiles>();
        services.AddScoped<PublishIncident.Handler>();
        services.AddScoped<ReportOnIncident.Handler>();
        services.AddScoped<ListIncidents.Handler>();
        services.AddScoped<FinishFollowUp.Handler>();
        services.AddScoped<ListComplaints.Handler>();
        services.AddScoped<GiveToContractor.Handler>();
        services.AddScoped<SaveContractor.Handler>();
        services.AddScoped<ContractorWork>();
        services.AddScoped<Web.Http.IGuestDoor>(p => p.GetRequiredService<ContractorWork>());
        services.AddScoped<OfferQuote.Handler>();
        services.AddScoped<AnswerQuote.Handler>();
        services.AddScoped<SavePrice.Handler>();
        services.AddScoped<FactKeeper>();
        services.AddScoped<Contracts.ITicketFacts>(p => p.GetRequiredService<FactKeeper>());
        services.AddScoped<ShowNumbers.Handler>();
        services.AddScoped<SaveFilter.Handler>();
        services.AddScoped<ActOnMany.Handler>();
        services.AddScoped<IExportKind, TicketExport>();
        services.AddScoped<TicketClock>();
        services.AddScoped<Alarms>();
        services.AddScoped<Contracts.ITicketsDemo, Demo.MakeTickets>();
        services.AddScoped<TicketNotices>();
        services.AddScoped<IAttachmentGuard, TicketFileGuard>();
        services.AddSingleton<Web.Layouts.IHomePage, Pages.TicketsHome>();
        services.AddHandler<TicketWaiting, DispatchTicket>();
        services.AddHandler<BatchDue, Rearrange>();
        services.AddHandler<HandsFree, RearrangeSoon>();
        services.AddHandler<RosterChanged, RearrangeForRoster>();
        services.AddHandler<TicketMoved, TellOfMove>();
        services.AddHandler<TicketMoved, KeepFacts>();
        services.AddHandler<TicketWakeUp, WakeTicket>();
        services.AddHandler<FollowUpOpened, AskToFollowUp>();
        services.AddHandler<IncidentPublished, AnnounceIncident>();
        services.AddHandler<IncidentReported, SpreadUpdate>();
        services.AddHandler<TicketAlarm, RemindOfDeadline>();
        services.AddHandler<AppointmentDue, RemindOfArrival>();
        services.AddHandler<AcceptDue, OfferToNext>();
        services.AddHandler<TicketCloseDue, CloseTicket>();
    }

    /// <inheritdoc />
    public void MapEntities(ModelBuilder model)
    {
        TicketMap.Map(model);
        QuoteMap.Map(model);
        ContractorMap.Map(model);
        FactMap.Map(model);
    }

    /// <inheritdoc />
    public void MapEndpoints(RouteGroupBuilder api)
    {
        ListCategories.Map(api);
        SaveCategory.Map(api);
        PublishIncident.Map(api);
        ReportOnIncident.Map(api);
        ListIncidents.Map(api);
        FinishFollowUp.Map(api);
        SaveDispatchRules.Map(api);
        CountDecisions.Map(api);
        ListComplaints.Map(api);
        SaveContractor.Map(api);
        ContractorWork.Map(api);
        AnswerQuote.Map(api);
        SavePrice.Map(api);
        var tickets = api.MapGroup("/tickets").WithTags("Tickets");
        ReportTicket.Map(tickets);
        ListTickets.Map(tickets);
        ShowBoard.Map(tickets);
        ShowNumbers.Map(tickets);
        ActOnMany.Map(tickets);
        SaveFilter.Map(tickets);
        GetTicket.Map(tickets);
        ActOnTicket.Map(tickets);
        RecordWork.Map(tickets);
        OfferQuote.Map(tickets);
        GiveToContractor.Map(tickets);
    }
}
