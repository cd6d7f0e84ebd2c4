using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser.Tests.Browsers))]

namespace Browser.Tests;

/// <summary>One Chromium for all tests; none when there is none.</summary>
public sealed class Browsers : IAsyncLifetime
{
    IPlaywright? playwright;
    IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (TestServices.Chromium is not { } path) return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A fresh person at a screen; errors of the page fail the test that reads <see cref="Screen.Errors"/>.</summary>
    public async Task<Screen> Open(string root, int width, int height, bool script = true, ColorScheme scheme = ColorScheme.Light, string locale = "zh-CN")
    {
        if (TestServices.Missing("Chromium", TestServices.Chromium) is { } why) Assert.Skip(why);
        var context = await browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, Locale = locale, JavaScriptEnabled = script, ColorScheme = scheme, BaseURL = root });
        return new Screen(await context.NewPageAsync());
    }

    /// <summary>Somebody of an estate with a phone in the hand, signed in.</summary>
    public Task<Screen> Phone(Estate estate, TestPerson person) => Enter(estate, person, 360, 800);

    /// <summary>Somebody of an estate at the desk, signed in.</summary>
    public Task<Screen> Desk(Estate estate, TestPerson person) => Enter(estate, person, 1440, 900);

    /// <summary>Somebody of an estate before a screen of that size, signed in.</summary>
    public async Task<Screen> Enter(Estate estate, TestPerson person, int width, int height)
    {
        await estate.Company.SetPassword(person.AccountId, Site.Password);
        var screen = await Open(estate.Company.Host.Url, width, height);
        await screen.SignIn(person, estate.Company.Slug, Site.Password);
        return screen;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}

/// <summary>A page and what went wrong on it.</summary>
public sealed class Screen
{
    public Screen(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(30_000);
        page.PageError += (_, error) => Errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") Errors.Add(message.Text);
        };
    }

    public IPage Page { get; }

    public List<string> Errors { get; } = [];

    /// <summary>Waits until that is to be seen.</summary>
    public Task Sees(string selector) => Page.WaitForSelectorAsync(selector);

    /// <summary>Waits until that is to be seen no more.</summary>
    public Task Misses(string selector) => Page.WaitForSelectorAsync(selector, new() { State = WaitForSelectorState.Hidden });

    /// <summary>Chooses a photo where the page takes some, and waits until it is up.</summary>
    public async Task AddPhoto(string form = "")
    {
        await Page.SetInputFilesAsync($"{form} input[type=file]", new FilePayload { Name = "photo.jpg", MimeType = "image/jpeg", Buffer = TestPhotos.Jpeg() });
        await Page.WaitForSelectorAsync($"{form} .shot > input[type=hidden]", new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>Signs in on the sign-in page and waits for the start page of the company.</summary>
    public async Task SignIn(TestPerson person, string slug, string password)
    {
        // A browser that just got its network back may find the connection it kept dead and show its error page; a person tries again.
        for (var left = 3; left > 0; left--)
        {
            await Go($"sign-in?returnUrl=/{slug}/");
            await Page.FillAsync("#phone", person.Phone);
            await Page.FillAsync("#password", password);
            await Page.ClickAsync("button[value=in]");
            await Page.WaitForURLAsync(url => Broken(url) || Inside(url, slug), new() { WaitUntil = WaitUntilState.DOMContentLoaded });
            if (Inside(Page.Url, slug)) return;
        }
        throw new TimeoutException("Three times the browser could not reach the product while signing in.");
    }

    /// <summary>Goes to an address, again where the page left behind just reloaded itself, as it does once the network is back or its queue is sent, or where the browser is just showing its own error page.</summary>
    public async Task Go(string url)
    {
        for (var left = 10; ; left--)
        {
            try
            {
                await Page.GotoAsync(url);
                return;
            }
            catch (PlaywrightException e) when (left > 1 && (e.Message.Contains("interrupted by another navigation", StringComparison.Ordinal) || e.Message.Contains("net::ERR_ABORTED", StringComparison.Ordinal)))
            {
                // The error page tries again by itself, and under load more than once.
                await Task.Delay(300);
            }
        }
    }

    static bool Broken(string url) => url.StartsWith("chrome-error:", StringComparison.Ordinal);

    static bool Inside(string url, string slug) => url.Contains($"/{slug}/", StringComparison.Ordinal) && !url.Contains("sign-in", StringComparison.Ordinal);
}
