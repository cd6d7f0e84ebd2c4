using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Platform.Access;
using Platform.Events;
using Platform.Notices;
using Platform.Settings;
using Staff.Contracts;
using Staff.Duty;
using Staff.Files;
using Staff.People;
using Staff.Shifts;
using Staff.Skills;
using Tenants.Contracts;

namespace Staff;

/// <summary>Table of contents of the module.</summary>
public sealed class StaffModule : IModule
{
    /// <inheritdoc />
    public string Name => "staff";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions { get; } =
    [
        new(StaffPermissions.View, "查看员工", DataScope.Community, DataScope.All),
        new(StaffPermissions.Edit, "管理员工、班次与请假", DataScope.All),
        new(StaffPermissions.Duty, "上下班与请假", DataScope.Own),
    ];

    /// <inheritdoc />
    public IReadOnlyList<MenuItem> Menu { get; } =
    [
        new("员工", "staff", "team", StaffPermissions.View, MenuKind.Desk, 400),
        new("班次", "me/duty", "clock", StaffPermissions.Duty, MenuKind.Field, 400),
    ];

    /// <inheritdoc />
    public IReadOnlyList<NoticeKind> NoticeKinds { get; } = [TellDeciders.Leaves];

    /// <inheritdoc />
    public IReadOnlyList<ICompanySection> Sections { get; } = [new DepartmentsSection(), new SkillsSection()];

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IFirstSteps, StaffFirstSteps>();
        services.AddScoped<IStaffDirectory, StaffDirectory>();
        services.AddScoped<ITeams, StaffDirectory>();
        services.AddScoped<IStaffDemo, StaffDemo>();
        services.AddScoped<Enlist>();
        services.AddScoped<ListStaff.Handler>();
        services.AddScoped<FindStaff.Handler>();
        services.AddScoped<HireStaff.Handler>();
        services.AddScoped<ChangeStaff.Handler>();
        services.AddScoped<EndEmployment.Handler>();
        services.AddScoped<CoverAreas.Handler>();
        services.AddScoped<SetSkills.Handler>();
        services.AddScoped<PlanShifts.Handler>();
        services.AddScoped<AskLeave.Handler>();
        services.AddScoped<DecideLeave.Handler>();
        services.AddScoped<WithdrawLeave.Handler>();
        services.AddHandler<MemberChanged, MembersOnRoster>();
        services.AddHandler<LeaveAsked, TellDeciders>().AddHandler<LeaveDecided, TellAsker>().AddHandler<LeaveWithdrawn, TellApprover>();
        services.AddScoped<SetDuty.Handler>();
        services.AddScoped<MyDuty.Handler>();
    }

    /// <inheritdoc />
    public void MapEntities(ModelBuilder model) => StaffMaps.Map(model);

    /// <inheritdoc />
    public void MapEndpoints(RouteGroupBuilder api)
    {
        ListStaff.Map(api);
        FindStaff.Map(api);
        HireStaff.Map(api);
        ChangeStaff.Map(api);
        EndEmployment.Map(api);
        CoverAreas.Map(api);
        SetSkills.Map(api);
        PlanShifts.Map(api);
        AskLeave.Map(api);
        DecideLeave.Map(api);
        WithdrawLeave.Map(api);
        SetDuty.Map(api);
        MyDuty.Map(api);
    }
}
