using System.Net;
using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Platform.Accounts;

namespace Platform.Tests;

public sealed class SessionTests
{
    readonly TestHost host = TestHost.Default;

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_but_a_code_still_opens_it()
    {
        var account = await NewAccount();

        for (var i = 0; i < 5; i++) await (await SignIn(account, "wrong-2026")).ShouldBeProblem(422, "accounts/bad-sign-in");
        await (await SignIn(account, Given.Password)).ShouldBeProblem(422, "accounts/locked");

        await host.Anonymous.Post("api/v1/codes", new { phone = account.UserName });
        await (await host.Anonymous.Post("api/v1/sessions", new { phone = account.UserName, code = await host.LastCode(account.UserName!) })).ShouldBeOk();
    }

    [Fact]
    public async Task Signing_in_by_code_proves_the_phone_a_password_does_not()
    {
        var account = await NewAccount();
        await host.Change(async db => (await db.Users.SingleAsync(a => a.Id == account.Id)).PhoneNumberConfirmed = false);

        (await SignIn(account, Given.Password)).EnsureSuccessStatusCode();
        (await Proven()).ShouldBeFalse();
        await host.Anonymous.Post("api/v1/codes", new { phone = account.UserName });
        await (await host.Anonymous.Post("api/v1/sessions", new { phone = account.UserName, code = await host.LastCode(account.UserName!) })).ShouldBeOk();

        (await Proven()).ShouldBeTrue();

        async Task<bool> Proven()
        {
            var proven = false;
            await host.Change(async db => proven = (await db.Users.AsNoTracking().SingleAsync(a => a.Id == account.Id)).PhoneNumberConfirmed);
            return proven;
        }
    }

    [Fact]
    public async Task An_account_that_registered_itself_is_locked_likewise()
    {
        const string phone = "13800002001";
        await host.Anonymous.Post("api/v1/codes", new { phone });
        await (await host.Anonymous.Post("api/v1/accounts", new { phone, code = await host.LastCode(phone), name = "林静怡", password = Given.Password })).ShouldBeOk();

        for (var i = 0; i < 5; i++) await (await host.Anonymous.Post("api/v1/sessions", new { phone, password = "wrong-2026" })).ShouldBeProblem(422, "accounts/bad-sign-in");

        await (await host.Anonymous.Post("api/v1/sessions", new { phone, password = Given.Password })).ShouldBeProblem(422, "accounts/locked");
    }

    [Fact]
    public async Task A_lock_ends_and_a_success_forgets_the_failures_before_it()
    {
        var account = await NewAccount();
        for (var i = 0; i < 5; i++) await SignIn(account, "wrong-2026");
        await host.Change(async db => (await db.Users.SingleAsync(a => a.Id == account.Id)).LockoutEnd = DateTimeOffset.UtcNow.AddSeconds(-1));

        for (var i = 0; i < 4; i++) await SignIn(account, "wrong-2026");
        await (await SignIn(account, Given.Password)).ShouldBeOk();
        for (var i = 0; i < 4; i++) await SignIn(account, "wrong-2026");

        await (await SignIn(account, Given.Password)).ShouldBeOk();
    }

    [Fact]
    public async Task Five_wrong_guesses_spoil_a_code()
    {
        var account = await NewAccount();
        await host.Anonymous.Post("api/v1/codes", new { phone = account.UserName });
        var code = await host.LastCode(account.UserName!);
        var wrong = code == "000000" ? "000001" : "000000";

        for (var i = 0; i < 5; i++) await (await host.Anonymous.Post("api/v1/sessions", new { phone = account.UserName, code = wrong })).ShouldBeProblem(422, "accounts/bad-code");

        await (await host.Anonymous.Post("api/v1/sessions", new { phone = account.UserName, code })).ShouldBeProblem(422, "accounts/bad-code");
    }

