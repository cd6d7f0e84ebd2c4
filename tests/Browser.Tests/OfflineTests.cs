using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Tickets.Life;

namespace Browser.Tests;

/// <summary>In the basement: the network goes in the middle of the work.</summary>
public sealed class OfflineTests(Browsers browsers)
{
    // Accepts, starts, writes a step with a photo and finishes, all without an answer from anybody.
    static async Task DoAllOffline(Site site)
    {
        var page = site.Page;
        await page.GotoAsync(site.Day);
        await page.WaitForSelectorAsync("#offline >> text=离线");
        await page.ClickAsync("a.btn:has-text('接单')");
        await page.WaitForSelectorAsync("#offline");
        await page.ClickAsync("button[value=Accept]");
        await page.ClickAsync("button[value=Start]");
        await site.Record("更换角阀接头", "修后");
        await page.WaitForSelectorAsync("#outbox >> text=3 项待发送");
        await page.FillAsync("#signer", "林静怡");
        await page.ClickAsync("button[value=Complete]:not([disabled])");
        await page.WaitForSelectorAsync("#outbox >> text=4 项待发送");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_whole_repair_without_a_network_arrives_once_in_order_with_its_times(bool serverDown)
    {
        var site = await Site.Open(browsers);
        await site.Cut(serverDown);
        var before = DateTime.UtcNow;
        await DoAllOffline(site);
        var after = DateTime.UtcNow;
        // The page may be left and come back: nothing is lost.
        await site.Page.GotoAsync(site.Work);
        await site.Page.WaitForSelectorAsync("#outbox >> text=4 项待发送");
        await Task.Delay(1100);
        await site.Restore(serverDown);

        await site.Estate.Until(site.Ticket, "done");

        await site.Estate.Company.Read(async db =>
        {
            var moves = await db.Set<TicketMove>().Where(m => m.TicketId == site.Ticket && m.ReceivedAt != null).OrderBy(m => m.At).ToListAsync();
            moves.Select(m => m.Act).ShouldBe([TicketAct.Accept, TicketAct.Start, TicketAct.Record, TicketAct.Complete]);
            moves.ShouldAllBe(m => m.At >= before.AddSeconds(-1) && m.At <= after && m.ReceivedAt > after);
            moves[^1].SignedBy.ShouldBe("林静怡");
            (await db.Set<WorkEntry>().SingleAsync(w => w.TicketId == site.Ticket)).Text.ShouldBe("更换角阀接头");
            (await db.Set<TicketFile>().Where(f => f.TicketId == site.Ticket).Select(f => f.Slot).OrderBy(s => s).ToListAsync()).ShouldBe([FileSlot.After, FileSlot.Signature], ignoreOrder: true);
            return true;
        });
        await site.Page.WaitForSelectorAsync("#outbox", new() { State = WaitForSelectorState.Hidden });
    }

    [Fact]
    public async Task A_press_before_the_kept_pages_script_has_come_is_not_lost()
    {
        // The page is read and its first script has run; the one that takes over the forms is still on its way.
        var site = await Site.Open(browsers, init: "addEventListener('DOMContentLoaded', () => document.documentElement.dataset.kept && document.querySelector('button[value=Accept]')?.click())");
        await site.Cut();
        await site.Page.GotoAsync(site.Work);
        await site.Page.WaitForSelectorAsync("#outbox >> text=1 项待发送");
        await site.Restore();
        await site.Estate.Until(site.Ticket, "accepted");
    }

    [Fact]
    public async Task What_the_dispatcher_changed_meanwhile_is_shown_and_nothing_is_lost()
    {
        var site = await Site.Open(browsers);
        await site.Cut();
        await DoAllOffline(site);
        (await site.Estate.Do(site.Estate.Dispatcher, site.Ticket, "transfer", new { staffId = site.Estate.SecondPlumberId, note = "换人" })).EnsureSuccessStatusCode();
        await site.Restore();

        await site.Phone.Go(site.Day);
        await site.Page.WaitForSelectorAsync("#outbox [data-state=refused] >> text=可能已转给别人");
        (await site.Page.Locator("#outbox [data-state=waiting]").CountAsync()).ShouldBe(3);
        await site.Page.WaitForSelectorAsync("#outbox >> text=步骤 · 更换角阀接头 · 照片 1");
        (await site.Estate.Company.Read(db => db.Set<WorkEntry>().CountAsync(w => w.TicketId == site.Ticket))).ShouldBe(0);
        // Once it is the technician's again, each thing can be pressed again.
        (await site.Estate.Do(site.Estate.Dispatcher, site.Ticket, "transfer", new { staffId = site.Estate.PlumberId, note = "换回来" })).EnsureSuccessStatusCode();
        for (var left = 4; left > 0; left--)
        {
            await site.Page.WaitForSelectorAsync($"#outbox >> text={left} 项待发送");
            await site.Page.ClickAsync("#outbox li:has([data-state=refused]) button:has-text('再发一次')");
        }
        await site.Estate.Until(site.Ticket, "done");
        (await site.Estate.Company.Read(db => db.Set<WorkEntry>().SingleAsync(w => w.TicketId == site.Ticket))).Text.ShouldBe("更换角阀接头");
    }

    [Fact]
    public async Task What_the_server_refuses_is_shown_in_its_words_and_goes_when_it_is_dropped()
    {
        var site = await Site.Open(browsers);
        await site.Cut();
        await site.Page.GotoAsync(site.Work);
        await site.Press("Accept");
        await site.Record("带了新角阀");
        await site.Page.WaitForSelectorAsync("#outbox >> text=2 项待发送");
        (await site.Estate.Do(site.Estate.Manager, site.Ticket, "cancel", new { note = "住户说好了" })).EnsureSuccessStatusCode();
        await site.Restore();

        await site.Phone.Go(site.Day);
        await site.Page.WaitForSelectorAsync("#outbox [data-state=refused] >> text=工单现在是“已取消”，不能接单");
        await site.Page.WaitForSelectorAsync("#outbox [data-state=waiting] >> text=步骤 · 带了新角阀");
        site.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await site.Page.ClickAsync("#outbox button:has-text('放弃这一项')");
        await site.Page.WaitForSelectorAsync("#outbox [data-state=refused] >> text=步骤 · 带了新角阀");
        await site.Page.ClickAsync("#outbox button:has-text('放弃这一项')");
        await site.Page.WaitForSelectorAsync("#outbox", new() { State = WaitForSelectorState.Hidden });
        (await site.Estate.Company.Read(db => db.Set<Ticket>().SingleAsync(t => t.Id == site.Ticket))).State.ShouldBe(TicketState.Cancelled);
        (await site.Estate.Company.Read(db => db.Set<WorkEntry>().AnyAsync(w => w.TicketId == site.Ticket))).ShouldBeFalse();
    }

    [Fact]
    public async Task What_completed_work_still_lacks_may_follow_and_then_it_is_completed()
    {
        var site = await Site.Open(browsers);
        await site.Begin();
        await site.Page.GotoAsync(site.Work);
        await site.Cut();
        await site.Record("拧紧接头");
        await site.Press("Complete");
        await site.Restore();
        await site.Page.WaitForSelectorAsync("#outbox [data-state=refused] >> text=还差：修后照片");

        await site.Record("修好了", "修后");
        await site.Page.WaitForSelectorAsync("#work [data-entry] >> text=修好了");
        await site.Page.ClickAsync("#outbox button:has-text('再发一次')");

        await site.Estate.Until(site.Ticket, "done");
        (await site.Estate.Company.Read(db => db.Set<WorkEntry>().Where(w => w.TicketId == site.Ticket).OrderBy(w => w.At).Select(w => w.Text).ToListAsync())).ShouldBe(["拧紧接头", "修好了"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_waits_stands_among_the_record_until_the_real_line_is_there_and_never_beside_it(bool typing)
    {
        // Counts the line in every frame that is drawn, over all pages.
        var site = await Site.Open(browsers, init: """
            let seen = false;
            (function look() {
                const lines = [...document.querySelectorAll('#work li')].filter(l => l.textContent.includes('生料带 × 2卷')).length;
                seen ||= lines > 0;
                if (lines > 1) sessionStorage.setItem('twice', lines);
                if (seen && !lines) sessionStorage.setItem('gone', '1');
                requestAnimationFrame(look);
            })();
            """);
        await site.Begin();
        await site.Page.GotoAsync(site.Work);
        await site.Page.WaitForSelectorAsync("html[data-ready]", new() { State = WaitForSelectorState.Attached });
        await site.Cut();
        await site.Page.ClickAsync("label:has(input[name='Input.Kind']):has-text('用料')");
        await site.Page.FillAsync("#qty", "2");
        await site.Page.FillAsync("#unit", "卷");
        await site.Record("生料带", "修后");
        await site.Page.WaitForSelectorAsync("#work [data-queued]:has-text('用料 · 周建国') >> text=待发送");

        // Closed and opened again without a network: still there, with its photo and its time.
        await site.Page.GotoAsync("about:blank");
        await site.Page.GotoAsync(site.Work);
        await site.Page.WaitForSelectorAsync("#offline");
        var line = site.Page.Locator("#work [data-queued]");
        (await line.InnerTextAsync()).ShouldMatch(@"生料带 × 2卷[\s\S]*待发送[\s\S]*\d\d:\d\d");
        (await line.Locator("img").EvaluateAsync<int>("async i => { await i.decode(); return i.naturalWidth }")).ShouldBe(640);
        (await site.Page.InnerTextAsync("#work .count")).ShouldBe("1");
        (await site.Page.Locator("#outbox li").CountAsync()).ShouldBe(0);
        if (typing) await site.Page.FillAsync("#text", "还在写");
        await site.Restore();

        if (!typing) await site.Page.WaitForSelectorAsync("#work [data-entry]:has-text('生料带 × 2卷')");
        else
        {
            // Whoever is writing keeps the page and the words; the line only says that it has arrived.
            await site.Page.WaitForSelectorAsync("#work >> text=已送到");
            (await site.Page.InputValueAsync("#text")).ShouldBe("还在写");
            await site.Phone.Go(site.Work);
            await site.Page.WaitForSelectorAsync("#work [data-entry]:has-text('生料带 × 2卷')");
        }
        await site.Page.WaitForSelectorAsync("#work [data-queued]", new() { State = WaitForSelectorState.Detached });
        (await site.Page.InnerTextAsync("#work .count")).ShouldBe("1");
        (await site.Page.EvaluateAsync<string?>("sessionStorage.getItem('twice')")).ShouldBeNull();
        (await site.Page.EvaluateAsync<string?>("sessionStorage.getItem('gone')")).ShouldBeNull();
        var stored = await site.Estate.Company.Read(db => db.Set<WorkEntry>().SingleAsync(w => w.TicketId == site.Ticket));
        (stored.Kind, stored.Text, stored.Quantity, stored.Unit).ShouldBe((WorkKind.Material, "生料带", 2m, "卷"));
    }

    [Fact]
    public async Task Who_signs_out_leaves_no_page_behind_and_the_next_person_sees_nothing_of_the_first()
    {
        var site = await Site.Open(browsers);
        (await Kept(site)).ShouldContain(k => k.Contains(site.Ticket.ToString(), StringComparison.Ordinal));
        (await Kept(site)).ShouldAllBe(k => k.Contains("/day", StringComparison.Ordinal) || k.Contains("/work/", StringComparison.Ordinal) || k.Contains("/thumb", StringComparison.Ordinal));
        await site.Cut();
        await site.Page.GotoAsync(site.Work);
        await site.Page.ClickAsync("button[value=Accept]");
        await site.Page.WaitForSelectorAsync("#outbox >> text=1 项待发送");
        await site.Page.Context.ClearCookiesAsync();
        await site.Restore();

        await site.Phone.SignIn(site.Estate.Resident, site.Estate.Company.Slug, Site.Password);
        await site.Page.WaitForFunctionAsync("() => caches.keys().then(k => !k.some(n => n.startsWith('linli-pages ')))");
        (await site.Page.Locator("#outbox").CountAsync()).ShouldBe(0);
        (await site.Estate.Company.Read(db => db.Set<Ticket>().SingleAsync(t => t.Id == site.Ticket))).State.ShouldBe(TicketState.Assigned);
        await site.Page.Context.ClearCookiesAsync();

        // The first one's own work is sent when the first one is back.
        await site.Phone.SignIn(site.Estate.Plumber, site.Estate.Company.Slug, Site.Password);
        await site.Estate.Until(site.Ticket, "accepted");
        await site.Phone.Go($"{site.Estate.Company.Slug}/me");
        await site.Page.ClickAsync("form:has([value=sign-out]) button");
        await site.Page.WaitForURLAsync("**/sign-in*");
        await site.Page.WaitForFunctionAsync("() => caches.keys().then(k => !k.some(n => n.startsWith('linli-pages ')))");
    }

    static Task<string[]> Kept(Site site) => site.Page.EvaluateAsync<string[]>("async () => (await Promise.all((await caches.keys()).filter(k => k.startsWith('linli-pages ')).map(async k => (await (await caches.open(k)).keys()).map(r => r.url)))).flat()");
}
