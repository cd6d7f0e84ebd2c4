using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Platform.Settings;
using Platform.Time;

namespace Tenants.Tests;

public sealed class CalendarTests
{
    static object Calendar(int version, string to = "18:00", string makeUp = "2026-10-10") => new
    {
        version,
        workingDays = new[] { "monday" },
        hours = new[] { new { from = "09:00", to } },
        holidays = new[] { "2026-10-01" },
        makeUpDays = new[] { makeUp },
    };

    [Fact]
    public async Task The_calendar_is_set_once_per_version_and_bad_ones_are_refused()
    {
        var company = await TestCompany.New();
        var admin = await company.Person("管理员", ("company.settings", DataScope.All));

        (await admin.Client.PutAsJsonAsync("api/v1/settings/calendar", Calendar(0))).EnsureSuccessStatusCode();
        await (await admin.Client.PutAsJsonAsync("api/v1/settings/calendar", Calendar(0))).ShouldBeProblem(409, "stale");
        await (await admin.Client.PutAsJsonAsync("api/v1/settings/calendar", Calendar(1, to: "08:00"))).ShouldBeProblem(400, "invalid");
        await (await admin.Client.PutAsJsonAsync("api/v1/settings/calendar", Calendar(1, makeUp: "2026-10-01"))).ShouldBeProblem(400, "invalid");

        var stored = await company.In(async s => await s.GetRequiredService<ICompanySettings>().Get<CalendarSettings>());
        stored.WorkingDays.ShouldBe([DayOfWeek.Monday]);
        stored.Hours.Single().ShouldBe(new WorkingHours(new(9, 0), new(18, 0)));
    }
}
