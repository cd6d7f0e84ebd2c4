using System.Threading.Channels;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Nodes;
using Platform.Tenancy;
using Tenants.Files;

namespace Tenants.Founding;

/// <summary>Sets up companies that were signed up, one at a time, on whichever node leases them. A node that dies leaves a lease that ends; what fails is tried again later and later, and at last left to the operators.</summary>
sealed class SetUpCompany(HostDb host, CompanyFiles files, Templates templates, TimeProvider clock, ILogger<SetUpCompany> log)
{
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    const int MostAttempts = 10;

    /// <summary>True when there was something to do.</summary>
    internal async Task<bool> Next(CancellationToken stop)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var due = await host.Companies.AsNoTracking().Where(c => c.State == TenantState.Pending && c.DueAt != null && c.DueAt <= now).OrderBy(c => c.DueAt).Select(c => new { c.Id, c.DueAt, c.Attempts }).FirstOrDefaultAsync(stop);
        if (due is null) return false;
        var until = now + Lease;
        if (await host.Companies.Where(c => c.Id == due.Id && c.State == TenantState.Pending && c.DueAt == due.DueAt).ExecuteUpdateAsync(c => c.SetProperty(x => x.DueAt, until).SetProperty(x => x.Attempts, due.Attempts + 1), stop) == 0) return true;
        try
        {
            await SetUp(due.Id, stop);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "Company {Company} could not be set up, attempt {Attempt}.", due.Id, due.Attempts + 1);
            DateTime? again = due.Attempts + 1 < MostAttempts ? now + TimeSpan.FromSeconds(5 * Math.Pow(2, due.Attempts)) : null;
            await host.Companies.Where(c => c.Id == due.Id && c.State == TenantState.Pending).ExecuteUpdateAsync(c => c.SetProperty(x => x.DueAt, again), stop);
        }
        return true;
    }

    async Task SetUp(Guid id, CancellationToken stop)
    {
        var company = await host.Companies.SingleAsync(c => c.Id == id, stop);
        var founder = await host.Users.AsNoTracking().SingleAsync(a => a.Id == company.FounderId, stop);
        var json = templates.For(company.Template, company.Slug, company.Name, company.Phone) ?? throw new InvalidOperationException($"The template {company.Template} is not there.");
        await files.Found(company, json, founder, stop);
    }
}

/// <summary>Wakes when a company is signed up, and now and then for what a dead node left.</summary>
sealed class SetUpWorker : BackgroundService
{
    static readonly TimeSpan Poll = TimeSpan.FromSeconds(15);

    readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    readonly IServiceScopeFactory scopes;
    readonly ILogger<SetUpWorker> log;

    public SetUpWorker(IServiceScopeFactory scopes, INodeBus bus, ILogger<SetUpWorker> log)
    {
        (this.scopes, this.log) = (scopes, log);
        bus.Subscribe<CompanyFounded>(_ => signals.Writer.TryWrite(true));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await Next(stoppingToken)) { }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogError(failure, "What waits to be set up could not be asked for; asking again.");
            }
            await Rest(stoppingToken);
        }
    }

    async Task<bool> Next(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SetUpCompany>().Next(stop);
    }

    async Task Rest(CancellationToken stop)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(stop);
        pause.CancelAfter(Poll);
        try
        {
            await signals.Reader.ReadAsync(pause.Token);
        }
        catch (OperationCanceledException)
        {
            // Time to look, or the host is stopping.
        }
    }
}
