using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tickets.Categories;
using Tickets.Life;

namespace Tickets.Tests;

/// <summary>What waits follows the people who can do it: by duty, skill and category.</summary>
public sealed class RosterTests
{
    static Action<JsonObject> Leaks(string mode) => file =>
    {
        foreach (var leaf in file["categories"]!.AsArray().SelectMany(g => g!["children"]!.AsArray()).Where(l => (string)l!["key"]! == "water-leak")) leaf!["dispatch"] = mode;
    };

    [Fact]
    public async Task Waiting_work_is_given_as_soon_as_somebody_comes_on_duty()
    {
        var estate = await Estate.Build(Leaks("batch"));
        foreach (var plumber in new[] { estate.Plumber, estate.SecondPlumber }) await Duty(plumber, false);
        var id = await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak())).ShouldBeMade();
        (await estate.Told(estate.Dispatcher, $"desk/tickets/{id}")).ShouldBeTrue();

        await Duty(estate.SecondPlumber, true);
        (await estate.Until(id, "assigned")).GetProperty("technician").GetProperty("name").GetString().ShouldBe("何晓东");
    }

    [Fact]
    public async Task What_nobody_accepted_yet_leaves_whoever_goes_off_duty_also_where_it_was_given_at_once()
    {
        var estate = await Estate.Build(Leaks("auto"));
        var id = await estate.Reported();
        var first = (await Read(estate, id)).AssigneeId;
        await Duty(first == estate.PlumberId ? estate.Plumber : estate.SecondPlumber, false);

        for (var i = 0; i < 200 && (await Read(estate, id)).AssigneeId == first; i++) await Task.Delay(50);
        (await Read(estate, id)).AssigneeId.ShouldBe(first == estate.PlumberId ? estate.SecondPlumberId : estate.PlumberId);
    }

    [Fact]
    public async Task Whoever_is_suspended_is_given_nothing_and_loses_what_was_not_accepted_yet()
    {
        var estate = await Estate.Build(Leaks("auto"));
        var id = await estate.Reported();
        var first = (await Read(estate, id)).AssigneeAccountId;
        var member = await estate.Company.Read(db => db.Set<Platform.Access.Member>().SingleAsync(m => m.AccountId == first));
        var admin = await estate.Company.Person("管理员", ("company.members", Platform.Access.DataScope.All), ("company.roles", Platform.Access.DataScope.All));
        (await admin.Client.PutAsync($"api/v1/members/{member.Id}", System.Net.Http.Json.JsonContent.Create(new { version = member.Version, suspended = true }))).EnsureSuccessStatusCode();

        for (var i = 0; i < 200 && (await Read(estate, id)).AssigneeAccountId == first; i++) await Task.Delay(50);
        (await Read(estate, id)).AssigneeAccountId.ShouldNotBe(first);
        (await estate.Dispatcher.Client.GetJson($"api/v1/tickets/{id}/candidates")).EnumerateArray().ShouldNotContain(c => c.GetProperty("accountId").GetGuid() == first);
    }

    [Fact]
    public async Task What_is_put_under_another_category_is_dispatched_that_categorys_way()
    {
        var estate = await Estate.Build(Leaks("manual"));
        var id = await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak())).ShouldBeMade();
        (await estate.Told(estate.Dispatcher, $"desk/tickets/{id}")).ShouldBeTrue();
        (await estate.Do(estate.Dispatcher, id, "reclassify", new { categoryId = await estate.Category("drain-blocked"), note = "其实是下水堵了" })).EnsureSuccessStatusCode();
        await estate.Until(id, "assigned");
        (await Read(estate, id)).Dispatch.ShouldBe(DispatchMode.Auto);
    }

    [Fact]
    public async Task The_grab_pool_shows_each_only_what_their_skills_suffice_for()
    {
        var estate = await Estate.Build(Leaks("grab"));
        var id = await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak())).ShouldBeMade();
        var (painter, _) = await TransferTests.Hire(estate, "孙师傅", "engineering", skill: 3, kind: "painting");
        var (clerk, _) = await TransferTests.Hire(estate, "钱客服", "service");

        (await Pool(estate.Plumber)).ShouldBe([id]);
        (await Pool(painter)).ShouldBeEmpty();
        (await Pool(clerk)).ShouldBeEmpty();
        (await Acts(estate.Plumber, id)).ShouldContain("grab");
        (await Acts(painter, id)).ShouldNotContain("grab");
        (await painter.Page($"work/{id}")).ShouldContain("您没有这一类工单要求的技能或有效证书。");
        (await estate.Do(estate.Plumber, id, "accept", Estate.Soon)).EnsureSuccessStatusCode();
        (await Pool(estate.SecondPlumber)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_nobody_fits_the_desk_says_why_somebody_has_it_against_a_limit()
    {
        var estate = await Estate.Build(Leaks("manual"));
        foreach (var plumber in new[] { estate.Plumber, estate.SecondPlumber }) await Duty(plumber, false);
        var id = await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak())).ShouldBeMade();
        await (await estate.Do(estate.Dispatcher, id, "assign", new { staffId = estate.PlumberId })).ShouldBeProblem(400, "tickets/override-reason");
        (await estate.Do(estate.Dispatcher, id, "assign", new { staffId = estate.PlumberId, note = "电话里答应马上来" })).EnsureSuccessStatusCode();
        (await estate.Dispatcher.Client.GetJson("api/v1/dispatch/decisions")).GetProperty("overridden").GetInt32().ShouldBe(1);
    }

    static async Task<IEnumerable<Guid>> Pool(TestPerson who) => (await who.Client.GetJson("api/v1/tickets?mine=pool")).GetProperty("items").EnumerateArray().Select(t => t.GetProperty("id").GetGuid());

    static async Task<IEnumerable<string?>> Acts(TestPerson who, Guid id) => (await who.Client.GetJson($"api/v1/tickets/{id}")).GetProperty("acts").EnumerateArray().Select(a => a.GetString());

    static Task<Ticket> Read(Estate estate, Guid id) => estate.Company.Read(db => db.Set<Ticket>().AsNoTracking().SingleAsync(t => t.Id == id));

    static async Task Duty(TestPerson who, bool on) => (await who.Client.PutAsync("api/v1/me/duty", System.Net.Http.Json.JsonContent.Create(new { on }))).EnsureSuccessStatusCode();
}
