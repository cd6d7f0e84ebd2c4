using Microsoft.Playwright;

namespace Browser.Tests;

public sealed class PagesTests(Browsers browsers)
{
    const string Password = "browser-2026";

    static readonly string[] Residents = ["", "report", "report?kind=complaint", "tickets", "tickets?view=all", "homes", "inbox", "me"];
    static readonly string[] Field = ["day", "pool", "me/duty", "inbox", "me"];
    static readonly string[] Desk = ["board", "desk/tickets", "desk/tickets?view=all", "enter", "estates", "residents", "staff", "exports", "more"];

    [Theory]
    [InlineData(360, ColorScheme.Light, "zh-CN")]
    [InlineData(360, ColorScheme.Dark, "en")]
    [InlineData(1440, ColorScheme.Light, "en")]
    [InlineData(1440, ColorScheme.Dark, "zh-CN")]
    public async Task No_page_runs_off_the_screen_breaks_the_policy_or_mixes_languages(int width, ColorScheme scheme, string locale)
    {
        var estate = await Estate.Build();
        foreach (var person in new[] { estate.Resident, estate.Plumber, estate.Manager }) await estate.Company.SetPassword(person.AccountId, Password);
        var id = await estate.Reported();

        foreach (var (person, pages) in new[] { (estate.Resident, Residents.Append($"tickets/{id}")), (estate.Plumber, Field.Append($"work/{id}").Append($"sheet/{id}")), (estate.Manager, Desk.Append($"desk/tickets/{id}").Append($"board?ticket={id}").Append($"sheet/{id}")) })
        {
            var screen = await browsers.Open(estate.Company.Host.Url, width, 800, scheme: scheme, locale: locale);
            await screen.SignIn(person, estate.Company.Slug, Password);
            foreach (var page in pages)
            {
                var answer = await screen.Page.GotoAsync($"{estate.Company.Slug}/{page}");
                answer!.Status.ShouldBe(200, page);
                (await screen.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0, $"{page} at {width}");
                (await screen.Page.EvaluateAsync<int>("document.querySelectorAll('main').length")).ShouldBe(1, page);
                (await screen.Page.EvaluateAsync<int>("document.querySelectorAll('h1').length")).ShouldBe(1, page);
                (await screen.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('input:not([type=hidden]),select,textarea')].filter(x => !x.labels?.length && !x.ariaLabel && !x.closest('form[hidden]')).map(x => x.outerHTML)")).ShouldBeEmpty(page);
            }
            screen.Errors.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task What_was_sent_and_never_arrived_comes_back_and_is_gone_once_it_arrived()
    {
        var estate = await Estate.Build();
        await estate.Company.SetPassword(estate.Resident.AccountId, Password);
        var resident = await browsers.Open(estate.Company.Host.Url, 360, 800);
        await resident.SignIn(estate.Resident, estate.Company.Slug, Password);
        var report = $"{estate.Company.Slug}/report";

        await Fill("水槽下面滴水");
        await resident.Page.RouteAsync("**/report", route => route.Request.Method == "POST" ? route.AbortAsync() : route.ContinueAsync());
        var lost = new TaskCompletionSource();
        resident.Page.RequestFailed += (_, request) =>
        {
            if (request.Method == "POST") lost.TrySetResult();
        };
        await resident.Page.ClickAsync(".actions button");
        await lost.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await resident.Page.UnrouteAllAsync();
        await Fill(null);
        (await resident.Page.InputValueAsync("#words")).ShouldBe("水槽下面滴水");
        await resident.Page.ClickAsync(".actions button");
        await resident.Page.WaitForURLAsync("**/tickets/*");
        await resident.Page.GotoAsync(report);

        (await resident.Page.InputValueAsync("#words")).ShouldBeEmpty();

        async Task Fill(string? words)
        {
            await resident.Go(report);
            await resident.Page.ClickAsync("summary:has-text('水电')");
            await resident.Page.ClickAsync("label.pick:has-text('水管漏水')");
            if (words is not null) await resident.Page.FillAsync("#words", words);
        }
    }

    [Fact]
    public async Task Escape_closes_a_question_without_answering_it()
    {
        var estate = await Estate.Build();
        await estate.Company.SetPassword(estate.Manager.AccountId, Password);
        var manager = await browsers.Open(estate.Company.Host.Url, 1440, 900);
        await manager.SignIn(estate.Manager, estate.Company.Slug, Password);

        await manager.Page.GotoAsync($"{estate.Company.Slug}/estates/units/{estate.Home}/edit");
        await manager.Page.Locator("button[popovertarget=delete]").First.FocusAsync();
        await manager.Page.Keyboard.PressAsync("Enter");
        await manager.Page.WaitForSelectorAsync("#delete", new() { State = WaitForSelectorState.Visible });
        await manager.Page.Keyboard.PressAsync("Escape");
        await manager.Page.WaitForSelectorAsync("#delete", new() { State = WaitForSelectorState.Hidden });

        (await manager.Page.TitleAsync()).ShouldContain("101");
        manager.Errors.ShouldBeEmpty();
    }
}
