using System.Net.Http.Json;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using static Staff.Tests.Given;

namespace Staff.Tests;

public sealed class StaffTests
{
    static async Task<object> Body(TestCompany company, string phone, string? number = null, params string[] roles) => new
    {
        name = "李春梅",
        phone,
        number,
        departmentId = await company.Read(db => db.Departments.Select(d => d.Id).SingleAsync()),
        position = "水电工",
        fieldWork = true,
        roles,
    };

    [Fact]
    public async Task Somebody_is_employed_by_phone_and_a_double_tap_employs_one()
    {
        var company = await Given.Company();
        var admin = await company.Person("人事", ("staff.edit", DataScope.All), ("staff.view", DataScope.All));
        var phone = NewPhone();

        var first = await (await admin.Client.Post("api/v1/staff", await Body(company, phone), key: "k1")).ShouldBeMade();
        var again = await (await admin.Client.Post("api/v1/staff", await Body(company, phone), key: "k1")).ShouldBeMade();
        await (await admin.Client.Post("api/v1/staff", await Body(company, phone))).ShouldBeProblem(409, "staff/already-employed");
        var second = await (await admin.Client.Post("api/v1/staff", await Body(company, NewPhone()))).ShouldBeMade();

        again.ShouldBe(first);
        var numbers = await company.Read(db => db.Staff.OrderBy(s => s.Number).Select(s => s.Number).ToListAsync());
        numbers.ShouldBe(["E0001", "E0002"]);
        (await admin.Client.GetJson($"api/v1/staff/{second}")).GetProperty("profile").GetProperty("department").GetString().ShouldBe("工程部");
        await using var scope = company.Host.Services.CreateAsyncScope();
        var host = scope.ServiceProvider.GetRequiredService<HostDb>();
        var account = await host.Users.SingleAsync(a => a.UserName == phone);
        account.PasswordHash.ShouldBeNull();
        (await host.Memberships.AnyAsync(m => m.AccountId == account.Id && m.CompanyId == company.Id)).ShouldBeTrue();
    }

    [Fact]
    public async Task Two_people_employed_at_once_get_two_numbers()
    {
        var company = await Given.Company();
        var admin = await company.Person("人事", ("staff.edit", DataScope.All));
        var bodies = new[] { await Body(company, NewPhone()), await Body(company, NewPhone()) };

        var made = await Task.WhenAll(bodies.Select(b => admin.Client.Post("api/v1/staff", b)));

        foreach (var response in made) await response.ShouldBeMade();
        (await company.Read(db => db.Staff.Select(s => s.Number).Distinct().CountAsync())).ShouldBe(2);
    }

