using System.Net;
using System.Text.RegularExpressions;
using Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Accounts;
using Platform.Nodes;
using Platform.Tenancy;

namespace Platform.Tests;

/// <summary>What several tests need: accounts with passwords, browsers, codes, companies in other states.</summary>
static partial class Given
{
    internal const string Password = "linli-2026";

    /// <summary>Gives the account <see cref="Password"/>, and the lock that accounts made by the product have.</summary>
    internal static async Task<Account> WithPassword(this TestHost host, Guid account)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var stored = (await accounts.FindByIdAsync(account.ToString()))!;
        stored.PasswordHash = accounts.PasswordHasher.HashPassword(stored, Password);
        stored.LockoutEnabled = true;
        (await accounts.UpdateAsync(stored)).Succeeded.ShouldBeTrue();
        return stored;
    }

    /// <summary>A client that keeps cookies and follows no redirects.</summary>
    internal static HttpClient Browser(this TestHost host) => new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(host.Url) };

    /// <summary>Fills in the page's form and sends it.</summary>
    internal static async Task<HttpResponseMessage> SignIn(this HttpClient browser, Account account, string page = "sign-in")
    {
        var fields = new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = await browser.FormToken(page),
            ["Input.Phone"] = account.UserName!,
            ["Input.Password"] = Password,
            ["Input.Act"] = "in",
        };
        var answer = await browser.PostAsync(page, new FormUrlEncodedContent(fields));
        answer.StatusCode.ShouldBe(HttpStatusCode.Found, await answer.Content.ReadAsStringAsync());
        return answer;
    }

    /// <summary>A browser that signed in on the page.</summary>
    internal static async Task<HttpClient> SignedInBrowser(this TestHost host, Account account)
    {
        var browser = host.Browser();
        await browser.SignIn(account);
        return browser;
    }

    /// <summary>The antiforgery token of a page.</summary>
    internal static async Task<string> FormToken(this HttpClient browser, string page)
    {
        var token = Token().Match(await browser.GetStringAsync(page)).Groups[1].Value;
        token.ShouldNotBeNullOrEmpty("The page has no antiforgery token.");
        return token;
    }

    /// <summary>The last code sent to a phone.</summary>
    internal static async Task<string> LastCode(this TestHost host, string phone)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var text = await scope.ServiceProvider.GetRequiredService<HostDb>().SentSms.Where(s => s.Phone == phone).OrderByDescending(s => s.Id).Select(s => s.Text).FirstAsync();
        return Six().Match(text).Value;
    }

    /// <summary>Changes the platform's own data and makes the nodes see it.</summary>
    internal static async Task Change(this TestHost host, Func<HostDb, Task> change)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HostDb>();
        await change(db);
        await db.SaveChangesAsync();
        await host.Services.GetRequiredService<TenantCache>().Evict(Guid.Empty, "");
    }

    internal static Task SetState(this TestCompany company, TenantState state) =>
        company.Host.Change(async db => (await db.Companies.SingleAsync(c => c.Id == company.Id)).State = state);

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex Six();
}
