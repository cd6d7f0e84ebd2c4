using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Tickets.Contractors;
using Tickets.Life;

namespace Browser.Tests;

/// <summary>What a hand does on site: signing, saying where it was, working without a store, and taking the sheet along.</summary>
public sealed class OnSiteTests(Browsers browsers)
{
    const string Signed = """{"signature":true}""";

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_drawn_signature_and_the_place_are_kept_with_the_finished_work(bool network, bool mayAskPlace)
    {
        var site = await Site.Open(browsers, Signed);
        await site.Begin();
        await site.Page.Context.SetGeolocationAsync(new() { Latitude = 30.25f, Longitude = 120.125f, Accuracy = 12 });
        if (mayAskPlace) await site.Page.Context.GrantPermissionsAsync(["geolocation"]);
        await site.Page.GotoAsync(site.Work);
        await site.Page.WaitForSelectorAsync("html[data-ready]", new() { State = WaitForSelectorState.Attached });
        if (!network) await site.Cut();

        await Site.Sign(site.Page);
        await site.Page.FillAsync("#signer", "林静怡");
        await site.Page.ClickAsync("[data-spot]");
        await site.Page.WaitForSelectorAsync(mayAskPlace ? "[data-spot] >> text=已记下，误差约 12 米" : "[data-spot] >> text=没有拿到位置");
        await site.Press("Complete");
        if (!network)
        {
            await site.Page.WaitForSelectorAsync("#outbox >> text=完工 · 林静怡");
            await site.Restore();
        }

        await site.Estate.Until(site.Ticket, "done");
        var move = await site.Estate.Company.Read(db => db.Set<TicketMove>().SingleAsync(m => m.TicketId == site.Ticket && m.Act == TicketAct.Complete));
        (move.SignedBy, move.ReceivedAt is null).ShouldBe(("林静怡", network));
        (move.Latitude, move.Longitude, move.Accuracy).ShouldBe(mayAskPlace ? (30.25, 120.125, 12.0) : (null, null, null));
        await site.ShouldBeDrawn(site.Ticket);
        await site.Page.WaitForSelectorAsync("#timeline >> text=林静怡 签字");
        (await site.Page.Locator("#timeline >> text=位置已记下").CountAsync()).ShouldBe(mayAskPlace ? 1 : 0);
    }

    [Fact]
    public async Task A_signature_that_was_wiped_is_not_kept_and_a_name_is_written_onto_an_empty_pad()
    {
        var site = await Site.Open(browsers, Signed, kept: false);
        await site.Begin();
        await site.Page.GotoAsync(site.Work);
        await Site.Sign(site.Page);
        await site.Page.ClickAsync("[data-clear]");
        await site.Press("Complete");
        await site.Page.WaitForSelectorAsync(".note >> text=还差：住户签名");

        await site.Page.FillAsync("#signer", "林静怡");
        await site.Press("Complete");
        await site.Estate.Until(site.Ticket, "done");
        (await site.Estate.Company.Read(db => db.Set<TicketFile>().CountAsync(f => f.TicketId == site.Ticket && f.Slot == FileSlot.Signature))).ShouldBe(1);
    }

