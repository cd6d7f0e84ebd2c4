using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Tenancy;
using Tickets.Categories;

namespace Cluster.Tests;

[Collection(TwoNodes.InTurn)]
public sealed class StartTests
{
    [Fact]
    public async Task Two_nodes_that_start_at_once_make_each_company_of_a_file_once()
    {
        var host = await TwoNodes.QuietHost();
        var company = await TestCompany.New(host);
        using var nodes = await TwoNodes.Start(host, await company.Person("林静怡"), ("Companies__ApplyOnStart", "true"));

        await using var scope = host.Services.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<HostDb>().Companies.AsNoTracking().Where(c => c.Slug == "cuihu" || c.Slug == "jinxiu").ToListAsync();
        made.Select(c => (c.Slug, c.State)).ShouldBe([("cuihu", TenantState.Active), ("jinxiu", TenantState.Active)], ignoreOrder: true);
        foreach (var one in made)
        {
            await using var own = await host.Services.GetRequiredService<ITenantScopeFactory>().Open(one.Id);
            (await own.Services.GetRequiredService<AppDb>().Set<Category>().Where(c => c.ParentId != null).CountAsync()).ShouldBeGreaterThan(5);
        }
    }
}