    [Fact]
    public async Task Rubbish_is_refused_and_nobody_is_employed()
    {
        var company = await Given.Company();
        var admin = await company.Person("人事", ("staff.edit", DataScope.All));

        await (await admin.Client.Post("api/v1/staff", await Body(company, "12345"))).ShouldBeProblem(400, "staff/bad-phone");
        await (await admin.Client.Post("api/v1/staff", await Body(company, NewPhone(), "工号"))).ShouldBeProblem(400, "staff/bad-number");
        await (await admin.Client.Post("api/v1/staff", await Body(company, NewPhone(), null, "ghost"))).ShouldBeProblem(400, "staff/unknown-role");
        await (await admin.Client.Post("api/v1/staff", new { name = "甲", phone = NewPhone(), position = "工", departmentId = Guid.NewGuid() })).ShouldBeProblem(400, "staff/unknown-department");
        var keeper = await company.Person("掌钥匙的", ("company.roles", DataScope.All));
        await (await admin.Client.Post("api/v1/staff", await Body(company, NewPhone(), null, "role-" + keeper.Phone))).ShouldBeProblem(403, "staff/role-too-high");

        (await company.Read(db => db.Staff.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Skills_are_set_as_a_whole_and_certificates_are_asked_for()
    {
        var company = await Given.Company();
        var admin = await company.Person("人事", ("staff.edit", DataScope.All), ("staff.view", DataScope.All));
        var id = await company.Hire(Somebody() with { Skills = [new("plumbing", 2)] });
        var version = (await admin.Client.GetJson($"api/v1/staff/{id}")).GetProperty("profile").GetProperty("version").GetInt32();

        await (await admin.Client.PutAsJsonAsync($"api/v1/staff/{id}/skills", new { version, skills = new[] { new { key = "electric", level = 3 } } })).ShouldBeProblem(422, "staff/needs-certificate");
        await (await admin.Client.PutAsJsonAsync($"api/v1/staff/{id}/skills", new { version, skills = new[] { new { key = "plumbing", level = 6 } } })).ShouldBeProblem(400, "staff/bad-level");
        (await admin.Client.PutAsJsonAsync($"api/v1/staff/{id}/skills", new { version, skills = new[] { new { key = "electric", level = 3, certificate = "粤A-881", expiresOn = "2020-01-01" } } })).EnsureSuccessStatusCode();
        await (await admin.Client.PutAsJsonAsync($"api/v1/staff/{id}/skills", new { version, skills = Array.Empty<object>() })).ShouldBeProblem(409, "stale");

        var skills = (await admin.Client.GetJson($"api/v1/staff/{id}")).GetProperty("skills");
        skills.GetArrayLength().ShouldBe(1);
        skills[0].GetProperty("key").GetString().ShouldBe("electric");
        skills[0].GetProperty("expired").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Who_may_see_a_community_sees_its_staff_only()
    {
        var company = await Given.Company();
        var (ours, other) = (await company.Community("一期"), await company.Community("二期"));
        var mine = await company.Hire(Somebody() with { Areas = [(ours, null)] });
        var theirs = await company.Hire(Somebody() with { Areas = [(other, null)] });
        var keeper = await company.Person("管家", ("staff.view", DataScope.Community));
        await company.Change(async (_, db) => (await db.Set<Member>().Include(m => m.Areas).SingleAsync(m => m.AccountId == keeper.AccountId)).Cover([(ours, null)]));

        var items = (await keeper.Client.GetJson("api/v1/staff")).GetProperty("items");

        items.GetArrayLength().ShouldBe(1);
        items[0].GetProperty("id").GetGuid().ShouldBe(mine);
        await (await keeper.Client.GetAsync($"api/v1/staff/{theirs}")).ShouldBeProblem(404, "not-found");
    }

    [Fact]
    public async Task Who_runs_staff_does_not_dismiss_an_administrator()
    {
        var company = await Given.Company();
        await company.Person("另一位", ("company.roles", DataScope.All));
        var keeper = await company.Person("管理员", ("company.roles", DataScope.All));
        var boss = await company.Person("班长", ("staff.edit", DataScope.All), ("staff.view", DataScope.All));
        var id = await company.Hire(Somebody(keeper.Phone));

        await (await boss.Client.Post($"api/v1/staff/{id}/leaving", new { version = 1 })).ShouldBeProblem(403, "staff/role-too-high");

        (await company.Read(db => db.Staff.SingleAsync(s => s.Id == id))).LeftOn.ShouldBeNull();
    }

    [Fact]
    public async Task Leaving_takes_duty_roles_and_areas_but_not_the_home()
    {
        var company = await Given.Company();
        var admin = await company.Person("人事", ("staff.edit", DataScope.All), ("staff.view", DataScope.All));
        var community = await company.Community("一期");
        await company.Change((_, db) =>
        {
            db.Add(new Role("resident", "住户"));
            db.Add(new Role("technician", "维修技工"));
            return Task.CompletedTask;
        });
        var id = await company.Hire(Somebody() with { OnDuty = true, Roles = ["resident", "technician"], Areas = [(community, null)] });
        var version = (await admin.Client.GetJson($"api/v1/staff/{id}")).GetProperty("profile").GetProperty("version").GetInt32();

        await (await admin.Client.Post($"api/v1/staff/{id}/leaving", new { version, on = "2020-01-01" })).ShouldBeProblem(400, "staff/leaves-before-hired");
        (await admin.Client.Post($"api/v1/staff/{id}/leaving", new { version })).EnsureSuccessStatusCode();

        var view = await admin.Client.GetJson($"api/v1/staff/{id}");
        view.GetProperty("roles").EnumerateArray().Select(r => r.GetString()).ShouldBe(["住户"]);
        view.GetProperty("areas").GetArrayLength().ShouldBe(0);
        view.GetProperty("profile").GetProperty("onDuty").GetBoolean().ShouldBeFalse();
        (await company.Read(db => db.DutyEntries.CountAsync())).ShouldBe(2);
        (await admin.Client.GetJson("api/v1/staff")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }
}
