using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Platform.Access;
using Platform.Events;
using Platform.Nodes;
using Platform.Notices;
using Platform.Settings;
using Platform.Tenancy;

namespace Data;

/// <summary>Registers the contexts and what reads through them.</summary>
public static class DataServices
{
    /// <summary>Adds tenancy, contexts, settings, access, numbers, outbox and notices.</summary>
    public static IServiceCollection AddData(this IServiceCollection services, DatabaseOptions database, IReadOnlyList<IModule> modules)
    {
        services.AddSingleton(database);
        services.AddSingleton(modules);
        services.AddSingleton(p => new PermissionList(modules));
        services.AddSingleton(p => new NoticeKindList(modules));
        services.AddSingleton<TenantCache>();
        services.AddSingleton<LiveHub>();
        services.AddSingleton(p => new AppDbParts(modules, p.GetRequiredService<EventSubscriptions>(), p.GetRequiredService<TenantCache>(), p.GetRequiredService<INodeBus>(), p.GetRequiredService<TimeProvider>()));

        // Options never change, so they are built once; a context still belongs to its request.
        services.AddDbContext<AppDb>((_, options) => { options.UseApp(database); Quiet(options); }, optionsLifetime: ServiceLifetime.Singleton);
        services.AddDbContext<HostDb>((_, options) => { options.UseHost(database); Quiet(options); }, optionsLifetime: ServiceLifetime.Singleton);
        services.AddDbContext<ExportDueDb>((_, options) => { options.UseApp(database); Quiet(options); }, optionsLifetime: ServiceLifetime.Singleton);
        services.AddDbContext<OutboxDb>((_, options) => { options.UseApp(database); Quiet(options); }, optionsLifetime: ServiceLifetime.Singleton);

        services.AddScoped<CurrentTenant>();
        services.AddScoped<ICurrentTenant>(p => p.GetRequiredService<CurrentTenant>());
        services.AddScoped<CurrentPerson>();
        services.AddScoped<ICurrentPerson>(p => p.GetRequiredService<CurrentPerson>());
        services.AddSingleton<ITenantStore, TenantStore>();
        services.AddSingleton<ITenantScopeFactory, TenantScopeFactory>();
        services.AddScoped<IAccessReader, AccessReader>();
        services.AddScoped<ICompanySettings, CompanySettings>();
        services.AddScoped<INotices, PostNotices>();
        services.AddSingleton<Numbers>();
        return services;
    }

    // Refused duplicates and lost races are expected and answered; their SQL in the error log would quote rows.
    static void Quiet(DbContextOptionsBuilder options) => options.ConfigureWarnings(w => w
        .Log((CoreEventId.SaveChangesFailed, Microsoft.Extensions.Logging.LogLevel.Debug),
            (CoreEventId.OptimisticConcurrencyException, Microsoft.Extensions.Logging.LogLevel.Debug),
            (RelationalEventId.CommandError, Microsoft.Extensions.Logging.LogLevel.Debug)));
}
