using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Tickets.Life;

namespace Browser.Tests;

/// <summary>In the basement: the network goes in the middle of the work.</summary>
public sealed class OfflineTests(Browsers browsers)
{
    const string Password = "browser-2026";

    sealed record Site(Estate Estate, Guid Ticket, Screen Phone)
    {
        internal IPage Page => Phone.Page;
        internal string Day => $"{Estate.Company.Slug}/day";
        internal string Work => $"{Estate.Company.Slug}/work/{Ticket}";
    }

    async Task<Site> OnSite()
    {
        var estate = await Estate.Build(plan =>
        {
            foreach (var group in plan["categories"]!.AsArray())
                foreach (var leaf in group!["children"]!.AsArray())
                    if ((string?)leaf!["key"] == "water-leak") leaf["evidence"] = new System.Text.Json.Nodes.JsonObject { ["after"] = true };
        });
        foreach (var person in new[] { estate.Plumber, estate.Resident }) await estate.Company.SetPassword(person.AccountId, Password);
        var id = await estate.Reported();
        var phone = await browsers.Open(estate.Company.Host.Url, 360, 800);
        await phone.SignIn(estate.Plumber, estate.Company.Slug, Password);
        await phone.Page.GotoAsync($"{estate.Company.Slug}/day");
        await phone.Page.WaitForSelectorAsync("html[data-ready]", new() { State = WaitForSelectorState.Attached });
        return new(estate, id, phone);
    }

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
        await page.FillAsync("#text", "更换角阀接头");
        await page.ClickAsync("label:has(input[name='Input.Slot']):has-text('修后')");
        await page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "work.jpg", MimeType = "image/jpeg", Buffer = TestPhotos.Jpeg() });
        await page.ClickAsync("button[value=Record]");
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
        var site = await OnSite();
        await Cut(site, serverDown);
        var before = DateTime.UtcNow;
        await DoAllOffline(site);
        var after = DateTime.UtcNow;
        // The page may be left and come back: nothing is lost.
        await site.Page.GotoAsync(site.Work);
        await site.Page.WaitForSelectorAsync("#outbox >> text=4 项待发送");
        await Task.Delay(1100);
        await Restore(site, serverDown);

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
    public async Task What_the_dispatcher_changed_meanwhile_is_shown_and_nothing_is_lost()
    {
        var site = await OnSite();
        await Cut(site, serverDown: false);
        await DoAllOffline(site);
        (await site.Estate.Do(site.Estate.Dispatcher, site.Ticket, "transfer", new { staffId = site.Estate.SecondPlumberId, note = "换人" })).EnsureSuccessStatusCode();
        await Restore(site, serverDown: false);

        await site.Phone.Go(site.Day);
        await site.Page.WaitForSelectorAsync("#outbox [data-state=refused] >> text=可能已转给别人");
        (await site.Page.Locator("#outbox [data-state=waiting]").CountAsync()).ShouldBe(3);
        await site.Page.WaitForSelectorAsync("#outbox >> text=更换角阀接头");
        (await site.Estate.Company.Read(db => db.Set<WorkEntry>().CountAsync(w => w.TicketId == site.Ticket))).ShouldBe(0);
    }

    [Fact]
    public async Task Who_signs_out_leaves_no_page_behind_and_the_next_person_sees_nothing_of_the_first()
    {
        var site = await OnSite();
        (await Kept(site)).ShouldContain(k => k.Contains(site.Ticket.ToString(), StringComparison.Ordinal));
        (await Kept(site)).ShouldAllBe(k => k.Contains("/day", StringComparison.Ordinal) || k.Contains("/work/", StringComparison.Ordinal) || k.Contains("/thumb", StringComparison.Ordinal));
        await Cut(site, serverDown: false);
        await site.Page.GotoAsync(site.Work);
        await site.Page.ClickAsync("button[value=Accept]");
        await site.Page.WaitForSelectorAsync("#outbox >> text=1 项待发送");
        await site.Page.Context.ClearCookiesAsync();
        await Restore(site, serverDown: false);
        // The kept page asks for itself anew and is sent to the sign-in page; a form opened before that would hold a token the second page replaced.
        await site.Page.WaitForURLAsync("**/sign-in*");

        await site.Phone.SignIn(site.Estate.Resident, site.Estate.Company.Slug, Password);
        await site.Page.WaitForFunctionAsync("() => caches.keys().then(k => !k.some(n => n.startsWith('linli-pages ')))");
        (await site.Page.Locator("#outbox").CountAsync()).ShouldBe(0);
        (await site.Estate.Company.Read(db => db.Set<Ticket>().SingleAsync(t => t.Id == site.Ticket))).State.ShouldBe(TicketState.Assigned);
        await site.Page.Context.ClearCookiesAsync();

        // The first one's own work is sent when the first one is back.
        await site.Phone.SignIn(site.Estate.Plumber, site.Estate.Company.Slug, Password);
        await site.Estate.Until(site.Ticket, "accepted");
        await site.Phone.Go($"{site.Estate.Company.Slug}/me");
        await site.Page.ClickAsync("form:has([value=sign-out]) button");
        await site.Page.WaitForURLAsync("**/sign-in*");
        await site.Page.WaitForFunctionAsync("() => caches.keys().then(k => !k.some(n => n.startsWith('linli-pages ')))");
    }

    static Task<string[]> Kept(Site site) => site.Page.EvaluateAsync<string[]>("async () => (await Promise.all((await caches.keys()).filter(k => k.startsWith('linli-pages ')).map(async k => (await (await caches.open(k)).keys()).map(r => r.url)))).flat()");

    // A server that is down: the phone has a network and nobody answers.
    static Task Cut(Site site, bool serverDown) => serverDown ? site.Page.Context.RouteAsync("**/*", route => route.AbortAsync("connectionrefused")) : site.Page.Context.SetOfflineAsync(true);

    static Task Restore(Site site, bool serverDown) => serverDown ? site.Page.Context.UnrouteAllAsync() : site.Page.Context.SetOfflineAsync(false);
}