    [Theory]
    [InlineData("delete Navigator.prototype.serviceWorker")]
    [InlineData("Object.defineProperty(window, 'indexedDB', { value: { open() { throw new DOMException('', 'InvalidStateError') } } })")]
    [InlineData("CacheStorage.prototype.keys = () => Promise.reject(new DOMException('', 'SecurityError'))")]
    public async Task A_private_window_says_that_it_keeps_nothing_and_works_with_a_network(string missing)
    {
        var site = await Site.Open(browsers, """{"after":true,"signature":true}""", kept: false, init: missing);
        await site.Page.GotoAsync(site.Day);
        await site.Page.WaitForSelectorAsync("#unable >> text=这个浏览器里不能离线办事");
        await site.Page.GotoAsync(site.Work);
        await site.Page.WaitForSelectorAsync("#unable");

        await site.Cut();
        await site.Press("Accept");
        await site.Page.WaitForSelectorAsync(".toast >> text=现在没有网络");
        await site.Restore();
        await site.Press("Accept");
        await site.Press("Start");
        await site.Page.WaitForSelectorAsync("button[value=Start]", new() { State = WaitForSelectorState.Detached });
        await site.Record("换好了", "修后");
        await site.Page.WaitForSelectorAsync("#work [data-entry] >> text=换好了");
        await Site.Sign(site.Page);
        await site.Page.FillAsync("#signer", "林静怡");
        await site.Press("Complete");

        await site.Estate.Until(site.Ticket, "done");
        await site.ShouldBeDrawn(site.Ticket);
        site.Phone.Errors.Where(e => !e.Contains("ERR_INTERNET_DISCONNECTED", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_contractors_customer_signs_on_the_contractors_phone()
    {
        var site = await Site.Open(browsers, """{"before":true,"signature":true}""", kept: false);
        var contractor = new Contractor();
        contractor.Describe("迅达电梯", "电梯维保", "郑工", "13700001111", retired: false).Error.ShouldBeNull();
        await site.Estate.Company.Change((_, db) => Task.FromResult(db.Add(contractor)));
        var pass = await (await site.Estate.Do(site.Estate.Dispatcher, site.Ticket, "contractor", new { contractorId = contractor.Id, note = "请专业单位" })).ShouldBeOk();
        var phone = await browsers.Open(site.Estate.Company.Host.Url, 360, 800);
        var page = phone.Page;
        await page.GotoAsync($"{site.Slug}/{pass.GetProperty("link").GetString()}");
        await page.FillAsync("#code", pass.GetProperty("code").GetString()!);
        await page.FillAsync("#name", "老郑");
        await page.ClickAsync("button:has-text('打开工单')");
        await page.ClickAsync("button[value=Accept]");
        await page.ClickAsync("button[value=Start]");
        await page.FillAsync("#note", "换了角阀");
        await Site.Sign(page);
        await page.FillAsync("#signer", "林静怡");
        await page.ClickAsync("button[value=Complete]");
        // Refused with what is missing; what was written and drawn is not lost.
        await page.WaitForSelectorAsync(".note >> text=还差：修前照片");
        (await page.InputValueAsync("#note")).ShouldBe("换了角阀");
        await page.WaitForSelectorAsync("text=签名已经收到");

        await page.ClickAsync("label:has(input[name='Input.Kind']):has-text('用料')");
        await page.FillAsync("#text", "角阀");
        await page.FillAsync("#qty", "2");
        await page.FillAsync("#unit", "个");
        await page.SetInputFilesAsync("#pics", new FilePayload { Name = "before.jpg", MimeType = "image/jpeg", Buffer = TestPhotos.Jpeg() });
        await page.ClickAsync("button[value=Record]");
        await page.WaitForSelectorAsync("#work >> text=角阀 × 2个");
        await page.FillAsync("#note", "换了角阀");
        await Site.Sign(page);
        await page.FillAsync("#signer", "林静怡");
        await page.ClickAsync("button[value=Complete]");

        await site.Estate.Until(site.Ticket, "done");
        await site.ShouldBeDrawn(site.Ticket);
        await site.Estate.Company.Read(async db =>
        {
            (await db.Set<TicketMove>().SingleAsync(m => m.TicketId == site.Ticket && m.Act == TicketAct.Complete)).SignedBy.ShouldBe("林静怡");
            var line = await db.Set<WorkEntry>().SingleAsync(w => w.TicketId == site.Ticket);
            (line.Kind, line.Text, line.Quantity, line.Unit, line.By).ShouldBe((WorkKind.Material, "角阀", 2m, "个", "迅达电梯 · 老郑"));
            return true;
        });
        // Nobody signs in here, so the failed answer to the refused form is all a console may say.
        phone.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_printed_sheet_is_one_page_of_paper_and_its_code_leads_to_the_ticket()
    {
        var site = await Site.Open(browsers, kept: false);
        await site.Begin();
        (await site.Estate.Plumber.Client.Post($"api/v1/tickets/{site.Ticket}/work", new { kind = "material", text = "角阀接头", quantity = 2, unit = "个" })).EnsureSuccessStatusCode();
        var items = await site.Estate.Company.Read(db => db.Set<Tickets.Quotes.PriceItem>().Where(p => p.Price > 0).OrderBy(p => p.Order).Take(3).Select(p => p.Id).ToListAsync());
        await (await site.Estate.Plumber.Client.Post($"api/v1/tickets/{site.Ticket}/quotes", new { lines = items.Select(i => new { itemId = i, quantity = 1 }) })).ShouldBeMade();
        await site.Page.GotoAsync(site.Work);
        var sheet = await site.Page.RunAndWaitForPopupAsync(() => site.Page.ClickAsync("a:has-text('打印派工单')"));
        await sheet.WaitForSelectorAsync(".sheet svg path");
        (await sheet.Locator("[data-print]").IsVisibleAsync()).ShouldBeTrue();

        var paper = await sheet.PdfAsync(new() { PreferCSSPageSize = true });
        if (Environment.GetEnvironmentVariable("LINLI_TEST_PICTURES") is { Length: > 0 } folder) await File.WriteAllBytesAsync(Path.Combine(folder, "sheet.pdf"), paper);
        Regex.Count(System.Text.Encoding.Latin1.GetString(paper), @"/Type\s*/Page\b(?!s)").ShouldBe(1);
        await sheet.ClickAsync("a:has-text('回到工单')");
        await sheet.WaitForURLAsync($"**/work/{site.Ticket}");
    }

    [Fact]
    public async Task A_sign_in_form_that_another_page_made_stale_is_shown_again_and_then_taken()
    {
        var site = await Site.Open(browsers, kept: false);
        var screen = await browsers.Open(site.Estate.Company.Host.Url, 360, 800);
        await screen.Page.GotoAsync($"sign-in?returnUrl=/{site.Slug}/");
        await screen.Page.FillAsync("#phone", site.Estate.Plumber.Phone);
        await screen.Page.FillAsync("#password", Site.Password);
        // What the answer to a page without the cookie does: the browser has another one now.
        await screen.Page.Context.ClearCookiesAsync();
        await (await screen.Page.Context.NewPageAsync()).GotoAsync("sign-in");
        await screen.Page.ClickAsync("button[value=in]");

        await screen.Page.WaitForSelectorAsync(".note >> text=页面放得久了");
        (await screen.Page.InputValueAsync("#phone")).ShouldBe(site.Estate.Plumber.Phone);
        (await screen.Page.InputValueAsync("#password")).ShouldBe("");
        await screen.Page.FillAsync("#password", Site.Password);
        await screen.Page.ClickAsync("button[value=in]");
        await screen.Page.WaitForURLAsync("**/day");
    }
}
