using System.Net;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using static Staff.Tests.Given;

namespace Staff.Tests;

public sealed class PageTests
{
    static readonly (string, DataScope)[] Everything = [("staff.view", DataScope.All), ("staff.edit", DataScope.All), ("staff.duty", DataScope.Own)];

    [Fact]
    public async Task Every_page_shows_what_is_stored()
    {
        var company = await Given.Company();
        var boss = await company.Person("班长", Everything);
        var id = await company.Hire(Somebody() with { OnDuty = true, Bio = "干了十年水电", Skills = [new("electric", 4, "粤A-881", new DateOnly(2020, 1, 1))], Shifts = [new([DayOfWeek.Monday], new(20, 0), new(8, 0))] });

        (await boss.Page("staff")).ShouldContain("张卫国");
        (await boss.Page("staff?department=engineering&skill=electric&onDuty=true&q=张")).ShouldContain("证书已过期");
        (await boss.Page("staff?skill=plumbing")).ShouldContain("没有符合条件的员工");
        (await boss.Page($"staff/{id}")).ShouldContain("干了十年水电");
        (await boss.Page($"staff/{id}?week=2026-11-30")).ShouldContain("2026-11-30");
        (await boss.Page($"staff/{id}/edit")).ShouldContain("粤A-881");
        (await boss.Page("staff/new")).ShouldContain("留空自动编号");
        (await boss.Page("me/duty")).ShouldContain("您还不是公司的员工");
        (await boss.Client.GetAsync($"staff/{Guid.NewGuid()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await boss.Client.GetAsync($"staff/{Guid.NewGuid()}/edit")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_forms_work_before_any_script_runs()
    {
        var company = await Given.Company();
        var boss = await company.Person("班长", Everything);
        await company.Hire(Somebody(boss.Phone));
        var department = await company.Read(db => db.Departments.Select(d => d.Id).SingleAsync());

        await boss.Submit("me/duty", "duty", ("on", "true"));
        await boss.Submit("me/duty", "leave", ("Form.From", "2099-01-04"), ("Form.Until", "2099-01-05"), ("Form.Reason", "探亲"), ("once", "o1"));
        var leave = await company.Read(db => db.Leaves.Select(l => l.Id).SingleAsync());
        await boss.Submit("staff", "leaves", ("approve", $"{leave}:1"));
        await boss.Submit("staff/new", "hire", ("Form.Name", "王强"), ("Form.Phone", NewPhone()), ("Form.DepartmentId", department.ToString()), ("Form.Position", "保洁"), ("Form.HiredOn", "2025-05-01"), ("once", "o2"));
        var hired = await company.Read(db => db.Staff.SingleAsync(s => s.Name == "王强"));
        await boss.Submit($"staff/{hired.Id}/edit", "skills", ("version", "1"), ("level:plumbing", "3"), ("expires:plumbing", "2030-01-01"));
        await boss.Submit($"staff/{hired.Id}/edit", "profile", ("Form.Version", "2"), ("Form.Name", "王小强"), ("Form.DepartmentId", department.ToString()), ("Form.Position", "保洁"), ("Form.FieldWork", "true"));
        await boss.Submit($"staff/{hired.Id}", "plan", ("day", "Monday"), ("day", "Sunday"), ("from", "08:00"), ("to", "17:00"), ("start", "2026-11-30"), ("end", "2026-12-06"));

        (await company.Read(db => db.Staff.SingleAsync(s => s.AccountId == boss.AccountId))).OnDuty.ShouldBeTrue();
        (await company.Read(db => db.Leaves.SingleAsync())).State.ShouldBe(Shifts.LeaveState.Approved);
        var stored = await company.Read(db => db.Staff.Include(s => s.Skills).SingleAsync(s => s.Id == hired.Id));
        (stored.Name, stored.FieldWork, stored.Skills.Single().Level).ShouldBe(("王小强", true, 3));
        (await company.Read(db => db.Shifts.CountAsync(s => s.StaffId == hired.Id))).ShouldBe(2);
    }
}
