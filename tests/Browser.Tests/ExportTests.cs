using Microsoft.Playwright;
using MiniExcelLibs;

namespace Browser.Tests;

public sealed class ExportTests(Browsers browsers)
{
    const string Password = "browser-2026";

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(360, 800)]
    public async Task The_list_is_exported_and_fetched_without_touching_the_page(int width, int height)
    {
        var estate = await Estate.Build();
        await estate.Company.SetPassword(estate.Manager.AccountId, Password);
        for (var i = 0; i < 3; i++) await estate.Reported();
        var manager = await browsers.Open(estate.Company.Host.Url, width, height);
        await manager.SignIn(estate.Manager, estate.Company.Slug, Password);

        await manager.Page.GotoAsync($"{estate.Company.Slug}/desk/tickets");
        await manager.Page.EvaluateAsync("window.kept = 1");
        await manager.Page.ClickAsync("button:has-text('导出 Excel')");
        await manager.Page.WaitForURLAsync("**/exports");
        await manager.Page.EvaluateAsync("window.kept = 2");
        await manager.Page.WaitForSelectorAsync("#exports >> text=可以下载");
        (await manager.Page.EvaluateAsync<int>("window.kept")).ShouldBe(2, "the page must not have been loaded anew");

        var download = await manager.Page.RunAndWaitForDownloadAsync(() => manager.Page.ClickAsync("#exports a:has-text('下载')"));
        download.SuggestedFilename.ShouldMatch("^工单_\\d{4}-\\d\\d-\\d\\d\\.xlsx$");
        using var file = new MemoryStream(await File.ReadAllBytesAsync(await download.PathAsync()));
        var lines = file.Query(useHeaderRow: true, excelType: ExcelType.XLSX).Cast<IDictionary<string, object>>().ToList();
        lines.Count.ShouldBe(3);
        lines.ShouldAllBe(l => (string)l["联系人"] == "林静怡");

        await manager.Page.WaitForSelectorAsync("#bell .count", new() { State = width > 600 ? WaitForSelectorState.Visible : WaitForSelectorState.Attached });
        await manager.Page.GotoAsync($"{estate.Company.Slug}/inbox");
        await manager.Page.ClickAsync("#notices a:has-text('导出好了')");
        await manager.Page.WaitForURLAsync("**/exports");
        await manager.Page.ClickAsync("button:has-text('删除')");
        await manager.Page.ClickAsync("[popover]:popover-open button.danger");
        await manager.Page.WaitForSelectorAsync("text=还没有导出");
        manager.Errors.ShouldBeEmpty();
    }
}
