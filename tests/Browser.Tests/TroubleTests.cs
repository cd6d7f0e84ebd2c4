using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Tickets.FollowUps;
using Tickets.Incidents;
using Tickets.Life;

namespace Browser.Tests;

/// <summary>Where people are not content: complaints, call backs, and outages that everybody has.</summary>
public sealed class TroubleTests(Browsers browsers)
{
    [Fact]
    public async Task A_complaint_is_looked_into_answered_and_after_the_second_refusal_the_managers_own()
    {
        var estate = await Estate.Build();
        var resident = await browsers.Phone(estate, estate.Resident);
        var id = await Complain(resident);
        var desk = await browsers.Desk(estate, estate.Dispatcher);
        await desk.Page.ClickAsync("nav a:has-text('投诉')");
        await desk.Page.ClickAsync("#complaints a:has-text('服务态度')");
        await desk.Page.ClickAsync("label.cand:has-text('周建国')");
        await desk.Page.FillAsync("#why", "请查一下");
        await desk.Page.ClickAsync("button:has-text('派单')");
        await desk.Sees("#timeline >> text=请查一下");

        await Answer(await browsers.Phone(estate, estate.Plumber));
        await resident.Sees("#timeline >> text=已向您致歉，并培训了当班保安");
        await Refuse(resident, "没有人来道歉");
        await desk.Page.ReloadAsync();
        await desk.Page.ClickAsync("label.cand:has-text('周建国')");
        await desk.Page.FillAsync("#why", "再查一次");
        await desk.Page.ClickAsync("button:has-text('派单')");
        await desk.Sees("#timeline >> text=再查一次");
        foreach (var (act, body) in new (string, object)[] { ("accept", Estate.Soon), ("start", new { }), ("complete", new { note = "队长已经电话致歉" }) }) (await estate.Do(estate.Plumber, id, act, body)).EnsureSuccessStatusCode();
        await Refuse(resident, "还是老样子");

        await desk.Page.ReloadAsync();
        await desk.Sees(".head >> text=已升级到主管");
        await desk.Page.ClickAsync("label.cand:has-text('周建国')");
        await desk.Page.FillAsync("#why", "第三次");
        await desk.Page.ClickAsync("button:has-text('派单')");
        await desk.Sees(".note[data-tone=bad]");
        (await estate.Ticket(id)).AssigneeId.ShouldBeNull();
        await TakeOver(await browsers.Desk(estate, estate.Manager));
        var ticket = await estate.Ticket(id);
        (ticket.Reopened, ticket.EscalatedAt is not null, ticket.AssigneeId).ShouldBe((2, true, estate.SecondPlumberId));
        (await estate.Move(id, TicketAct.Assign)).ActorAccountId.ShouldBe(estate.Manager.AccountId);
        foreach (var screen in new[] { resident, desk }) screen.Errors.ShouldBeEmpty();
    }

    static async Task<Guid> Complain(Screen resident)
    {
        await resident.Page.ClickAsync("main a:has-text('投诉')");
        await resident.Page.ClickAsync("summary:has-text('物业服务')");
        await resident.Page.ClickAsync("label.pick:has-text('服务态度')");
        await resident.Page.FillAsync("#words", "北门保安态度很差");
        await resident.Page.ClickAsync("button:has-text('提交投诉')");
        await resident.Page.WaitForURLAsync("**/tickets/*");
        return Guid.Parse(new Uri(resident.Page.Url).Segments[^1]);
    }

    static async Task Answer(Screen plumber)
    {
        await plumber.Page.ClickAsync("#day a.btn:has-text('接单')");
        foreach (var act in new[] { "Accept", "Start" })
        {
            await plumber.Page.ClickAsync($"button[value={act}]");
            await plumber.Page.WaitForSelectorAsync($"button[value={act}]:visible", new() { State = WaitForSelectorState.Detached });
        }
        await plumber.Page.FillAsync("#text", "看了北门录像，问了当班保安");
        await plumber.Page.ClickAsync("button[value=Record]");
        await plumber.Sees("#work [data-entry] >> text=看了北门录像");
        await plumber.Page.FillAsync("#answer", "已向您致歉，并培训了当班保安");
        await plumber.Page.ClickAsync("button[value=Complete]:not([disabled])");
        await plumber.Misses("button[value=Complete]");
        plumber.Errors.ShouldBeEmpty();
    }

    static async Task Refuse(Screen resident, string why)
    {
        await resident.Page.ReloadAsync();
        await resident.Page.ClickAsync("summary:has-text('没修好，要返修')");
        await resident.Page.FillAsync("#note-Reopen", why);
        await resident.Page.ClickAsync("button[value=Reopen]");
        await resident.Sees($"#timeline >> text={why}");
    }

