using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Platform.Notices;
using Staff.Shifts;
using static Staff.Tests.Given;

namespace Staff.Tests;

public sealed class LeaveTests
{
    static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));

    [Fact]
    public async Task Days_that_cannot_be_are_refused_with_a_sentence_of_their_own()
    {
        var company = await Given.Company();
        var (person, _) = await company.Technician();

        await (await Ask(person, 5, 4)).ShouldBeProblem(400, "staff/leave-backwards");
        await (await Ask(person, -1, 4)).ShouldBeProblem(400, "staff/leave-past");
        await (await Ask(person, 1, 181)).ShouldBeProblem(400, "staff/leave-too-long");
        await (await Ask(person, 1, 2, " ")).ShouldBeProblem(400, "staff/bad-leave");
        await (await person.Client.Post("api/v1/me/leaves", new { reason = "探亲" })).ShouldBeProblem(400, "staff/bad-leave");
        var refused = await person.Send("me/duty", "leave", ("Form.From", Day(3)), ("Form.Until", Day(2)), ("Form.Reason", "探亲"), ("once", "o"));

        refused.Html.ShouldContain("请假的最后一天不能早于第一天。");
        refused.Html.ShouldContain("value=\"探亲\"");
        (await company.Read(db => db.Leaves.CountAsync())).ShouldBe(0);
        await (await Ask(person, 0, 179)).ShouldBeMade();
    }

    [Fact]
    public async Task What_waits_or_is_approved_blocks_its_days_and_nothing_else_does()
    {
        var company = await Given.Company();
        var boss = await Boss(company);
        var (person, _) = await company.Technician();
        var (colleague, _) = await company.Technician();

        var first = await (await Ask(person, 1, 5)).ShouldBeMade();
        var overlap = await Ask(person, 5, 7);
        await overlap.ShouldBeProblem(409, "staff/leave-overlaps");
        await (await Ask(person, 6, 7)).ShouldBeMade();
        await (await Ask(colleague, 5, 7)).ShouldBeMade();
        (await Decide(boss, first, approve: false)).EnsureSuccessStatusCode();
        await (await Ask(person, 5, 5)).ShouldBeMade();

        (await overlap.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().ShouldBe($"{Day(1)} 到 {Day(5)} 已经请过假了，请避开这几天，或先撤回那一份。");
    }

    [Fact]
    public async Task Those_who_decide_hear_that_one_waits_and_the_employee_what_became_of_it_once()
    {
        var company = await Given.Company();
        var (boss, second, viewer) = (await Boss(company), await Boss(company), await company.Person("调度", ("staff.view", DataScope.All)));
        var (person, _) = await company.Technician();

        var leave = await (await Ask(person, 20, 21)).ShouldBeMade();
        (await Told(company, boss)).ShouldBe([("staff", "{0} 请假 {1} 到 {2}，等您处理")]);
        (await Told(company, second)).Count.ShouldBe(1);
        (await Decide(boss, leave, approve: false)).EnsureSuccessStatusCode();
        await (await Decide(second, leave, approve: true)).ShouldBeProblem(409, "stale");

        (await Told(company, person)).ShouldBe([("me/duty", "{0} 到 {1} 的请假没有同意，请和负责人联系")]);
        using var english = person.Client;
        english.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        (await english.GetStringAsync("inbox")).ShouldContain("was not approved");
        await Task.Delay(300);
        (await Told(company, person)).Count.ShouldBe(1);
        (await company.Read(db => db.Set<Notice>().AnyAsync(n => n.AccountId == viewer.AccountId))).ShouldBeFalse();
    }

    [Fact]
    public async Task Taking_approved_leave_back_tells_who_approved_it_and_frees_the_days()
    {
        var company = await Given.Company();
        var boss = await Boss(company);
        var (person, id) = await company.Technician();
        var leave = await (await Ask(person, 20, 20)).ShouldBeMade();
        await Told(company, boss);
        (await Decide(boss, leave, approve: true)).EnsureSuccessStatusCode();
        await Told(company, person);

        await (await boss.Client.Post($"api/v1/me/leaves/{leave}/withdraw", new { })).ShouldBeProblem(403, "forbidden");
        await (await (await company.Technician()).Person.Client.Post($"api/v1/me/leaves/{leave}/withdraw", new { })).ShouldBeProblem(404, "not-found");
        await person.Submit("me/duty", "withdraw", ("leave", leave.ToString()));
        await (await person.Client.Post($"api/v1/me/leaves/{leave}/withdraw", new { })).ShouldBeProblem(409, "staff/leave-decided");

        (await Told(company, boss, 2)).ShouldContain(($"staff/{id}", "{0} 撤回了 {1} 到 {2} 的请假"));
        (await company.Read(db => db.Leaves.SingleAsync())).State.ShouldBe(LeaveState.Withdrawn);
        await (await Ask(person, 20, 20, "改期")).ShouldBeMade();
    }

    [Fact]
    public void Approved_leave_that_has_begun_is_not_taken_back()
    {
        var leave = Leave.Ask(Guid.NewGuid(), Today, Today.AddDays(3), "探亲", Today, DateTime.UtcNow).Value;
        leave.Decide(approve: true, Guid.NewGuid(), DateTime.UtcNow).Error.ShouldBeNull();

        leave.Withdraw(Today).Error!.Code.ShouldBe("staff/leave-begun");
        leave.State.ShouldBe(LeaveState.Approved);
    }

    [Fact]
    public async Task Two_who_decide_at_once_get_one_decision_and_a_sentence()
    {
        var company = await Given.Company();
        var (boss, second) = (await Boss(company), await Boss(company));
        var (person, _) = await company.Technician();
        var leave = await (await Ask(person, 20, 20)).ShouldBeMade();

        await boss.Submit("staff", "leaves", ("refuse", $"{leave}:1"));
        var late = await second.Send("staff", "leaves", ("approve", $"{leave}:1"));

        ((int)late.Status).ShouldBe(200);
        late.Html.ShouldContain("这条记录刚刚被别人改过");
        (await company.Read(db => db.Leaves.SingleAsync())).State.ShouldBe(LeaveState.Refused);
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.PostgreSql)]
    public async Task Requests_at_the_same_moment_never_cover_a_day_twice(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.PostgreSql) Assert.SkipWhen(TestServices.Missing("PostgreSQL", TestServices.PostgreSql) is not null, "needs PostgreSQL");
        var company = await Given.Company(TestHost.On(provider));
        var (person, _) = await company.Technician();

        // Of eight that share a day one may pass, beside one of other days.
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Ask(person, 20 + i, 27 + i)).Append(Ask(person, 40, 41)));

        answers[..8].Count(a => a.IsSuccessStatusCode).ShouldBe(1);
        foreach (var late in answers[..8].Where(a => !a.IsSuccessStatusCode)) await late.ShouldBeProblem(409, "staff/leave-overlaps");
        await answers[8].ShouldBeMade();
        (await company.Read(db => db.Leaves.CountAsync())).ShouldBe(2);
    }

    [Fact]
    public async Task Who_left_is_not_waiting_for_leave()
    {
        var company = await Given.Company();
        var boss = await Boss(company);
        var (person, id) = await company.Technician();
        await (await Ask(person, 20, 20)).ShouldBeMade();
        // Asking for leave changes the employee, so that two requests see each other.
        var version = await company.Read(db => db.Staff.Where(s => s.Id == id).Select(s => s.Version).SingleAsync());
        (await boss.Client.Post($"api/v1/staff/{id}/leaving", new { version })).EnsureSuccessStatusCode();

        (await boss.Client.GetJson("api/v1/leaves")).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Work_goes_to_somebody_who_is_not_on_leave()
    {
        var estate = await Estate.Build();
        var boss = await Boss(estate.Company);
        var leave = await (await Ask(estate.Plumber, 0, 1)).ShouldBeMade();
        (await Decide(boss, leave, approve: true)).EnsureSuccessStatusCode();

        var ticket = await estate.Until(await estate.Reported(), "assigned");

        ticket.GetProperty("technician").GetProperty("name").GetString().ShouldBe("何晓东");
    }

    static string Day(int ahead) => Today.AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static Task<TestPerson> Boss(TestCompany company) => company.Person("班长", ("staff.view", DataScope.All), ("staff.edit", DataScope.All));

    static Task<HttpResponseMessage> Ask(TestPerson person, int from, int until, string reason = "探亲") => person.Client.Post("api/v1/me/leaves", new { from = Day(from), until = Day(until), reason });

    static Task<HttpResponseMessage> Decide(TestPerson boss, Guid leave, bool approve) => boss.Client.Post($"api/v1/leaves/{leave}/decision", new { version = 1, approve });

    /// <summary>The person's notices, once there are so many.</summary>
    static async Task<List<(string Link, string Text)>> Told(TestCompany company, TestPerson who, int least = 1)
    {
        for (var i = 0; i < 200; i++)
        {
            var told = await company.Read(db => db.Set<Notice>().Where(n => n.AccountId == who.AccountId).OrderBy(n => n.Id).Select(n => new { n.Link, n.Text }).ToListAsync());
            if (told.Count >= least) return [.. told.Select(t => (t.Link, t.Text))];
            await Task.Delay(50);
        }
        throw new TimeoutException("No notice came.");
    }
}
