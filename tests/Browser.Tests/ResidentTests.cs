using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Tickets.Life;

namespace Browser.Tests;

/// <summary>What a resident does to the own ticket, with the phone.</summary>
public sealed class ResidentTests(Browsers browsers)
{
    [Fact]
    public async Task A_resident_urges_moves_the_appointment_and_reads_the_answer_the_moment_it_is_given()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        var resident = await browsers.Phone(estate, estate.Resident);
        var desk = await browsers.Desk(estate, estate.Dispatcher);
        await desk.Page.GotoAsync($"{estate.Company.Slug}/desk/tickets/{id}");
        await resident.Page.ClickAsync("#waiting a.row");

        await resident.Page.ClickAsync("button[value=Urge]");
        await resident.Sees("#timeline >> text=催单");
        await desk.Sees("#timeline >> text=催单");
        var day = DateTime.UtcNow.AddHours(8).Date.AddDays(2);
        await resident.Page.ClickAsync("summary:has-text('改约时间')");
        await resident.Page.FillAsync("#day", day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await resident.Page.SelectOptionAsync("#slot", "14-18");
        await resident.Page.ClickAsync("button[value=Reschedule]");
        await resident.Sees("#timeline >> text=已改约");

        await resident.Page.FillAsync("#talk-text", "又漏大了，您看照片");
        await resident.AddPhoto("form:has(#talk-text)");
        await resident.Page.ClickAsync("button:has-text('发送')");
        await resident.Sees("#talk >> text=又漏大了，您看照片");
        await resident.Page.EvaluateAsync("window.kept = 1");
        await desk.Sees("#talk >> text=又漏大了，您看照片");
        (await desk.Page.Locator("#talk img").EvaluateAsync<int>("async i => { await i.decode(); return i.naturalWidth }")).ShouldBeGreaterThan(0);
        await desk.Page.FillAsync("#talk-text", "师傅十分钟后到");
        await desk.Page.ClickAsync("form:has(#talk-text) button:has-text('发送')");
        await resident.Sees("#talk >> text=师傅十分钟后到");
        (await resident.Page.EvaluateAsync<int>("window.kept")).ShouldBe(1, "the page must not have been loaded anew");

        var ticket = await estate.Ticket(id);
        (ticket.Urged, ticket.PreferredFrom, ticket.PreferredTo).ShouldBe((1, day.AddHours(14 - 8), day.AddHours(18 - 8)));
        var said = await estate.Company.Read(db => db.Set<TicketMove>().Where(m => m.TicketId == id && m.Act == TicketAct.Comment).OrderBy(m => m.At).ToListAsync());
        said.Select(m => (m.Note, m.ActorName, m.ToResident)).ShouldBe([("又漏大了，您看照片", "林静怡", true), ("师傅十分钟后到", "沈佳", true)]);
        (await estate.Company.Read(db => db.Set<TicketFile>().SingleAsync(f => f.TicketId == id && f.Slot == FileSlot.Comment))).MoveId.ShouldBe(said[0].Id);
        foreach (var screen in new[] { resident, desk }) screen.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelling_asks_why_and_takes_the_ticket_from_the_technicians_day()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        var resident = await browsers.Phone(estate, estate.Resident);
        var plumber = await browsers.Phone(estate, estate.Plumber);
        await plumber.Sees("#day >> text=水管漏水");
        await resident.Page.ClickAsync("#waiting a.row");

        (await resident.Page.IsVisibleAsync("button[value=Cancel]")).ShouldBeFalse("one tap must not cancel");
        await resident.Page.ClickAsync("summary:has-text('取消')");
        await resident.Page.ClickAsync("button[value=Cancel]");
        (await resident.Page.EvaluateAsync<bool>("document.querySelector('#note-Cancel').matches(':invalid')")).ShouldBeTrue();
        (await estate.Ticket(id)).State.ShouldBe(TicketState.Assigned);
        await resident.Page.FillAsync("#note-Cancel", "自己拧紧了");
        await resident.Page.ClickAsync("button[value=Cancel]");

        await resident.Sees("#now >> text=已取消");
        await resident.Misses("summary:has-text('取消')");
        await plumber.Sees("#day >> text=手上没有单");
        (await estate.Ticket(id)).State.ShouldBe(TicketState.Cancelled);
        var move = await estate.Move(id, TicketAct.Cancel);
        (move.Note, move.ActorAccountId).ShouldBe(("自己拧紧了", estate.Resident.AccountId));
        foreach (var screen in new[] { resident, plumber }) screen.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Finished_work_is_rated_with_tags_rated_otherwise_and_sent_back()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        var resident = await browsers.Phone(estate, estate.Resident);
        var plumber = await browsers.Phone(estate, estate.Plumber);
        await resident.Page.ClickAsync("#waiting a.row");
        await estate.Repaired(id);

        await resident.Page.ClickAsync("a:has-text('去评价')");
        foreach (var (score, stars) in new[] { ("Speed", 5), ("Result", 4), ("Attitude", 5) }) await resident.Page.ClickAsync($"label:has(input[name='Input.{score}'][value='{stars}'])");
        foreach (var tag in new[] { "手艺好", "说明清楚" }) await resident.Page.ClickAsync($"label.pick:has-text('{tag}')");
        await resident.Page.ClickAsync("button[value=Rate]");
        await resident.Sees("#now >> text=已评价");
        var first = await Rated(estate, id);
        (first.Speed, first.Result, first.Attitude).ShouldBe((5, 4, 5));
        first.Tags.ShouldBe(["手艺好", "说明清楚"], ignoreOrder: true);

        await resident.Sees("#rate h2:has-text('修改评价')");
        await resident.Page.ClickAsync("label:has(input[name='Input.Result'][value='3'])");
        await resident.Page.ClickAsync("label.pick:has-text('手艺好')");
        await resident.Page.ClickAsync("button[value=Rate]");
        await resident.Sees("label:has(input[name='Input.Result'][value='3'][checked])");
        var second = await Rated(estate, id);
        (second.Result, second.Tags.Single()).ShouldBe((3, "说明清楚"));

        await resident.Page.ClickAsync("summary:has-text('没修好，要返修')");
        await resident.Page.FillAsync("#note-Reopen", "晚上又滴了");
        await resident.Page.ClickAsync("button[value=Reopen]");
        await resident.Sees("#timeline >> text=要求返修");
        await plumber.Page.ClickAsync("#day a.btn:has-text('接单')");
        await plumber.Sees("#job >> text=返修：晚上又滴了");
        (await estate.Ticket(id)).Reopened.ShouldBe(1);
        foreach (var screen in new[] { resident, plumber }) screen.Errors.ShouldBeEmpty();
    }

    static Task<Rating> Rated(Estate estate, Guid id) => estate.Company.Read(db => db.Set<Rating>().AsNoTracking().SingleAsync(r => r.TicketId == id));
}
