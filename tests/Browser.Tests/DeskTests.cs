using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Notices.Sending;
using Platform.Notices;
using Tickets.Dispatch;
using Tickets.Life;
using Tickets.Lists;

namespace Browser.Tests;

/// <summary>What dispatchers and managers do with tickets, one and many.</summary>
public sealed class DeskTests(Browsers browsers)
{
    [Theory]
    [InlineData(1440, 900)]
    [InlineData(360, 800)]
    public async Task Whoever_does_not_take_the_recommended_person_says_why(int width, int height)
    {
        var estate = await Stored.LeaksAre("manual");
        var id = await estate.Leaks("厨房水槽下面漏水");
        var desk = await browsers.Enter(estate, estate.Dispatcher, width, height);
        await desk.Page.GotoAsync($"{estate.Company.Slug}/desk/tickets");
        await desk.Page.ClickAsync("#list a:has-text('水管漏水')");

        (await desk.Page.IsCheckedAsync("label.cand:has-text('周建国') input")).ShouldBeTrue("the best is proposed");
        await desk.Page.ClickAsync("label.cand:has-text('何晓东')");
        await desk.Page.ClickAsync("button:has-text('派单')");
        await desk.Sees("#why-e");
        (await desk.Page.IsCheckedAsync("label.cand:has-text('何晓东') input")).ShouldBeTrue("what was chosen is kept");
        (await estate.Ticket(id)).AssigneeId.ShouldBeNull();
        await desk.Page.FillAsync("#why", "周师傅在培训");
        await desk.Page.ClickAsync("button:has-text('派单')");
        await desk.Sees("#timeline >> text=周师傅在培训");

        await desk.Sees("text=没有采用系统推荐");
        (await estate.Ticket(id)).AssigneeId.ShouldBe(estate.SecondPlumberId);
        var decision = await estate.Company.Read(db => db.Set<DispatchDecision>().Where(d => d.TicketId == id).OrderByDescending(d => d.At).FirstAsync());
        (decision.Overridden, decision.ChosenStaffId, decision.BestStaffId, decision.Reason, decision.ByAccountId).ShouldBe((true, estate.SecondPlumberId, estate.PlumberId, "周师傅在培训", estate.Dispatcher.AccountId));
        desk.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(360, 800)]
    public async Task Many_are_assigned_and_closed_together_and_the_rest_is_left_alone(int width, int height)
    {
        var estate = await Stored.LeaksAre("manual");
        Guid[] ids = [await estate.Leaks("第一处漏水"), await estate.Leaks("第二处漏水"), await estate.Leaks("第三处漏水")];
        var both = ids[..2];
        var desk = await browsers.Enter(estate, estate.Manager, width, height);
        var page = desk.Page;
        await page.GotoAsync($"{estate.Company.Slug}/desk/tickets");

        foreach (var id in both) await page.CheckAsync($"input[value^='{id}']");
        await page.SelectOptionAsync("select[name='Chosen.Staff']", estate.PlumberId.ToString());
        await page.ClickAsync("button:has-text('批量派单')");
        // Whoever has one already is no longer the best for the next.
        await desk.Sees(".note:has-text('1 单已处理，1 单没有。') >> text=请写明为什么选他");
        var rest = await estate.Company.Read(db => db.Set<Ticket>().Where(t => both.Contains(t.Id) && t.State == TicketState.Submitted).Select(t => t.Id).SingleAsync());
        await page.CheckAsync($"input[value^='{rest}']");
        await page.SelectOptionAsync("select[name='Chosen.Staff']", estate.PlumberId.ToString());
        await page.FillAsync("input[name='Chosen.Note']", "同一户，一起修");
        await page.ClickAsync("button:has-text('批量派单')");
        await desk.Sees(".note >> text=1 单已处理，0 单没有。");
        (await page.Locator("#list tbody tr:has-text('周建国')").CountAsync()).ShouldBe(2);
        foreach (var id in ids) (await estate.Ticket(id)).State.ShouldBe(id == ids[2] ? TicketState.Submitted : TicketState.Assigned);

        foreach (var id in both) await estate.Repaired(id);
        await page.ClickAsync("nav a:has-text('待评价')");
        await page.WaitForURLAsync("**view=rate");
        foreach (var id in both) await page.CheckAsync($"input[value^='{id}']");
        await page.ClickAsync("button:has-text('批量关闭')");
        await desk.Sees(".note >> text=2 单已处理，0 单没有。");
        await desk.Sees("text=没有符合条件的工单");
        foreach (var id in ids) (await estate.Ticket(id)).State.ShouldBe(id == ids[2] ? TicketState.Submitted : TicketState.Closed);
        desk.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filter_is_kept_under_a_name_and_found_again()
    {
        var estate = await Stored.LeaksAre("manual");
        await estate.Leaks("厨房漏水");
        await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = await estate.Category("door-lock"), unitId = estate.Home, description = "门锁打不开" })).ShouldBeMade();
        var desk = await browsers.Desk(estate, estate.Dispatcher);
        var page = desk.Page;
        await page.GotoAsync($"{estate.Company.Slug}/desk/tickets");
        (await page.Locator("#list tbody tr").CountAsync()).ShouldBe(2);

        // The filter asks by itself once something is chosen.
        await page.SelectOptionAsync("select[name=category]", new SelectOptionValue { Label = "门窗维修" });
        await page.WaitForURLAsync("**category=*");
        await desk.Sees("#list tbody tr:has-text('门锁')");
        (await page.Locator("#list tbody tr").CountAsync()).ShouldBe(1);
        await page.ClickAsync("summary:has-text('保存与整理筛选')");
        await page.FillAsync("input[name=Name]", "门窗的单");
        await page.ClickAsync("button:has-text('保存当前筛选')");
        await desk.Sees("a[aria-current=true]:has-text('门窗的单')");

        await page.ClickAsync("nav a:has-text('工单')");
        await desk.Sees("#list tbody tr:has-text('水管漏水')");
        await page.ClickAsync("a:has-text('门窗的单')");
        await page.WaitForURLAsync("**category=*");
        (await page.Locator("#list tbody tr").AllInnerTextsAsync()).ShouldHaveSingleItem().ShouldContain("门锁");
        var kept = await estate.Company.Read(db => db.Set<SavedFilter>().SingleAsync());
        (kept.Name, kept.AccountId).ShouldBe(("门窗的单", estate.Dispatcher.AccountId));
        desk.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_figure_leads_to_the_tickets_it_counts()
    {
        var estate = await Estate.Build();
        Guid[] ids = [await estate.Reported(), await estate.Reported(), await estate.Reported()];
        await estate.Repaired(ids[0]);
        (await estate.Do(estate.Manager, ids[2], "cancel", new { note = "重复" })).EnsureSuccessStatusCode();
        await Counted(estate, created: 3, done: 1, cancelled: 1);
        var desk = await browsers.Desk(estate, estate.Manager);
        var page = desk.Page;

        foreach (var (label, expected) in new[] { ("新增", ids), ("完成", ids[..1]), ("取消与驳回", ids[2..]) })
        {
            await page.ClickAsync("nav a:has-text('统计')");
            var figure = page.Locator("a.kpi, .kpi:has(a)").Filter(new() { Has = page.Locator($"span:text-is('{label}')") }).First;
            (await figure.InnerTextAsync()).ShouldContain(expected.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await figure.ClickAsync();
            await page.WaitForURLAsync("**/desk/tickets?**fact=*");
            await Lists(page, expected);
        }
        await page.ClickAsync("nav a:has-text('统计')");
        await page.ClickAsync("#categories tbody tr:has-text('水管漏水') td[data-l=完成] a");
        await page.WaitForURLAsync("**/desk/tickets?**category=*");
        await Lists(page, ids[..1]);
        await page.ClickAsync("#list th a");
        await page.WaitForURLAsync($"**/desk/tickets/{ids[0]}");
        desk.Errors.ShouldBeEmpty();
    }

    static async Task Lists(IPage page, Guid[] expected)
    {
        var shown = await page.Locator("#list th a").EvaluateAllAsync<string[]>("all => all.map(a => a.href.slice(-36))");
        shown.Select(Guid.Parse).ShouldBe(expected, ignoreOrder: true);
    }

    // The daily facts follow the tickets a moment later.
    static async Task Counted(Estate estate, int created, int done, int cancelled)
    {
        for (var i = 0; i < 200; i++)
        {
            var total = (await estate.Manager.Client.GetJson("api/v1/tickets/numbers?days=7")).GetProperty("total");
            if ((total.GetProperty("created").GetInt32(), total.GetProperty("done").GetInt32(), total.GetProperty("cancelled").GetInt32()) == (created, done, cancelled)) return;
            await Task.Delay(50);
        }
        throw new TimeoutException("The facts do not follow.");
    }

    [Fact]
    public async Task What_did_not_arrive_is_sent_again_from_its_row()
    {
        var estate = await Estate.Build();
        var notice = new Notice(estate.Resident.AccountId, Guid.CreateVersion7(), new("tickets.done", "已完工"), "me", "已完工", "[]", DateTime.UtcNow);
        var delivery = new NoticeDelivery(estate.Resident.AccountId, notice.Source, notice.Id, default, notice.Kind, urgent: false, DateTime.UtcNow, DateTime.UtcNow) { State = DeliveryState.Failed, NextAt = null, LastError = "503 网关没有应答", Attempts = 5 };
        await estate.Company.Change((_, db) =>
        {
            db.AddRange(notice, delivery);
            return Task.CompletedTask;
        });
        var desk = await browsers.Desk(estate, estate.Manager);
        await desk.Page.ClickAsync("nav a:has-text('设置')");
        await desk.Page.ClickAsync("main a:has-text('发送情况')");

        await desk.Sees("tr:has-text('503 网关没有应答') >> text=林静怡");
        await desk.Page.ClickAsync("button:has-text('重发')");
        await desk.Sees(".note >> text=已重新排队");
        await desk.Misses("button:has-text('重发')");

        // It is tried again, and there is no way to send anything here.
        for (var i = 0; i < 400 && await State() is DeliveryState.Waiting; i++) await Task.Delay(50);
        (await State()).ShouldBe(DeliveryState.Skipped);
        await desk.Page.SelectOptionAsync("select[name=state]", "all");
        await desk.Sees("tr:has-text('林静怡') >> text=这个渠道已停用");
        desk.Errors.ShouldBeEmpty();

        Task<DeliveryState> State() => estate.Company.Read(db => db.Set<NoticeDelivery>().Where(d => d.Id == delivery.Id).Select(d => d.State).SingleAsync());
    }
}
