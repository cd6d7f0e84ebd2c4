using System.Globalization;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform;
using Platform.Tenancy;
using Tenants.Contracts;
using Tickets.Contracts;

namespace Linli.Cli;

/// <summary>The commands of <c>linli</c>. They answer 0 when all went well, 1 when something was refused, 2 when the words were not understood.</summary>
static class Commands
{
    const string Help = """
        linli: runs and looks after a Linli installation

          linli migrate                    bring the databases to the newest version
          linli tenants apply <file>...    create companies or bring them to the state of their files
          linli tenants list               show the companies
          linli tenants suspend|resume|read-only <company>
                                           stop serving a company, serve it, or let it only be looked into
          linli tenants schema             print the JSON schema of company files
          linli simulate dispatch [--seeds 20] [--days 5] [--communities 3] [--staff 16] [--per-day 84] [--large]
                                           play the ways of dispatching over the same days and compare them
          linli facts rebuild [company]    count the tickets' daily facts from scratch, of one company or of all
          linli backup <company> <file>    write the company's package, sealed under its key
          linli export <company> <file>    the same as an open ZIP archive, for a company that takes its data along
          linli verify <file|company>      prove every row and file of a package, or of a company's newest backup
          linli restore <file|company> --as <new company> [--name <name>]
                                           make a package into a company that can be looked into and not changed
          linli erase <company> --for-good erase a suspended or read-only company: rows, files, packages and its key
          linli --help                     show this

        Settings come from appsettings.json in the current folder and from the environment, as for the web server:
        Database__Provider, Database__Folder, Database__App, Database__Host, Files__Folder, Backups__Key, LINLI_LANG=en for English.
        """;

