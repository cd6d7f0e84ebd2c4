using Data;
using Estates.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Platform.Accounts;
using Platform.Tenancy;
using Staff.Contracts;
using Tenants.Contracts;
using Tickets.Contracts;
using Web.Accounts;
using DemoAccount = Web.Accounts.DemoAccount;

namespace Linli.Demo;

/// <summary>Two companies with their estates, people and sixty days of tickets. Only a company without any community is filled.</summary>
sealed class LinliDemo(IServiceScopeFactory scopes, ITenantScopeFactory tenantScopes, ITenantStore tenants, TimeProvider clock) : IDemo, IDemoAccounts
{
    public IReadOnlyList<DemoAccount> Accounts { get; } =
        [.. DemoPlan.Companies.SelectMany(c => c.People.Where(p => p.Shown).Select(p => new DemoAccount(c.Name, c.Slug, p.Label, p.Name, p.Phone, DemoPlan.Password)))];

    public async Task Seed(CancellationToken stop)
    {
        foreach (var plan in DemoPlan.Companies)
            if (await tenants.FindBySlug(plan.Slug, stop) is { State: TenantState.Active } company) await Seed(plan, company, stop);
    }

    async Task Seed(DemoPlan.Company plan, TenantInfo company, CancellationToken stop)
    {
        await using var scope = await tenantScopes.Open(company.Id, stop: stop);
        if ((await scope.Services.GetRequiredService<IPlaces>().Communities(stop)).Count > 0) return;

        var accounts = await Prepare(plan, stop);
        List<DemoEstate> estates = [];
        foreach (var community in plan.Communities) estates.Add(await Build(scope.Services, community, plan, accounts, stop));
        var technicians = await Hire(scope.Services, plan, estates, stop);
        await Report(company, plan, estates, technicians, stop);
    }

    async Task<Dictionary<string, Guid>> Prepare(DemoPlan.Company plan, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        Dictionary<string, Guid> accounts = [];
        foreach (var person in plan.People)
        {
            stop.ThrowIfCancellationRequested();
            var account = await users.FindByNameAsync(person.Phone);
            if (account is null)
            {
                account = new Account { Id = Guid.CreateVersion7(), UserName = person.Phone, PhoneNumber = person.Phone, PhoneNumberConfirmed = true, DisplayName = person.Name, CreatedAt = clock.GetUtcNow().UtcDateTime };
                var made = await users.CreateAsync(account, DemoPlan.Password);
                if (!made.Succeeded) throw new InvalidOperationException(string.Join("; ", made.Errors.Select(e => e.Description)));
            }
            accounts[person.Phone] = account.Id;
        }
        return accounts;
    }

    static Task<DemoEstate> Build(IServiceProvider services, DemoPlan.Community community, DemoPlan.Company plan, Dictionary<string, Guid> accounts, CancellationToken stop) =>
        services.GetRequiredService<IEstatesDemo>().Build(new DemoCommunity(community.Name, community.Address, plan.ServicePhone, new DateOnly(2019, 7, 1), community.Buildings, community.Sections, community.Floors,
            community.PerFloor, 0.72, community.Seed, DemoPlan.NextPerson,
            [.. plan.People.Where(p => p.Home == community.Name).Select(p => new Estates.Contracts.DemoAccount(accounts[p.Phone], p.Name, p.Phone, p.Unit, p.Relation))]), stop);

    static async Task<List<DemoTechnician>> Hire(IServiceProvider services, DemoPlan.Company plan, List<DemoEstate> estates, CancellationToken stop)
    {
        List<DemoTechnician> technicians = [];
        foreach (var person in plan.People.Where(p => p.Job is not null))
        {
            var job = person.Job!;
            var communities = estates.Where((_, n) => job.Communities is null || job.Communities.Contains(n)).Select(e => e.CommunityId).ToList();
            var hired = await services.GetRequiredService<IStaffDemo>().Hire(new NewStaff(person.Name, person.Phone, job.DepartmentKey, job.Department, job.Position)
            {
                FieldWork = job.Skills.Length > 0,
                OnDuty = job.OnDuty,
                HiredOn = new DateOnly(2021, 3, 8),
                Roles = [job.Role],
                Skills = job.Skills,
                Areas = [.. communities.Select(c => (c, (Guid?)null))],
                Bio = job.Skills.Length > 0 ? "从事物业维修多年，熟悉本小区管线。" : null,
            }, stop);
            if (hired.Error is { } refused) throw new InvalidOperationException(refused.Message);
            if (job.Skills.Length == 0) continue;
            var card = (await services.GetRequiredService<IStaffDirectory>().Cards([hired.Value], stop))[hired.Value];
            technicians.Add(new(hired.Value, card.AccountId, person.Name, [.. job.Skills.Select(s => s.Key)], communities));
        }
        return technicians;
    }

    async Task Report(TenantInfo company, DemoPlan.Company plan, List<DemoEstate> estates, List<DemoTechnician> technicians, CancellationToken stop)
    {
        await using var scope = await tenantScopes.Open(company.Id, stop: stop);
        var db = scope.Services.GetRequiredService<AppDb>();
        var reporters = estates.SelectMany(e => e.Units).SelectMany(u => u.People.Select(p => new DemoReporter(p.AccountId, p.Name, p.Phone, u.Id))).ToList();
        // Those with accounts report more often, so that their pages show something.
        var known = reporters.Where(r => r.AccountId is not null).ToList();
        reporters = [.. reporters.Take(120), .. Enumerable.Repeat(known, 6).SelectMany(k => k)];
        await scope.Services.GetRequiredService<ITicketsDemo>().Make(new DemoTickets(plan.Seed, plan.Tickets, 60, reporters, [.. estates.SelectMany(e => e.PublicPlaces)], technicians), stop);
        await db.AfterCommit();
    }
}
