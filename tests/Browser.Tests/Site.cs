using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using SkiaSharp;
using Tickets.Life;

namespace Browser.Tests;

/// <summary>A technician with a phone, a ticket just given, and a network that can be taken away.</summary>
sealed record Site(Estate Estate, Guid Ticket, Screen Phone)
{
    internal const string Password = "browser-2026";

    internal IPage Page => Phone.Page;
    internal string Slug => Estate.Company.Slug;
    internal string Day => $"{Slug}/day";
    internal string Work => $"{Slug}/work/{Ticket}";

    /// <summary>Leaks need this evidence; the phone has the day when <paramref name="kept"/>.</summary>
    internal static async Task<Site> Open(Browsers browsers, string evidence = """{"after":true}""", bool kept = true, string? init = null)
    {
        var estate = await Estate.Build(plan =>
        {
            foreach (var group in plan["categories"]!.AsArray())
                foreach (var leaf in group!["children"]!.AsArray())
                    if ((string?)leaf!["key"] == "water-leak") leaf["evidence"] = System.Text.Json.Nodes.JsonNode.Parse(evidence);
        });
        foreach (var person in new[] { estate.Plumber, estate.Resident }) await estate.Company.SetPassword(person.AccountId, Password);
        var id = await estate.Reported();
        var phone = await browsers.Open(estate.Company.Host.Url, 360, 800);
        if (init is not null) await phone.Page.AddInitScriptAsync(init);
        await phone.SignIn(estate.Plumber, estate.Company.Slug, Password);
        var site = new Site(estate, id, phone);
        if (!kept) return site;
        await phone.Page.GotoAsync(site.Day);
        await phone.Page.WaitForSelectorAsync("html[data-ready]", new() { State = WaitForSelectorState.Attached });
        return site;
    }

    /// <summary>By way of the API: somebody is on it already.</summary>
    internal async Task Begin()
    {
        (await Estate.Do(Estate.Plumber, Ticket, "accept", Estate.Soon)).EnsureSuccessStatusCode();
        (await Estate.Do(Estate.Plumber, Ticket, "start")).EnsureSuccessStatusCode();
    }

    internal async Task Press(string act) => await Page.ClickAsync($"button[value={act}]:not([disabled])");

    internal async Task Record(string text, string? slot = null)
    {
        await Page.FillAsync("#text", text);
        if (slot is not null)
        {
            await Page.ClickAsync($"label:has(input[name='Input.Slot']):has-text('{slot}')");
            await Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "work.jpg", MimeType = "image/jpeg", Buffer = TestPhotos.Jpeg() });
        }
        await Press("Record");
    }

    /// <summary>Draws from the upper left to the lower right of the pad.</summary>
    internal static async Task Sign(IPage page)
    {
        var pad = page.Locator("[data-sign] canvas");
        await pad.ScrollIntoViewIfNeededAsync();
        var box = (await pad.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width * .1f), box.Y + (box.Height * .1f));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * .9f), box.Y + (box.Height * .9f), new() { Steps = 12 });
        await page.Mouse.UpAsync();
    }

    /// <summary>The stored signature is that line, and nothing else stands on the pad.</summary>
    internal async Task ShouldBeDrawn(Guid ticket)
    {
        var id = await Estate.Company.Read(db => db.Set<TicketFile>().Where(f => f.TicketId == ticket && f.Slot == FileSlot.Signature).Select(f => f.AttachmentId).SingleAsync());
        using var picture = SKBitmap.Decode(await Estate.Manager.Client.GetByteArrayAsync($"api/v1/attachments/{id}"));
        (picture.Width, picture.Height).ShouldBe((640, 240));
        int Ink(float x, float y) => picture.GetPixel((int)(x * picture.Width), (int)(y * picture.Height)).Red;
        foreach (var at in new[] { .2f, .5f, .8f }) Ink(at, at).ShouldBeLessThan(100);
        Ink(.8f, .2f).ShouldBeGreaterThan(240);
        Ink(.1f, .5f).ShouldBeGreaterThan(240);
    }

    /// <summary>A server that is down: the phone has a network and nobody answers.</summary>
    internal Task Cut(bool serverDown = false) => serverDown ? Page.Context.RouteAsync("**/*", route => route.AbortAsync("connectionrefused")) : Page.Context.SetOfflineAsync(true);

    internal Task Restore(bool serverDown = false) => serverDown ? Page.Context.UnrouteAllAsync() : Page.Context.SetOfflineAsync(false);
}
