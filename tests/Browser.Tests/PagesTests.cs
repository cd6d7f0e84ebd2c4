using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Web;
using Web.Access;

namespace Browser.Tests;

public sealed class PagesTests(Browsers browsers)
{
    const string Password = "browser-2026";

    /// <summary>Pages without a look of their own here, and why.</summary>
    static readonly Dictionary<string, string> Closed = new() { ["dev/messages"] = "only there while developing", ["t/{Id:guid}"] = "leads on to the ticket" };

    [Theory]
    [InlineData(ColorScheme.Light, "zh-CN")]
    [InlineData(ColorScheme.Dark, "en")]
    public async Task No_page_runs_off_the_screen_breaks_the_policy_or_mixes_languages(ColorScheme scheme, string locale)
    {
        var furnished = await Furnished.Build();
        var estate = furnished.Estate;
        TestPerson?[] people = [estate.Resident, estate.Plumber, estate.Manager, null];
        var pages = await Task.WhenAll(Routes(estate).Except(Closed.Keys).SelectMany(furnished.AddressesOf).Select(async a => (Address: a, Openers: await OpenersOf(estate, a, people))));
        pages.Length.ShouldBeGreaterThan(70);
        pages.Where(p => p.Openers.Count == 0).Select(p => p.Address).ShouldBeEmpty("nobody can open these");

        List<string> wrong = [];
        foreach (var (i, person) in people.Index())
        {
            var screen = await browsers.Open(estate.Company.Host.Url, 360, 800, scheme: scheme, locale: locale);
            if (person is not null)
            {
                await estate.Company.SetPassword(person.AccountId, Password);
                await screen.SignIn(person, estate.Company.Slug, Password);
            }
            foreach (var page in pages.Where(p => p.Openers.Contains(i)).Select(p => p.Address)) wrong.AddRange((await Look(screen, $"{estate.Company.Slug}/{page}")).Select(f => $"{page} ({person?.Name}): {f}"));
        }
        wrong.ShouldBeEmpty();
    }

    // On a phone and at the desk: loaded at the width that the last one left, and once more drawn at the other.
    static async Task<IReadOnlyList<string>> Look(Screen screen, string address)
    {
        var answer = await screen.Page.GotoAsync(address);
        List<string> found = answer!.Status == 200 ? [] : [$"answers {answer.Status}"];
        found.AddRange(await screen.Page.EvaluateAsync<string[]>(Faults));
        await screen.Page.SetViewportSizeAsync(360 + 1440 - screen.Page.ViewportSize!.Width, 800);
        found.AddRange(await screen.Page.EvaluateAsync<string[]>(Faults));
        found.AddRange(screen.Errors);
        screen.Errors.Clear();
        return found;
    }

    const string Faults = """
        () => {
            const found = [], count = (selector, n) => { const all = document.querySelectorAll(selector).length; if (all !== n) found.push(`${all} ${selector}`); };
            const over = document.documentElement.scrollWidth - innerWidth;
            if (over > 0) found.push(`${over} px too wide: ` + [...document.querySelectorAll('main *')].filter(x => x.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(x => x.outerHTML.slice(0, 120)).join(' | '));
            if (document.documentElement.lang === 'en') found.push(...[...document.querySelectorAll('button,legend,thead th,nav.nav a')].map(x => x.innerText).filter(t => /[\u4e00-\u9fff]/.test(t)).map(t => 'not English: ' + t));
            count('main', 1);
            count('h1', 1);
            found.push(...[...document.querySelectorAll('input:not([type=hidden]),select,textarea')].filter(x => !x.labels?.length && !x.ariaLabel && !x.closest('form[hidden]')).map(x => 'no label: ' + x.outerHTML));
            return found;
        }
        """;

    static IEnumerable<string> Routes(Estate estate) => estate.Company.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<PageMarker>() is not null && e.Metadata.GetMetadata<AccessRuleAttribute>() is not null).Select(e => e.RoutePattern.RawText!.Trim('/')).Distinct();

    // Whoever comes first among those who may; the pages that everybody has look otherwise to each.
    static async Task<IReadOnlyList<int>> OpenersOf(Estate estate, string address, TestPerson?[] people)
    {
        List<int> may = [];
        foreach (var (i, person) in people.Index())
        {
            var client = person?.Client ?? estate.Company.Host.Anonymous;
            if (person is null) client.BaseAddress = new Uri($"{estate.Company.Host.Url}{estate.Company.Slug}/");
            client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
            if ((await client.GetAsync(address)).StatusCode == System.Net.HttpStatusCode.OK) may.Add(i);
        }
        return [.. may.Take(may.Count >= people.Length - 1 ? people.Length - 1 : 1)];
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
