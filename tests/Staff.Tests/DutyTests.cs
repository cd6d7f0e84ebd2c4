using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using static Staff.Tests.Given;

namespace Staff.Tests;

public sealed class DutyTests
{
    [Fact]
    public async Task Two_taps_at_once_go_on_duty_once()
    {
        var company = await Given.Company();
        var (person, id) = await company.Technician();

        var taps = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => person.Client.PutAsJsonAsync("api/v1/me/duty", new { on = true })));

        taps.ShouldAllBe(t => t.IsSuccessStatusCode);
        (await company.Read(db => db.DutyEntries.CountAsync(e => e.StaffId == id && e.On))).ShouldBe(1);
        (await person.Client.GetJson("api/v1/me/duty")).GetProperty("onDuty").GetBoolean().ShouldBeTrue();
        (await person.Client.PutAsJsonAsync("api/v1/me/duty", new { on = false })).EnsureSuccessStatusCode();
        (await company.Read(db => db.Staff.SingleAsync())).OnDuty.ShouldBeFalse();
    }

    [Fact]
    public async Task Somebody_with_the_permission_who_is_no_employee_has_no_duty()
    {
        var company = await Given.Company();
        var person = await company.Person("路过", ("staff.duty", DataScope.Own));

        await (await person.Client.PutAsJsonAsync("api/v1/me/duty", new { on = true })).ShouldBeProblem(404, "staff/not-staff");
    }

    [Fact]
    public async Task A_weekly_pattern_becomes_shifts_and_planning_again_replaces_them()
    {
        var company = await Given.Company();
        var (person, id) = await company.Technician();
        var admin = await company.Person("班长", ("staff.edit", DataScope.All), ("staff.view", DataScope.All));
        object Plan(string from, string to, string until = "2026-12-13") => new { from = "2026-11-30", until, pattern = new[] { new { days = new[] { "monday", "friday" }, from, to } } };

        (await admin.Client.PutAsJsonAsync($"api/v1/staff/{id}/shifts", Plan("08:00", "17:00"))).EnsureSuccessStatusCode();
        (await admin.Client.PutAsJsonAsync($"api/v1/staff/{id}/shifts", Plan("22:00", "06:00"))).EnsureSuccessStatusCode();
        await (await admin.Client.PutAsJsonAsync($"api/v1/staff/{id}/shifts", Plan("22:00", "06:00", "2027-12-13"))).ShouldBeProblem(400, "staff/bad-period");
        await (await admin.Client.PutAsJsonAsync($"api/v1/staff/{Guid.NewGuid()}/shifts", Plan("22:00", "06:00"))).ShouldBeProblem(404, "not-found");

        var shifts = await company.Read(db => db.Shifts.OrderBy(s => s.Day).ToListAsync());
        shifts.Select(s => s.Day.Day).ShouldBe([30, 4, 7, 11]);
        shifts.ShouldAllBe(s => s.From == new TimeOnly(22, 0));
        (await admin.Client.GetJson($"api/v1/staff/{id}?week=2026-12-02")).GetProperty("shifts").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Leave_is_asked_for_once_and_decided_once()
    {
        var company = await Given.Company();
        var (person, _) = await company.Technician();
        var admin = await company.Person("班长", ("staff.edit", DataScope.All));
        object Ask(string from, string until) => new { from, until, reason = "探亲" };

        await (await person.Client.Post("api/v1/me/leaves", Ask("2099-12-05", "2099-12-01"))).ShouldBeProblem(400, "staff/leave-backwards");
        await (await person.Client.Post("api/v1/me/leaves", Ask("2026-01-05", "2026-01-06"))).ShouldBeProblem(400, "staff/leave-past");
        var leave = await (await person.Client.Post("api/v1/me/leaves", Ask("2099-12-01", "2099-12-03"), key: "a")).ShouldBeMade();
        (await (await person.Client.Post("api/v1/me/leaves", Ask("2099-12-01", "2099-12-03"), key: "a")).ShouldBeMade()).ShouldBe(leave);
        await (await person.Client.Post("api/v1/me/leaves", Ask("2099-12-03", "2099-12-04"))).ShouldBeProblem(409, "staff/leave-overlaps");

        (await admin.Client.GetJson("api/v1/leaves"))[0].GetProperty("id").GetGuid().ShouldBe(leave);
        (await admin.Client.Post($"api/v1/leaves/{leave}/decision", new { version = 1, approve = true })).EnsureSuccessStatusCode();
        await (await admin.Client.Post($"api/v1/leaves/{leave}/decision", new { version = 1, approve = false })).ShouldBeProblem(409, "stale");
        await (await admin.Client.Post($"api/v1/leaves/{leave}/decision", new { version = 2, approve = false })).ShouldBeProblem(409, "staff/leave-decided");

        (await person.Client.GetJson("api/v1/me/duty")).GetProperty("leaves")[0].GetProperty("state").GetString().ShouldBe("approved");
    }
}