    [Fact]
    public async Task A_code_works_once_even_for_sixteen_at_the_same_moment()
    {
        var account = await NewAccount();
        await host.Anonymous.Post("api/v1/codes", new { phone = account.UserName });
        var code = await host.LastCode(account.UserName!);

        // Five guesses at most are let in, so no more than one of these can be the first.
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => host.Anonymous.Post("api/v1/sessions", new { phone = account.UserName, code })));

        answers.Count(a => a.IsSuccessStatusCode).ShouldBe(1);
        await (await host.Anonymous.Post("api/v1/sessions", new { phone = account.UserName, code })).ShouldBeProblem(422, "accounts/bad-code");
    }

    [Fact]
    public async Task A_code_dies_after_five_minutes_and_a_token_after_twelve_hours()
    {
        await using var own = TestHost.New();
        var company = await TestCompany.New(own);
        var account = await own.WithPassword((await company.NewAccount("林静怡")).Id);
        var token = (await (await own.Anonymous.Post("api/v1/sessions", new { phone = account.UserName, password = Given.Password })).ShouldBeOk()).GetProperty("accessToken").GetString()!;
        await own.Anonymous.Post("api/v1/codes", new { phone = account.UserName });
        var code = await own.LastCode(account.UserName!);

        own.Clock.Shift = TimeSpan.FromMinutes(5.1);
        await (await own.Anonymous.Post("api/v1/sessions", new { phone = account.UserName, code })).ShouldBeProblem(422, "accounts/bad-code");
        await (await Ask(own, company, token)).ShouldBeProblem(403, "not-a-member");

        own.Clock.Shift = TimeSpan.FromHours(12.1);
        await (await Ask(own, company, token)).ShouldBeProblem(401, "sign-in");
    }

    [Fact]
    public async Task A_new_password_ends_every_session_of_browsers_and_programs()
    {
        var company = await TestCompany.New();
        var account = await host.WithPassword((await company.NewAccount("林静怡")).Id);
        var browser = await host.SignedInBrowser(account);
        var token = (await (await SignIn(account, Given.Password)).ShouldBeOk()).GetProperty("accessToken").GetString()!;
        (await browser.GetAsync("account")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await Ask(host, company, token)).ShouldBeProblem(403, "not-a-member");

        await host.Anonymous.Post("api/v1/codes", new { phone = account.UserName });
        var code = await host.LastCode(account.UserName!);
        await (await host.Anonymous.Post("api/v1/accounts", new { phone = account.UserName, code, name = "林静怡", password = "another-2026" })).ShouldBeOk();

        var page = await browser.GetAsync("account");
        page.StatusCode.ShouldBe(HttpStatusCode.Found);
        page.Headers.Location!.ToString().ShouldStartWith("/sign-in?returnUrl=");
        await (await Ask(host, company, token)).ShouldBeProblem(401, "sign-in");
        await (await SignIn(account, Given.Password)).ShouldBeProblem(422, "accounts/bad-sign-in");
    }

    [Fact]
    public async Task The_token_of_a_deleted_account_and_a_forged_one_are_worth_nothing()
    {
        var company = await TestCompany.New();
        var stranger = await company.Stranger();
        await (await Ask(host, company, stranger.Token)).ShouldBeProblem(403, "not-a-member");

        await host.Change(db => db.Users.Where(a => a.Id == stranger.AccountId).ExecuteDeleteAsync());

        await (await Ask(host, company, stranger.Token)).ShouldBeProblem(401, "sign-in");
        var member = await company.Person("林静怡");
        await (await Ask(host, company, member.Token[..^4] + "AAAA")).ShouldBeProblem(401, "sign-in");
    }

    [Fact]
    public async Task The_session_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        var signedIn = await host.Browser().SignIn(await NewAccount());

        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("linli=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);
    }

    async Task<Account> NewAccount() => await host.WithPassword((await (await TestCompany.New()).NewAccount("林静怡")).Id);

    Task<HttpResponseMessage> SignIn(Account account, string password) => host.Anonymous.Post("api/v1/sessions", new { phone = account.UserName, password });

    static Task<HttpResponseMessage> Ask(TestHost at, TestCompany company, string token)
    {
        var client = at.Anonymous;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client.GetAsync($"{company.Slug}/api/v1/notices");
    }
}
