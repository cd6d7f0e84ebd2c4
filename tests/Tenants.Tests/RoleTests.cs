using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Platform.Access;

namespace Tenants.Tests;

public sealed class RoleTests
{
    [Fact]
    public async Task A_role_is_set_through_the_matrix_and_counts_at_once()
    {
        var company = await TestCompany.New();
        var admin = await company.Person("管理员", ("company.roles", DataScope.All), ("company.members", DataScope.All));
        var clerk = await company.Person("文员", ("staff.view", DataScope.Community));
        var key = "role-" + clerk.Phone;
        var role = (await admin.Client.GetJson($"api/v1/roles/{key}")).GetProperty("role");
        (await clerk.Client.GetAsync("api/v1/members")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        (await admin.Client.PutAsJsonAsync($"api/v1/roles/{key}", new { version = role.GetProperty("version").GetInt32(), name = "人事", grants = new Dictionary<string, string> { ["company.members"] = "all" } })).EnsureSuccessStatusCode();

        (await clerk.Client.GetAsync("api/v1/members")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await clerk.Client.GetAsync("api/v1/staff")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var stored = await company.Read(db => db.Set<Role>().Include(r => r.Grants).SingleAsync(r => r.Key == key));
        stored.Name.ShouldBe("人事");
        stored.Grants.Single().Permission.ShouldBe("company.members");
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_and_changes_nothing()
    {
        var company = await TestCompany.New();
        var admin = await company.Person("管理员", ("company.roles", DataScope.All));
        var address = "api/v1/roles/role-" + admin.Phone;

        await (await admin.Client.PutAsJsonAsync(address, new { version = 1, name = "x", grants = new Dictionary<string, string> { ["tickets.fly"] = "all" } })).ShouldBeProblem(400, "tenants/unknown-permission");
        await (await admin.Client.PutAsJsonAsync(address, new { version = 1, name = "x", grants = new Dictionary<string, string> { ["company.roles"] = "own" } })).ShouldBeProblem(400, "tenants/bad-scope");
        await (await admin.Client.PutAsJsonAsync(address, new { version = 9, name = "x", grants = new Dictionary<string, string> { ["company.roles"] = "all" } })).ShouldBeProblem(409, "stale");
        await (await admin.Client.PutAsJsonAsync(address, new { version = 1, name = "x" })).ShouldBeProblem(422, "tenants/last-keyholder");
        await (await admin.Client.PutAsJsonAsync("api/v1/roles/nobody", new { version = 1, name = "x" })).ShouldBeProblem(404, "not-found");

        (await company.Read(db => db.Set<RoleGrant>().CountAsync())).ShouldBe(1);
    }
}
