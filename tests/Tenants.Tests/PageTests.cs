using System.Net;
using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Access;

namespace Tenants.Tests;

public sealed class PageTests
{
    static readonly (string, DataScope)[] Everything = [("company.settings", DataScope.All), ("company.roles", DataScope.All), ("company.members", DataScope.All)];

    [Fact]
    public async Task Every_page_shows_what_is_stored()
    {
        var company = await TestCompany.New();
        var admin = await company.Person("周敏", Everything);
        var role = "role-" + admin.Phone;

        (await admin.Page("settings")).ShouldContain("角色权限");
        (await admin.Page("settings/roles")).ShouldContain("周敏");
        (await admin.Page($"settings/roles/{role}")).ShouldContain("管理成员与他们的角色");
        (await admin.Page($"settings/members?q=周&role={role}")).ShouldContain(admin.Phone);
        (await admin.Page("settings/members?suspended=true")).ShouldContain("没有符合条件的成员");
        (await admin.Page($"settings/members/{await MemberOf(company, admin)}")).ShouldContain("负责区域");
        (await admin.Page("settings/calendar")).ShouldContain("08:30-12:00");
        (await admin.Client.GetAsync("settings/roles/nobody")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await admin.Client.GetAsync($"settings/members/{Guid.NewGuid()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_forms_work_before_any_script_runs()
    {
        var company = await TestCompany.New();
        var admin = await company.Person("周敏", Everything);
        var clerk = await company.Person("文员", ("staff.view", DataScope.All));
        var (role, id, community) = ("role-" + clerk.Phone, await MemberOf(company, clerk), await Communities.Run(company, "翠湖一期"));

        await admin.Submit($"settings/roles/{role}", "role", ("Form.Version", "1"), ("Form.Name", "前台"), ("grant:staff.view", "Community"), ("grant:staff.edit", "None"));
        await admin.Submit($"settings/members/{id}", "member", ("Form.Version", "1"), ("Form.Roles", role), ("Form.Roles", "role-" + admin.Phone), ("Form.Communities", community.ToString()));
        await admin.Submit($"settings/members/{id}", "suspend", ("Suspension.Version", "2"));
        await admin.Submit("settings/calendar", "calendar", ("Form.Version", "0"), ("Form.WorkingDays", "Monday"), ("Form.WorkingDays", "Saturday"), ("Form.Hours", "09:00-12:00\r\n13:00-17:00"), ("Form.Holidays", "2026-10-01"), ("Form.MakeUpDays", ""));

        var stored = await company.Read(db => db.Set<Role>().Include(r => r.Grants).SingleAsync(r => r.Key == role));
        (stored.Name, stored.Grants.Single().Scope).ShouldBe(("前台", DataScope.Community));
        var member = await company.Read(db => db.Set<Member>().WithRolesAndAreas().SingleAsync(m => m.Id == id));
        (member.Suspended, member.Roles.Count, member.Areas.Single().CommunityId).ShouldBe((true, 2, community));
        (await admin.Page("settings/calendar")).ShouldContain("13:00-17:00");
    }

    static Task<Guid> MemberOf(TestCompany company, TestPerson person) => company.Read(db => db.Set<Member>().Where(m => m.AccountId == person.AccountId).Select(m => m.Id).SingleAsync());
}
