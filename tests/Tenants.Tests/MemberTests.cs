using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;

namespace Tenants.Tests;

public sealed class MemberTests
{
    static async Task<JsonElement> Find(TestPerson admin, string phone) => (await admin.Client.GetJson($"api/v1/members?q={phone}")).GetProperty("items")[0];

    [Fact]
    public async Task A_suspended_member_is_a_stranger_at_once_and_may_come_back()
    {
        var company = await TestCompany.New();
        var admin = await company.Person("管理员", ("company.members", DataScope.All));
        var clerk = await company.Person("文员", ("staff.view", DataScope.All));
        (await clerk.Client.GetAsync("api/v1/staff")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var member = await Find(admin, clerk.Phone);
        var address = $"api/v1/members/{member.GetProperty("id").GetGuid()}";

        (await admin.Client.PutAsJsonAsync(address, new { version = member.GetProperty("version").GetInt32(), suspended = true })).EnsureSuccessStatusCode();

        await (await clerk.Client.GetAsync("api/v1/staff")).ShouldBeProblem(403, "not-a-member");
        await using var scope = company.Host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<HostDb>().Memberships.SingleAsync(m => m.AccountId == clerk.AccountId && m.CompanyId == company.Id)).Suspended.ShouldBeTrue();
        (await admin.Client.PutAsJsonAsync(address, new { version = (await Find(admin, clerk.Phone)).GetProperty("version").GetInt32(), suspended = false })).EnsureSuccessStatusCode();
        (await clerk.Client.GetAsync("api/v1/staff")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_suspends_themselves_or_takes_the_last_key_away()
    {
        var company = await TestCompany.New();
        var keeper = await company.Person("掌钥匙的", ("company.roles", DataScope.All));
        var admin = await company.Person("管理员", ("company.members", DataScope.All));
        var (self, other) = (await Find(admin, admin.Phone), await Find(admin, keeper.Phone));

        await (await admin.Client.PutAsJsonAsync($"api/v1/members/{self.GetProperty("id").GetGuid()}", new { version = 1, suspended = true })).ShouldBeProblem(422, "tenants/oneself");
        await (await admin.Client.PutAsJsonAsync($"api/v1/members/{other.GetProperty("id").GetGuid()}", new { version = 1, suspended = true })).ShouldBeProblem(403, "tenants/role-too-high");
        await (await keeper.Client.DeleteAsync($"api/v1/roles/role-{keeper.Phone}?version=1")).ShouldBeProblem(409, "tenants/role-held");
        await (await admin.Client.PutAsJsonAsync($"api/v1/members/{other.GetProperty("id").GetGuid()}", new { version = 1, roles = Array.Empty<string>() })).ShouldBeProblem(403, "tenants/role-too-high");
        await (await admin.Client.PutAsJsonAsync($"api/v1/members/{self.GetProperty("id").GetGuid()}", new { version = 1, roles = new[] { "role-" + admin.Phone, "role-" + keeper.Phone } })).ShouldBeProblem(403, "tenants/role-too-high");

        (await company.Read(db => db.Set<MemberRole>().CountAsync())).ShouldBe(2);
    }

    [Fact]
    public async Task Who_manages_members_only_neither_rises_nor_touches_those_above()
    {
        var company = await TestCompany.New();
        var keeper = await company.Person("掌钥匙的", ("company.roles", DataScope.All));
        await company.Person("另一位", ("company.roles", DataScope.All));
        var clerk = await company.Person("人事", ("company.members", DataScope.All));
        var manager = await company.Person("经理", ("tickets.manage", DataScope.All));
        var (self, above, other) = (await Find(clerk, clerk.Phone), await Find(clerk, keeper.Phone), await Find(clerk, manager.Phone));
        Task<HttpResponseMessage> Put(System.Text.Json.JsonElement who, object body) => clerk.Client.PutAsJsonAsync($"api/v1/members/{who.GetProperty("id").GetGuid()}", body);

        await (await Put(self, new { version = 1, roles = new[] { "role-" + clerk.Phone, "role-" + manager.Phone } })).ShouldBeProblem(403, "tenants/role-too-high");
        await (await Put(above, new { version = 1, suspended = true })).ShouldBeProblem(403, "tenants/role-too-high");
        await (await Put(above, new { version = 1, roles = Array.Empty<string>() })).ShouldBeProblem(403, "tenants/role-too-high");
        (await Put(other, new { version = 1, suspended = true })).EnsureSuccessStatusCode();

        (await company.Read(db => db.Set<MemberRole>().CountAsync())).ShouldBe(4);
        (await company.Read(db => db.Set<Member>().CountAsync(m => m.Suspended))).ShouldBe(1);
    }

    [Fact]
    public async Task Two_keyholders_who_remove_each_other_at_the_same_moment_leave_one()
    {
        for (var round = 0; round < 8; round++)
        {
            var company = await TestCompany.New();
            var (one, two) = (await company.Person("一", ("company.roles", DataScope.All), ("company.members", DataScope.All)), await company.Person("二", ("company.roles", DataScope.All), ("company.members", DataScope.All)));
            var (first, second) = (await Find(one, one.Phone), await Find(one, two.Phone));

            await Task.WhenAll(Take(one, second), Take(two, first));

            (await company.Read(db => db.Set<MemberRole>().CountAsync())).ShouldBe(1);
        }

        static Task Take(TestPerson from, System.Text.Json.JsonElement other) => from.Client.PutAsJsonAsync($"api/v1/members/{other.GetProperty("id").GetGuid()}", new { version = 1, roles = Array.Empty<string>() });
    }

    [Fact]
    public async Task Roles_and_areas_are_given_and_unknown_ones_refused()
    {
        var company = await TestCompany.New();
        var admin = await company.Person("管理员", ("company.members", DataScope.All));
        var clerk = await company.Person("文员");
        var community = await Communities.Run(company, "翠湖一期");
        var address = $"api/v1/members/{(await Find(admin, clerk.Phone)).GetProperty("id").GetGuid()}";

        await (await admin.Client.PutAsJsonAsync(address, new { version = 1, roles = new[] { "ghost" } })).ShouldBeProblem(400, "tenants/unknown-role");
        await (await admin.Client.PutAsJsonAsync(address, new { version = 1, areas = new[] { new { communityId = Guid.NewGuid() } } })).ShouldBeProblem(400, "tenants/unknown-community");
        (await admin.Client.PutAsJsonAsync(address, new { version = 1, roles = new[] { "role-" + admin.Phone }, areas = new[] { new { communityId = community } } })).EnsureSuccessStatusCode();
        await (await admin.Client.PutAsJsonAsync(address, new { version = 1, suspended = true })).ShouldBeProblem(409, "stale");

        var stored = await Find(admin, clerk.Phone);
        stored.GetProperty("roles")[0].GetString().ShouldBe("role-" + admin.Phone);
        stored.GetProperty("areas")[0].GetProperty("community").GetString().ShouldBe("翠湖一期");
    }

    [Fact]
    public async Task Another_companys_member_is_not_found()
    {
        var (mine, theirs) = (await TestCompany.New(), await TestCompany.New());
        var admin = await mine.Person("管理员", ("company.members", DataScope.All));
        await theirs.Person("别人");
        var foreign = await theirs.Read(db => db.Set<Member>().Select(m => m.Id).SingleAsync());

        await (await admin.Client.GetAsync($"api/v1/members/{foreign}")).ShouldBeProblem(404, "not-found");
        await (await admin.Client.PutAsJsonAsync($"api/v1/members/{foreign}", new { version = 1, suspended = true })).ShouldBeProblem(404, "not-found");

        (await theirs.Read(db => db.Set<Member>().SingleAsync())).Suspended.ShouldBeFalse();
    }
}
