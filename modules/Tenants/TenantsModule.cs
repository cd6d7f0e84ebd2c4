using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Platform.Access;
using Platform.Settings;
using Tenants.Contracts;
using Tenants.Files;
using Tenants.Founding;
using Tenants.Hours;
using Tenants.Members;
using Tenants.Roles;

namespace Tenants;

/// <summary>Table of contents of the module.</summary>
public sealed class TenantsModule : IModule
{
    /// <inheritdoc />
    public string Name => "tenants";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions { get; } =
    [
        new(CompanyPermissions.Settings, "修改公司设置", DataScope.All),
        new(CompanyPermissions.Roles, "管理角色权限", DataScope.All),
        new(CompanyPermissions.Members, "管理成员与他们的角色", DataScope.All),
    ];

    /// <inheritdoc />
    public IReadOnlyList<MenuItem> Menu { get; } =
    [
        new("开始使用", "first-day", "check", CompanyPermissions.Settings, MenuKind.Settings, 1, "新公司第一天要做的几件事，和邀请住户的二维码"),
        new("工作时间", "settings/calendar", "calendar", CompanyPermissions.Settings, MenuKind.Settings, 10, "工作日、工作时段、节假日和补班日，决定工单的时限怎么算"),
        new("角色权限", "settings/roles", "shield", CompanyPermissions.Roles, MenuKind.Settings, 11, "每个角色能做什么，能看到多大范围"),
        new("成员", "settings/members", "team", CompanyPermissions.Members, MenuKind.Settings, 12, "谁持有哪些角色，负责哪些小区，停用和恢复"),
    ];

    /// <inheritdoc />
    public IReadOnlyList<ICompanySection> Sections { get; } = [new CalendarSection(), new RolesSection()];

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<CompanyFileReader>();
        services.AddSingleton<CompanySchema>();
        services.AddScoped<CompanyFiles>();
        services.AddScoped<ICompanyFiles>(s => s.GetRequiredService<CompanyFiles>());
        services.AddSingleton<Templates>();
        services.AddScoped<FoundCompany.Handler>();
        services.AddScoped<SetUpCompany>();
        services.AddSingleton<SetUpWorker>();
        services.AddHostedService(s => s.GetRequiredService<SetUpWorker>());
        services.AddScoped<ListRoles.Handler>();
        services.AddScoped<CreateRole.Handler>();
        services.AddScoped<SaveRole.Handler>();
        services.AddScoped<DeleteRole.Handler>();
        services.AddScoped<ListMembers.Handler>();
        services.AddScoped<ChangeMember.Handler>();
        services.AddScoped<SaveCalendar.Handler>();
    }

    /// <inheritdoc />
    public void MapEndpoints(RouteGroupBuilder api)
    {
        FoundCompany.Map(api);
        ListRoles.Map(api);
        CreateRole.Map(api);
        SaveRole.Map(api);
        DeleteRole.Map(api);
        ListMembers.Map(api);
        ChangeMember.Map(api);
        SaveCalendar.Map(api);
    }
}
