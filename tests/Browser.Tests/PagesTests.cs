using Microsoft.Playwright;

namespace Browser.Tests;

public sealed class PagesTests(Browsers browsers)
{
    const string Password = "browser-2026";

    static readonly string[] Residents = ["", "report", "report?kind=complaint", "tickets", "tickets?view=all", "homes", "inbox", "me"];
    static readonly string[] Field = ["day", "pool", "me/duty", "inbox", "me"];
    static readonly string[] Desk = ["board", "desk/tickets", "desk/tickets?view=all", "enter", "estates", "residents", "staff", "more"];

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

        foreach (var (person, pages) in new[] { (estate.Resident, Residents.Append($"tickets/{id}")), (estate.Plumber, Field.Append($"work/{id}")), (estate.Manager, Desk.Append($"desk/tickets/{id}").Append($"board?ticket={id}")) })
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
}
