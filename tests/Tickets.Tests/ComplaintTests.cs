using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Platform.Accounts;
using Tickets.Categories;
using Tickets.Life;

namespace Tickets.Tests;

public sealed class ComplaintTests
{
    [Fact]
    public async Task An_anonymous_complaint_names_nobody_in_any_answer_page_or_row()
    {
        var estate = await Estate.Build();
        var id = await Complained(estate, anonymous: true);
        (await estate.Do(estate.Resident, id, "comment", new { note = "今天又来了" })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Manager, id, "assign", new { staffId = estate.PlumberId, note = "请查一下" })).EnsureSuccessStatusCode();

        string[] secrets = ["林静怡", estate.Resident.Phone, "101"];
        foreach (var (who, path) in new[] { (estate.Manager, $"api/v1/tickets/{id}"), (estate.Manager, "api/v1/tickets"), (estate.Manager, "api/v1/tickets/board"), (estate.Plumber, $"api/v1/tickets/{id}"),
            (estate.Manager, $"desk/tickets/{id}"), (estate.Manager, "desk/tickets"), (estate.Manager, "board"), (estate.Plumber, $"work/{id}"), (estate.Plumber, "day") })
        {
            var shown = await who.Client.GetStringAsync(path);
            foreach (var secret in secrets.Take(2)) shown.ShouldNotContain(secret, customMessage: path);
        }
        var stored = await estate.Company.Read(db => db.Set<Ticket>().SingleAsync(t => t.Id == id));
        (stored.ContactName, stored.ContactPhone, stored.UnitId, stored.PlaceLabel).ShouldBe(("匿名住户", "", null, "1幢"));
        var names = await estate.Company.Read(db => db.Set<TicketMove>().Where(m => m.TicketId == id).Select(m => m.ActorName).ToListAsync());
        names.ShouldNotContain("林静怡");
        (await estate.Resident.Client.GetJson($"api/v1/tickets/{id}")).GetProperty("anonymous").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_complains_without_a_name_and_works_here_does_nothing_else_to_it()
    {
        var estate = await Estate.Build();
        var id = await Complained(estate, anonymous: true);
        await estate.Company.Change(async (_, db) =>
        {
            var member = await db.Set<Platform.Access.Member>().Include(m => m.Roles).SingleAsync(m => m.AccountId == estate.Resident.AccountId);
            member.Add(await db.Set<Platform.Access.Role>().SingleAsync(r => r.Key == "manager"));
        });

        foreach (var (act, body) in new (string, object)[] { ("assign", new { staffId = estate.PlumberId, note = "自己派" }), ("reject", new { note = "自己驳回" }), ("close", new { note = "自己关" }) })
            (await estate.Do(estate.Resident, id, act, body)).IsSuccessStatusCode.ShouldBeFalse(act);

        (await estate.Company.Read(db => db.Set<TicketMove>().Where(m => m.TicketId == id && m.ActorName != "系统").Select(m => m.Act).ToListAsync())).ShouldBe([TicketAct.Submit]);
        (await estate.Company.Read(db => db.Set<Tickets.Dispatch.DispatchDecision>().AnyAsync(d => d.TicketId == id && d.ByAccountId != null))).ShouldBeFalse();
        (await estate.Do(estate.Resident, id, "comment", new { note = "补充一句" })).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Repairs_are_never_anonymous()
    {
        var estate = await Estate.Build();
        await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = await estate.Category("water-leak"), unitId = estate.Home, description = "漏水", anonymous = true })).ShouldBeProblem(400, "tickets/only-complaints-hide");
    }

    [Fact]
    public async Task A_complaint_is_seen_by_those_who_handle_complaints_and_by_whoever_has_it()
    {
        var estate = await Estate.Build();
        var id = await Complained(estate);
        var other = await estate.Company.Person("旁人", ("tickets.view", Platform.Access.DataScope.All), ("tickets.assign", Platform.Access.DataScope.All));
        await (await other.Client.GetAsync($"api/v1/tickets/{id}")).ShouldBeProblem(404, "not-found");
        (await other.Client.GetStringAsync("api/v1/tickets")).ShouldNotContain(id.ToString());
        await (await estate.Plumber.Client.GetAsync($"api/v1/tickets/{id}")).ShouldBeProblem(404, "not-found");
        (await estate.Do(estate.Manager, id, "assign", new { staffId = estate.PlumberId, note = "请查一下" })).EnsureSuccessStatusCode();
        (await estate.Plumber.Client.GetAsync($"api/v1/tickets/{id}")).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task An_answer_is_owed_and_after_two_refusals_the_managers_take_over()
    {
        var estate = await Estate.Build();
        var id = await Complained(estate);
        for (var round = 1; round <= 2; round++)
        {
            (await estate.Do(estate.Dispatcher, id, "assign", new { staffId = estate.PlumberId, note = "请查一下" })).EnsureSuccessStatusCode();
            (await estate.Do(estate.Plumber, id, "accept", Estate.Soon)).EnsureSuccessStatusCode();
            (await estate.Do(estate.Plumber, id, "start")).EnsureSuccessStatusCode();
            if (round == 1) await (await estate.Do(estate.Plumber, id, "complete")).ShouldBeProblem(400, "tickets/no-answer-given");
            (await estate.Do(estate.Plumber, id, "complete", new { note = "已经清理并加了巡查" })).EnsureSuccessStatusCode();
            (await estate.Do(estate.Resident, id, "reopen", new { note = "还是老样子" })).EnsureSuccessStatusCode();
        }

        (await estate.Told(estate.Manager, $"desk/tickets/{id}", "投诉两次没有解决，请您亲自安排：{0}，{1}。")).ShouldBeTrue();
        await (await estate.Do(estate.Dispatcher, id, "assign", new { staffId = estate.PlumberId, note = "再查" })).ShouldBeProblem(403, "tickets/for-managers");
        (await estate.Manager.Client.GetStringAsync($"desk/tickets/{id}")).ShouldContain("已升级到主管");
        var list = await estate.Manager.Client.GetJson("api/v1/complaints");
        (list[0].GetProperty("id").GetGuid(), list[0].GetProperty("refused").GetInt32()).ShouldBe((id, 2));
        (await estate.Manager.Client.GetStringAsync("desk/complaints")).ShouldContain("住户退回 2 次");
        (await estate.Do(estate.Manager, id, "assign", new { staffId = estate.SecondPlumberId, note = "换个人" })).EnsureSuccessStatusCode();
        (await estate.Company.Read(db => db.Set<Ticket>().Where(t => t.Id == id).Select(t => t.EscalatedAt).SingleAsync())).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_complaint_may_lead_to_work_that_does_not_name_who_complained()
    {
        var estate = await Estate.Build();
        var id = await Complained(estate, anonymous: true);
        var leaf = await estate.Company.Read(db => db.Set<Category>().Where(c => c.ParentId != null && c.Kind == TicketKind.Repair && c.Where != PlaceRule.Unit && !c.Retired).Select(c => c.Id).FirstAsync());
        (await estate.Manager.Client.GetStringAsync($"enter?from={id}")).ShouldContain("来自投诉");
        var work = await (await estate.Manager.Client.Post("api/v1/tickets", new { categoryId = leaf, publicPlaceId = estate.Garden, description = "按投诉清理绿化", source = "staff", fromTicketId = id })).ShouldBeMade();

        var view = await estate.Manager.Client.GetJson($"api/v1/tickets/{work}");
        view.GetProperty("from").GetProperty("id").GetGuid().ShouldBe(id);
        view.GetRawText().ShouldNotContain("林静怡");
        var complaint = await estate.Manager.Client.GetJson($"api/v1/tickets/{id}");
        complaint.GetProperty("spawned")[0].GetProperty("id").GetGuid().ShouldBe(work);
        complaint.GetProperty("timeline").EnumerateArray().ShouldContain(m => m.GetProperty("text").GetString()!.StartsWith("转出工单 ", StringComparison.Ordinal));
        await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = leaf, publicPlaceId = estate.Garden, description = "我也转一张", fromTicketId = id })).ShouldBeProblem(400, "tickets/unknown-source");
    }

    static async Task<Guid> Complained(Estate estate, bool anonymous = false)
    {
        var leaf = await estate.Company.Read(db => db.Set<Category>().Where(c => c.ParentId != null && c.Kind == TicketKind.Complaint && c.Where == PlaceRule.Both && c.Dispatch == DispatchMode.Manual).Select(c => c.Id).FirstAsync());
        return await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = leaf, unitId = estate.Home, description = "楼下垃圾三天没人收", anonymous })).ShouldBeMade();
    }
}