    static async Task TakeOver(Screen manager)
    {
        await manager.Page.ClickAsync("nav a:has-text('投诉')");
        await manager.Sees("#complaints >> text=住户退回 2 次");
        await manager.Page.ClickAsync("#complaints a:has-text('服务态度')");
        await manager.Page.ClickAsync("label.cand:has-text('何晓东')");
        await manager.Page.FillAsync("#why", "我来跟进，换个人");
        await manager.Page.ClickAsync("button:has-text('派单')");
        await manager.Sees("#timeline >> text=我来跟进，换个人");
        manager.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(360, 800)]
    public async Task Whoever_gave_a_low_score_is_called_and_what_came_of_it_is_kept(int width, int height)
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        await estate.Repaired(id);
        (await estate.Do(estate.Resident, id, "rate", new { speed = 1, result = 4, attitude = 5, comment = "等了三个小时", tags = new[] { "来得晚" } })).EnsureSuccessStatusCode();
        var manager = await browsers.Enter(estate, estate.Manager, width, height);
        if (width < 600) await manager.Page.ClickAsync("nav a:has-text('更多')");
        await manager.Page.ClickAsync("a:visible:has-text('回访')");

        await manager.Sees("main >> text=等了三个小时");
        await manager.Sees("main >> text=来得晚");
        await manager.Page.FillAsync("textarea[name='Input.Outcome']", "已致歉，下次先打电话");
        await manager.Page.ClickAsync("label.pick:has-text('现在满意')");
        await manager.Page.ClickAsync("button:has-text('记下结果')");
        await manager.Sees("text=都回访过了");
        await manager.Page.ClickAsync("summary:has-text('最近的回访')");
        await manager.Sees("details >> text=已致歉，下次先打电话 · 许文斌");

        var call = await estate.Company.Read(db => db.Set<FollowUp>().SingleAsync(f => f.TicketId == id));
        (call.Outcome, call.Satisfied, call.By, call.Lowest).ShouldBe(("已致歉，下次先打电话", true, "许文斌", 1));
        manager.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_outage_is_read_before_anything_is_reported_and_one_update_answers_all()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        var neighbour = await browsers.Phone(estate, estate.Neighbour);
        var manager = await browsers.Desk(estate, estate.Manager);
        await manager.Page.ClickAsync("nav a:has-text('通告')");
        await manager.Page.SelectOptionAsync("#kind", "Water");
        await manager.Page.SelectOptionAsync("#where", new SelectOptionValue { Label = "云栖花园" });
        await manager.Page.FillAsync("#title", "水管爆裂停水");
        await manager.Page.FillAsync("#text", "正在抢修");
        await manager.Page.ClickAsync("button:has-text('发布并通知住户')");
        await manager.Sees("h1:has-text('水管爆裂停水')");
        var incident = await estate.Company.Read(db => db.Set<Incident>().SingleAsync());

        await neighbour.Page.ClickAsync("nav a:has-text('报修')");
        await neighbour.Sees(".note:has-text('水管爆裂停水') >> text=是同一件事就不用再报");
        await neighbour.Page.ClickAsync("a:has-text('看进展，有消息告诉我')");
        await neighbour.Page.ClickAsync("button:has-text('我家也这样，有进展告诉我')");
        await neighbour.Sees("#incidents >> text=有进展会通知您");
        (await estate.Company.Read(db => db.Set<IncidentFollower>().SingleAsync())).AccountId.ShouldBe(estate.Neighbour.AccountId);

        await manager.Page.GotoAsync($"{estate.Company.Slug}/desk/tickets/{id}");
        await manager.Page.SelectOptionAsync("#incident", incident.Id.ToString());
        await manager.Page.ClickAsync("form:has(#incident) button:has-text('保存')");
        await manager.Sees("#timeline >> text=已并入通告");
        (await estate.Ticket(id)).IncidentId.ShouldBe(incident.Id);
        await manager.Page.ClickAsync("nav a:has-text('通告')");
        await manager.Page.ClickAsync("#incidents a:has-text('水管爆裂停水')");
        await manager.Sees("main >> text=1 人关注 · 1 单");
        await manager.Page.FillAsync("#text", "换好了一段管，正在冲洗");
        await manager.Page.ClickAsync("button[value=false]:has-text('发布进展')");
        await manager.Sees("#said >> text=换好了一段管，正在冲洗");

        // The open page shows it by itself, and everybody concerned has a message.
        await neighbour.Sees("#incidents >> text=换好了一段管，正在冲洗");
        foreach (var person in new[] { estate.Neighbour, estate.Resident }) (await estate.Told(person, "incidents", "{0}有新进展：{1}")).ShouldBeTrue(person.Name);
        foreach (var screen in new[] { neighbour, manager }) screen.Errors.ShouldBeEmpty();
    }
}
