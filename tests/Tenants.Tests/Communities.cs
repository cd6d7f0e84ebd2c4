using Data;
using Microsoft.Extensions.DependencyInjection;
using Platform.Accounts;

namespace Tenants.Tests;

static class Communities
{
    /// <summary>A community that the company runs.</summary>
    internal static async Task<Guid> Run(TestCompany company, string name)
    {
        await using var scope = company.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HostDb>();
        var community = new CommunityRecord { Name = name };
        db.Add(community);
        db.Add(new CommunityEngagement { CommunityId = community.Id, CompanyId = company.Id, From = new DateOnly(2020, 1, 1) });
        await db.SaveChangesAsync();
        return community.Id;
    }
}
