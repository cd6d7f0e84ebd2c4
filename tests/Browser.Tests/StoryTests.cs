using Microsoft.Playwright;

namespace Browser.Tests;

public sealed class StoryTests(Browsers browsers)
{
    const string Password = "browser-2026";

    [Theory]
    [InlineData("cuihu.json")]
    [InlineData("jinxiu.json")]
    public async Task A_resident_reports_a_leak_and_watches_it_being_repaired(string file)
    {
        var estate = await Estate.Build(file: file);
        foreach (var person in new[] { estate.Resident, estate.Plumber, estate.Manager }) await estate.Company.SetPassword(person.AccountId, Password);
        var (root, slug) = (estate.Company.Host.Url, estate.Company.Slug);
        var resident = await browsers.Open(root, 360, 800);
        var plumber = await browsers.Open(root, 360, 800);
        var manager = await browsers.Open(root, 1440, 900);
        await plumber.SignIn(estate.Plumber, slug, Password);
        await manager.SignIn(estate.Manager, slug, Password);
        await manager.Page.GotoAsync($"{slug}/board");

        // Two taps choose the category, the third sends it.
        await resident.SignIn(estate.Resident, slug, Password);
        await resident.Page.GotoAsync($"{slug}/report");
        await resident.Page.ClickAsync("summary:has-text('水电')");
        await resident.Page.ClickAsync("label.pick:has-text('水管漏水')");
        await resident.Page.FillAsync("#words", "厨房水槽下面的接头一直滴水");
        await resident.Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "leak.jpg", MimeType = "image/jpeg", Buffer = TestPhotos.Jpeg() });
        await resident.Page.WaitForSelectorAsync("input[name=Files]", new() { State = WaitForSelectorState.Attached });
        await resident.Page.ClickAsync(".actions button");
        await resident.Page.WaitForURLAsync("**/tickets/*");

        // The technician's open page gets it by itself.
        await plumber.Page.ClickAsync("a.btn:has-text('接单')");
        (await plumber.Page.Locator(".shots img").First.EvaluateAsync<int>("async i => { await i.decode(); return i.naturalWidth }")).ShouldBeGreaterThan(0);
        await plumber.Page.ClickAsync("button[value=Accept]");
        await plumber.Page.WaitForSelectorAsync("button[value=Depart]");

        // And the resident sees who comes, and when, without touching the page.
        await resident.Page.WaitForSelectorAsync("#who >> text=周建国");
        await resident.Page.WaitForSelectorAsync("#now >> text=预计到达");
        await manager.Page.WaitForSelectorAsync("#lane-working >> text=水管漏水");

        foreach (var act in new[] { "Depart", "Start" })
        {
            await plumber.Page.ClickAsync($"button[value={act}]");
            await plumber.Page.WaitForSelectorAsync($"button[value={act}]", new() { State = WaitForSelectorState.Detached });
        }
        foreach (var slot in new[] { "修前", "修后" })
        {
            await plumber.Page.FillAsync("#text", $"{slot}检查");
            await plumber.Page.ClickAsync($"label:has(input[name='Input.Slot']):has-text('{slot}')");
            await plumber.Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "work.jpg", MimeType = "image/jpeg", Buffer = TestPhotos.Jpeg() });
            await plumber.Page.WaitForSelectorAsync("input[name=Files]", new() { State = WaitForSelectorState.Attached });
            await plumber.Page.ClickAsync("button[value=Record]");
            await plumber.Page.WaitForSelectorAsync($"#work >> text={slot}检查");
        }
        await plumber.Page.ClickAsync("button[value=Complete]:not([disabled])");

        await resident.Page.WaitForSelectorAsync("#now >> text=待评价");
        await resident.Page.ReloadAsync();
        foreach (var score in new[] { "Speed", "Result", "Attitude" }) await resident.Page.ClickAsync($"label:has(input[name='Input.{score}'][value='5'])");
        await resident.Page.FillAsync("#say", "很快，谢谢");
        await resident.Page.ClickAsync("button[value=Rate]");
        await resident.Page.WaitForSelectorAsync("#now >> text=已评价");

        await manager.Page.GotoAsync($"{slug}/desk/tickets?view=ended");
        await manager.Page.ClickAsync("table a:has-text('水管漏水')");
        await manager.Page.WaitForSelectorAsync("text=很快，谢谢");
        foreach (var screen in new[] { resident, plumber, manager }) screen.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reporting_works_without_any_script()
    {
        var estate = await Estate.Build();
        await estate.Company.SetPassword(estate.Resident.AccountId, Password);
        var resident = await browsers.Open(estate.Company.Host.Url, 360, 800, script: false);
        await resident.SignIn(estate.Resident, estate.Company.Slug, Password);

        await resident.Page.GotoAsync($"{estate.Company.Slug}/report");
        await resident.Page.ClickAsync("summary:has-text('水电')");
        await resident.Page.ClickAsync("label.pick:has-text('水管漏水')");
        await resident.Page.FillAsync("#words", "没有脚本也能报修");
        await resident.Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "leak.jpg", MimeType = "image/jpeg", Buffer = TestPhotos.Jpeg() });
        await resident.Page.ClickAsync(".actions button");

        await resident.Page.WaitForURLAsync("**/tickets/*");
        (await resident.Page.Locator(".shots img").CountAsync()).ShouldBe(1);
    }
}
