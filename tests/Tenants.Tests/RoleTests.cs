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
    public async Task A_copied_role_may_what_its_model_may_and_two_taps_make_one()
    {
        var company = await TestCompany.New();
        var admin = await company.Person("管理员", ("company.roles", DataScope.All));
        var clerk = await company.Person("文员", ("staff.view", DataScope.Community));
        var body = new { name = "前台", copyOf = "role-" + clerk.Phone };

        var id = await (await admin.Client.Post("api/v1/roles", body, "tap")).ShouldBeMade();
        (await (await admin.Client.Post("api/v1/roles", body, "tap")).ShouldBeMade()).ShouldBe(id);
        await (await admin.Client.Post("api/v1/roles", body)).ShouldBeProblem(409, "tenants/same-role");
        await (await admin.Client.Post("api/v1/roles", new { name = "x", copyOf = "nobody" })).ShouldBeProblem(400, "tenants/unknown-role");
        await (await admin.Client.Post("api/v1/roles", new { name = new string('长', 61) })).ShouldBeProblem(400, "tenants/role-name");

        var stored = await company.Read(db => db.Set<Role>().Include(r => r.Grants).SingleAsync(r => r.Id == id));
        (stored.Name, stored.Key, stored.Grants.Single().Permission, stored.Grants.Single().Scope).ShouldBe(("前台", Role.KeyOf(id), "staff.view", DataScope.Community));
    }

    [Fact]
    public async Task A_role_that_somebody_holds_or_residents_get_is_not_deleted()
    {
        var company = await TestCompany.New();
        var admin = await company.Person("管理员", ("company.roles", DataScope.All));
        var clerk = await company.Person("文员", ("staff.view", DataScope.Community));
        await company.Change((_, db) => Task.FromResult(db.Add(new Role(Role.Resident, "住户"))));
        var spare = Role.KeyOf(await (await admin.Client.Post("api/v1/roles", new { name = "备用", copyOf = "role-" + clerk.Phone })).ShouldBeMade());

        await (await admin.Client.DeleteAsync($"api/v1/roles/role-{clerk.Phone}?version=1")).ShouldBeProblem(409, "tenants/role-held");
        await (await admin.Client.DeleteAsync("api/v1/roles/resident?version=1")).ShouldBeProblem(422, "tenants/resident-role");
        await (await admin.Client.DeleteAsync($"api/v1/roles/{spare}?version=2")).ShouldBeProblem(409, "stale");
        (await admin.Client.DeleteAsync($"api/v1/roles/{spare}?version=1")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await company.Read(db => db.Set<Role>().CountAsync())).ShouldBe(3);
        (await company.Read(db => db.Set<RoleGrant>().CountAsync())).ShouldBe(2);
    }

    [Fact]
    public async Task A_role_is_made_and_deleted_on_the_pages()
    {
        var company = await TestCompany.New();
        var admin = await company.Person("管理员", ("company.roles", DataScope.All));

        (await admin.Page("settings/roles?copy=role-" + admin.Phone)).ShouldContain("<details class=\"card plain\" open");
        var refused = (await admin.Send("settings/roles", "new", ("Form.Key", "k"), ("Form.Name", "管理员"))).Html;
        refused.ShouldContain("已经有同名的角色");
        refused.ShouldContain("autofocus");
        var made = await admin.Submit("settings/roles", "new", ("Form.Key", "k2"), ("Form.Name", "客服"), ("Form.CopyOf", "role-" + admin.Phone));
        await admin.Submit(made[made.IndexOf("settings/", StringComparison.Ordinal)..], "delete", ("Gone", "1"));

        (await company.Read(db => db.Set<Role>().SingleAsync())).Name.ShouldBe("管理员");
    }

    [Fact]
    public async Task Refusals_stand_beside_the_field_and_holders_are_named()
    {
        var company = await TestCompany.New();
        var admin = await company.Person("管理员", ("company.roles", DataScope.All), ("company.members", DataScope.All));
        var clerk = await company.Person("文员", ("staff.view", DataScope.Community));
        await company.Change((_, db) => Task.FromResult(db.Add(new Role(Role.Resident, "住户"))));
        var (own, other) = ("settings/roles/role-" + admin.Phone, "settings/roles/role-" + clerk.Phone);

        (await admin.Send(other, "role", ("Form.Version", "1"), ("Form.Name", "管理员"))).Html.ShouldContain("id=\"name-e\"");
        (await admin.Send(own, "role", ("Form.Version", "1"), ("Form.Name", "管理员"), ("grant:company.roles", "None"))).Html.ShouldContain("id=\"company.roles-e\"");
        var page = await admin.Page(other);
        page.ShouldContain("href=\"settings/members?role=role-" + clerk.Phone);
        page.ShouldContain("先给他们换角色再删除");
        (await admin.Page("settings/roles/resident")).ShouldContain("不能删除");

        (await company.Read(db => db.Set<Role>().CountAsync(r => r.Name == "文员"))).ShouldBe(1);
        (await company.Read(db => db.Set<RoleGrant>().CountAsync())).ShouldBe(3);
    }

    [Fact]
    public async Task Whoever_manages_roles_grants_what_they_do_not_hold_and_nobody_else_does()
    {
        var company = await TestCompany.New();
        var admin = await company.Person("管理员", ("company.roles", DataScope.All));
        var clerk = await company.Person("文员", ("company.members", DataScope.All));
        var made = await (await admin.Client.Post("api/v1/roles", new { name = "师傅" })).ShouldBeMade();
        var body = new { version = 1, name = "师傅", grants = new Dictionary<string, string> { ["staff.view"] = "all" } };

        (await clerk.Client.Post("api/v1/roles", new { name = "更大" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await clerk.Client.PutAsJsonAsync("api/v1/roles/" + Role.KeyOf(made), body)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await clerk.Client.DeleteAsync($"api/v1/roles/{Role.KeyOf(made)}?version=1")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await admin.Client.PutAsJsonAsync("api/v1/roles/" + Role.KeyOf(made), body)).EnsureSuccessStatusCode();

        (await company.Read(db => db.Set<RoleGrant>().SingleAsync(g => g.RoleId == made))).Scope.ShouldBe(DataScope.All);
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
