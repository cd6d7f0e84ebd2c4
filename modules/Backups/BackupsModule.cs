using Backups.Contracts;
using Backups.Keys;
using Backups.Package;
using Backups.Plans;
using Backups.Restoring;
using Backups.Runs;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Platform.Access;

namespace Backups;

/// <summary>Packages of companies: made by a plan, kept by a rule, proven, and made into companies again.</summary>
public sealed class BackupsModule : IModule
{
    /// <inheritdoc />
    public string Name => "backups";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions { get; } = [new(BackupPermissions.Manage, "管理备份", DataScope.All)];

    /// <inheritdoc />
    public IReadOnlyList<MenuItem> Menu { get; } = [new("备份", "settings/backups", "download", BackupPermissions.Manage, MenuKind.Settings, 40, "每晚自动备份全部数据和照片，随时能再备一份")];

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new BackupOptions(configuration.GetValue("Backups:Planned", true)));
        services.AddSingleton(new InstallationKey(configuration));
        services.AddScoped<CompanyKeys>();
        services.AddScoped<PackageWriter>();
        services.AddScoped<RestoreCompany>();
        services.AddScoped<EraseCompany>();
        services.AddScoped<IPackages, Packages>();
        services.AddScoped<DuePlans>();
        services.AddSingleton<RunBackup>();
        services.AddSingleton<BackupWorker>();
        services.AddHostedService(s => s.GetRequiredService<BackupWorker>());
        services.AddScoped<SavePlan.Handler>();
        services.AddScoped<AskForBackup.Handler>();
        services.AddScoped<ListBackups.Handler>();
    }

    /// <inheritdoc />
    public void MapEndpoints(RouteGroupBuilder api)
    {
        ListBackups.Map(api);
        AskForBackup.Map(api);
        SavePlan.Map(api);
    }
}
