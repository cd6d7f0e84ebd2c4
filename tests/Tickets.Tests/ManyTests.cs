using Microsoft.EntityFrameworkCore;
using Tickets.Life;
using Tickets.Lists;

namespace Tickets.Tests;

/// <summary>Several tickets of the list at once, and filters that are kept.</summary>
public sealed class ManyTests
{
    [Fact]
    public async Task Many_are_cancelled_together_and_each_answers_for_itself()
    {
        var estate = await Estate.Build();
        var (first, second, done) = (await estate.Reported(), await estate.Reported(), await estate.Reported());
        (await estate.Do(estate.Plumber, done, "accept", Estate.Soon)).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, done, "start")).EnsureSuccessStatusCode();
        var stale = new { id = second, version = 0 };

        var answer = (await (await estate.Manager.Client.Post("api/v1/tickets/bulk/cancel", new { note = "重复报修", tickets = new object[] { await One(first), stale, await One(done), new { id = Guid.NewGuid(), version = 1 } } })).ShouldBeOk()).EnumerateArray().ToList();

        answer.Select(a => a.GetProperty("code").GetString()).ShouldBe([null, "stale", "tickets/wrong-state", "not-found"]);
        answer[2].GetProperty("refused").GetString().ShouldNotBeNull().ShouldContain("处理中");
        (await States(estate, first, second, done)).ShouldBe([TicketState.Cancelled, TicketState.Assigned, TicketState.InProgress]);
        (await estate.Company.Read(db => db.Set<TicketMove>().CountAsync(m => m.Act == TicketAct.Cancel))).ShouldBe(1);

        async Task<object> One(Guid id) => new { id, version = (await estate.Manager.Client.GetJson($"api/v1/tickets/{id}")).GetProperty("version").GetInt32() };
    }

    [Fact]
    public async Task None_or_more_than_a_hundred_and_whoever_may_not_are_refused()
    {
        var estate = await Estate.Build();
        await (await estate.Manager.Client.Post("api/v1/tickets/bulk/close", new { tickets = Array.Empty<object>() })).ShouldBeProblem(400, "tickets/too-many");
        await (await estate.Manager.Client.Post("api/v1/tickets/bulk/close", new { tickets = Enumerable.Range(0, 101).Select(_ => new { id = Guid.NewGuid(), version = 1 }) })).ShouldBeProblem(400, "tickets/too-many");
        await (await estate.Dispatcher.Client.Post("api/v1/tickets/bulk/close", new { tickets = new[] { new { id = Guid.NewGuid(), version = 1 } } })).ShouldBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task Ticked_on_the_page_they_are_assigned_and_what_was_refused_is_said()
    {
        var estate = await Estate.Build();
        Guid[] ids = [await Waiting(), await Waiting()];
        var page = await estate.Dispatcher.Page("desk/tickets");
        page.ShouldContain($"{ids[0]}:");
        var rows = await estate.Company.Read(db => db.Set<Ticket>().Where(t => ids.Contains(t.Id)).Select(t => new { t.Id, t.Version }).ToListAsync());

        var answer = await estate.Dispatcher.Send("desk/tickets", "many", [.. rows.Select((r, i) => ($"Chosen.Tickets[{i}]", $"{r.Id}:{(i == 0 ? r.Version : r.Version + 7)}")), ("Chosen.Act", "Assign"), ("Chosen.Staff", estate.PlumberId.ToString()), ("Chosen.Note", "没有电工在班")]);

        answer.Html.ShouldContain("1 单已处理，1 单没有");
        answer.Html.ShouldContain("刚刚被别人改过");
        (await States(estate, rows[0].Id, rows[1].Id)).ShouldBe([TicketState.Assigned, TicketState.Submitted]);
        (await estate.Dispatcher.Send("desk/tickets", "many", ("Chosen.Tickets[0]", $"{ids[0]}:2"), ("Chosen.Act", "Close"))).Html.ShouldContain("没有做这件事的权限");

        async Task<Guid> Waiting() => await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = await estate.Category("power-trip"), unitId = estate.Home, description = "跳闸 " + Guid.NewGuid() })).ShouldBeMade();
    }

    [Fact]
    public async Task A_filter_is_kept_renamed_and_forgotten_by_its_owner_only()
    {
        var estate = await Estate.Build();
        await estate.Dispatcher.Submit("desk/tickets?view=late&q=1-1", "keep", ("Name", "一幢超时"));
        var filter = await estate.Company.Read(db => db.Set<SavedFilter>().SingleAsync());
        (filter.AccountId, filter.Name, filter.Query).ShouldBe((estate.Dispatcher.AccountId, "一幢超时", "view=late&q=1-1"));
        (await estate.Dispatcher.Page("desk/tickets")).ShouldContain("一幢超时");
        (await estate.Manager.Page("desk/tickets")).ShouldNotContain("一幢超时");

        await (await estate.Dispatcher.Client.Post("api/v1/tickets/filters", new { name = "一幢超时", query = "view=all" })).ShouldBeProblem(422, "tickets/filter-name-taken");
        foreach (var bad in new[] { "", "view", "next=//evil", "view=\"><script>", "javascript:alert(1)" })
            await (await estate.Dispatcher.Client.Post("api/v1/tickets/filters", new { name = "坏", query = bad })).ShouldBeProblem(400, "tickets/bad-filter");
        await (await estate.Manager.Client.DeleteAsync($"api/v1/tickets/filters/{filter.Id}")).ShouldBeProblem(404, "not-found");
        await estate.Dispatcher.Submit("desk/tickets", "rename", ("Renamed.Id", filter.Id.ToString()), ("Renamed.Version", "1"), ("Renamed.Name", "超时"));
        (await estate.Company.Read(db => db.Set<SavedFilter>().SingleAsync())).Name.ShouldBe("超时");
        await estate.Dispatcher.Submit("desk/tickets", "forget", ("Forgotten", filter.Id.ToString()));
        (await estate.Company.Read(db => db.Set<SavedFilter>().CountAsync())).ShouldBe(0);

        for (var i = 0; i < 20; i++) await (await estate.Dispatcher.Client.Post("api/v1/tickets/filters", new { name = $"第 {i} 个", query = "view=all" })).ShouldBeMade();
        await (await estate.Dispatcher.Client.Post("api/v1/tickets/filters", new { name = "太多", query = "view=all" })).ShouldBeProblem(422, "tickets/too-many-filters");
    }

    static async Task<TicketState[]> States(Estate estate, params Guid[] ids)
    {
        var states = await estate.Company.Read(db => db.Set<Ticket>().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.State));
        return [.. ids.Select(i => states[i])];
    }
}