    internal static async Task<int> Run(string[] args)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(Environment.GetEnvironmentVariable("LINLI_LANG") ?? "zh-CN");
        return args switch
        {
            ["--help" or "-h" or "help"] => Print(Help),
            ["migrate"] => await With(Migrate),
            ["tenants", "list"] => await With(List),
            ["tenants", "schema"] => await With((services, _) => Task.FromResult(Print(services.GetRequiredService<ICompanyFiles>().Schema().TrimEnd()))),
            ["facts", "rebuild"] => await With((services, stop) => RebuildFacts(services, null, stop)),
            ["facts", "rebuild", var company] => await With((services, stop) => RebuildFacts(services, company, stop)),
            ["tenants", "apply", .. var files] when files.Length > 0 => await With((services, stop) => Apply(services, files, stop)),
            ["backup", var company, var file] => await With((services, stop) => PackageCommands.Write(services, company, file, open: false, stop)),
            ["export", var company, var file] => await With((services, stop) => PackageCommands.Write(services, company, file, open: true, stop)),
            ["verify", var source] => await With((services, stop) => PackageCommands.Verify(services, source, stop)),
            ["restore", var source, "--as", var slug] => await With((services, stop) => PackageCommands.Restore(services, source, slug, null, stop)),
            ["restore", var source, "--as", var slug, "--name", var name] => await With((services, stop) => PackageCommands.Restore(services, source, slug, name, stop)),
            ["erase", var company, "--for-good"] => await With((services, stop) => PackageCommands.Erase(services, company, stop)),
            ["tenants", ("suspend" or "resume" or "read-only") and var what, var company] => await With((services, stop) => Enter(services, company, what, stop)),
            ["simulate", "dispatch", .. var options] => Simulate(options) ?? Misunderstood(args),
            _ => Misunderstood(args),
        };
    }

    static int Print(string text)
    {
        Console.WriteLine(text);
        return 0;
    }

    static int Misunderstood(string[] args)
    {
        Console.Error.WriteLine(args.Length == 0 ? Help : $"linli does not know '{string.Join(' ', args)}'. See linli --help.");
        return 2;
    }

    // Null when an option was not understood.
    static int? Simulate(string[] options)
    {
        var numbers = new Dictionary<string, int> { ["--seeds"] = 20, ["--days"] = 5, ["--communities"] = 3, ["--staff"] = 16, ["--per-day"] = 84 };
        var large = options.Contains("--large");
        var pairs = options.Where(o => o != "--large").Chunk(2).ToList();
        foreach (var pair in pairs)
        {
            if (pair is not [var name, var text] || !numbers.ContainsKey(name) || !int.TryParse(text, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 10_000) return null;
            numbers[name] = number;
        }
        if (large)
        {
            var took = DispatchSimulation.Large(200, 500, numbers["--seeds"]).Order().ToList();
            return Print(string.Create(CultureInfo.InvariantCulture, $"batch decision over 200 staff and 500 open tickets, {took.Count} seeds: p50 {took[took.Count / 2]:0} ms, max {took[^1]:0} ms (goal under 1000 ms)"));
        }
        var plan = new SimPlan(Communities: numbers["--communities"], Staff: numbers["--staff"], Days: numbers["--days"], PerDay: numbers["--per-day"]);
        Console.WriteLine($"{numbers["--seeds"]} seeds, {plan.Days} days, {plan.Communities} communities with {plan.Staff} field staff and about {plan.PerDay} reports a day each\n");
        return Print(DispatchSimulation.Table(DispatchSimulation.Run(plan, numbers["--seeds"])));
    }

    static async Task<int> With(Func<IServiceProvider, CancellationToken, Task<int>> work)
    {
        var configuration = new ConfigurationBuilder().SetBasePath(Directory.GetCurrentDirectory()).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging(l => l.SetMinimumLevel(LogLevel.Error).AddConsole());
        services.AddLinli(configuration);
        foreach (var module in LinliHost.Modules) Words.AddFrom(module.Assembly);
        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            interrupted.Cancel();
        };
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        return await work(scope.ServiceProvider, interrupted.Token);
    }

    static async Task<int> Migrate(IServiceProvider services, CancellationToken stop)
    {
        await services.Migrate(stop);
        return Print("The databases are up to date.");
    }

    static async Task<int> List(IServiceProvider services, CancellationToken stop)
    {
        var companies = await services.GetRequiredService<HostDb>().Companies.AsNoTracking().OrderBy(c => c.Slug).ToListAsync(stop);
        foreach (var company in companies) Console.WriteLine($"{company.Slug,-20} {company.State,-10} {company.Name}");
        return companies.Count == 0 ? Print("No companies yet: linli tenants apply tenants/cuihu.json") : 0;
    }

    static async Task<int> Enter(IServiceProvider services, string slug, string what, CancellationToken stop)
    {
        var state = what switch { "suspend" => TenantState.Suspended, "resume" => TenantState.Active, _ => TenantState.ReadOnly };
        var changed = await services.GetRequiredService<HostDb>().Companies.Where(c => c.Slug == slug && (c.State == TenantState.Active || c.State == TenantState.Suspended || c.State == TenantState.ReadOnly))
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.State, state).SetProperty(x => x.Version, x => x.Version + 1), stop);
        await services.GetRequiredService<Platform.Nodes.TenantCache>().Evict(Guid.Empty, "tenant:");
        if (changed > 0) return Print($"{slug} is {state}; nodes without Redis hear of it within {Platform.Nodes.TenantCache.Lifetime.TotalSeconds:0} s.");
        await Console.Error.WriteLineAsync($"No company {slug} that is set up and not erased. See linli tenants list.");
        return 1;
    }

    static async Task<int> RebuildFacts(IServiceProvider services, string? slug, CancellationToken stop)
    {
        var companies = await services.GetRequiredService<HostDb>().Companies.AsNoTracking().Where(c => (slug == null || c.Slug == slug) && (c.State == TenantState.Active || c.State == TenantState.Suspended)).OrderBy(c => c.Slug).ToListAsync(stop);
        if (slug is not null && companies.Count == 0)
        {
            await Console.Error.WriteLineAsync($"No company {slug}. See linli tenants list.");
            return 1;
        }
        foreach (var company in companies)
        {
            await using var scope = await services.GetRequiredService<ITenantScopeFactory>().Open(company.Id, evenIfNotActive: true, stop);
            Console.WriteLine($"{company.Slug}: {await scope.Services.GetRequiredService<ITicketFacts>().Rebuild(stop)} tickets counted");
        }
        return 0;
    }

    static async Task<int> Apply(IServiceProvider services, string[] files, CancellationToken stop)
    {
        await services.Migrate(stop);
        var worst = 0;
        foreach (var file in files) worst = Math.Max(worst, await ApplyOne(services, file, stop));
        return worst;
    }

    static async Task<int> ApplyOne(IServiceProvider services, string file, CancellationToken stop)
    {
        string json;
        try
        {
            json = await File.ReadAllTextAsync(file, stop);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{file}: {unreadable.Message}");
            return 1;
        }
        await using var scope = services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        var applied = await scope.ServiceProvider.GetRequiredService<ICompanyFiles>().Apply(json, stop);
        if (applied.Error is { } refused)
        {
            await Console.Error.WriteLineAsync($"{file}: {refused.Message}");
            return 1;
        }
        Console.WriteLine($"{file}: {applied.Value.Name} ({applied.Value.Slug})");
        foreach (var line in applied.Value.Changes.Concat(applied.Value.Notes)) Console.WriteLine("  " + line);
        if (applied.Value.Changes.Count == 0) Console.WriteLine("  no differences");
        return 0;
    }
}
