using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Tenancy;
using Tenants.Contracts;
using Web.Accounts;

namespace Linli;

/// <summary>What happens before the first request.</summary>
static partial class Startup
{
    const int Tries = 8;

    internal static async Task Prepare(WebApplication app)
    {
        await app.Services.Migrate();
        if (app.Configuration.GetValue<bool>("Companies:ApplyOnStart")) await ApplyNewCompanies(app.Services);
        if (app.Configuration.GetValue<bool>("Demo:Seed")) await SeedDemo(app.Services);
        app.Lifetime.ApplicationStarted.Register(() => _ = PrintAddresses(app));
    }

    // Only companies that are not there yet: afterwards they belong to the people at the screens.
    static async Task ApplyNewCompanies(IServiceProvider services)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "tenants");
        if (!Directory.Exists(folder)) return;
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (name.StartsWith('_') || name.EndsWith(".schema.json", StringComparison.Ordinal)) continue;
            for (var attempt = 1; !await Apply(services, path, name, mayWait: attempt < Tries); attempt++) await Task.Delay(TimeSpan.FromSeconds(attempt));
        }
    }

    // Another node that starts at the same moment makes the same company; whoever comes second finds it a little later.
    static async Task<bool> Apply(IServiceProvider services, string path, string name, bool mayWait)
    {
        await using var scope = services.CreateAsyncScope();
        try
        {
            var applied = await scope.ServiceProvider.GetRequiredService<ICompanyFiles>().ApplyIfNew(await File.ReadAllTextAsync(path));
            return applied.Error is { } refused ? throw new SettingException($"tenants/{name}: {refused.Message}") : true;
        }
        catch (DbUpdateException) when (mayWait)
        {
            return false;
        }
    }

    static async Task SeedDemo(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        foreach (var demo in scope.ServiceProvider.GetServices<IDemo>()) await demo.Seed();
    }

    static async Task PrintAddresses(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var companies = await scope.ServiceProvider.GetRequiredService<HostDb>().Companies.AsNoTracking().Where(c => c.State == TenantState.Active)
            .OrderBy(c => c.Slug).Take(10).Select(c => new { c.Slug, c.Name }).ToListAsync();
        foreach (var url in app.Urls)
            foreach (var company in companies) LogAddress(app.Logger, company.Name, $"{url.TrimEnd('/')}/{company.Slug}");
        foreach (var group in scope.ServiceProvider.GetServices<IDemoAccounts>().SelectMany(d => d.Accounts).GroupBy(a => (a.Company, a.Password)))
            LogAccounts(app.Logger, group.Key.Company, string.Join("  ", group.Select(a => $"{a.Role} {a.Phone}")), group.Key.Password);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Company} {Address}")]
    private static partial void LogAddress(ILogger logger, string company, string address);

    // Invented people, and only in the demonstration: real ones never stand in a log.
    [LoggerMessage(Level = LogLevel.Information, Message = "{Company} {Accounts}  密码 {Password}")]
    private static partial void LogAccounts(ILogger logger, string company, string accounts, string password);
}
