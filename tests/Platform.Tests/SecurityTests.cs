using System.Net;
using System.Text;

namespace Platform.Tests;

public sealed class SecurityTests
{
    static readonly TestHost Host = TestHost.Default;

    [Theory]
    [InlineData("GET", "account", 302)]
    [InlineData("GET", "sign-in", 200)]
    [InlineData("GET", "no-such-page", 404)]
    [InlineData("GET", "api/v1/no-such-thing", 404)]
    [InlineData("DELETE", "api/v1/sessions", 405)]
    [InlineData("POST", "api/v1/sessions", 400)]
    [InlineData("GET", "healthz", 200)]
    [InlineData("GET", "openapi/v1.json", 200)]
    public async Task Every_response_carries_the_headers_that_protect_it(string method, string address, int status)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (method == "POST") request.Content = new StringContent("{\"phone\":", Encoding.UTF8, "application/json");

        var response = await Host.Browser().SendAsync(request);

        ((int)response.StatusCode).ShouldBe(status);
        var policy = One(response, "Content-Security-Policy");
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe-eval");
        policy.Split(';').Select(p => p.Trim()).Single(p => p.StartsWith("script-src", StringComparison.Ordinal)).ShouldBe("script-src 'self'");
        One(response, "X-Content-Type-Options").ShouldBe("nosniff");
        One(response, "Referrer-Policy").ShouldBe("same-origin");
        One(response, "Cross-Origin-Opener-Policy").ShouldBe("same-origin");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Headers.Contains("Server").ShouldBeFalse();
        response.Headers.Contains("X-Powered-By").ShouldBeFalse();
    }

    [Fact]
    public async Task A_form_of_somebody_who_is_not_signed_in_is_small()
    {
        var form = new FormUrlEncodedContent([new("Input.Phone", new string('1', 70_000))]);

        (await Host.Anonymous.PostAsync("sign-in", form)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    public async Task The_word_before_a_token_may_be_written_in_any_case(string scheme)
    {
        var member = await (await TestCompany.New()).Person("林静怡");
        var client = member.Client;
        client.DefaultRequestHeaders.Authorization = new(scheme, member.Token);

        (await client.GetAsync("api/v1/notices")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nothing_a_member_reads_is_kept_on_the_way()
    {
        var member = await (await TestCompany.New()).Person("林静怡");

        (await member.Client.GetAsync("api/v1/notices")).Headers.CacheControl!.ToString().ShouldBe("no-store, private");
    }

    [Fact]
    public async Task A_cookie_that_changes_something_needs_the_token_of_a_page()
    {
        var company = await TestCompany.New();
        var person = await company.Person("林静怡");
        var browser = await Host.SignedInBrowser(await Host.WithPassword(person.AccountId));
        var token = await browser.FormToken("account");
        var (reading, changing) = ($"{company.Slug}/api/v1/notices", $"{company.Slug}/api/v1/notices/read");

        (await browser.GetAsync(reading)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await browser.PostAsync(changing, null)).ShouldBeProblem(400, "forged");
        await (await PostWith(browser, changing, "CfDJ8" + new string('A', 100))).ShouldBeProblem(400, "forged");
        (await PostWith(browser, changing, token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await person.Client.PostAsync("api/v1/notices/read", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_form_without_the_token_of_its_page_changes_nothing()
    {
        var response = await Host.Browser().PostAsync("sign-in", new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "sign-in", ["Input.Phone"] = "13900000000" }));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Signing_in_never_leads_to_another_site(string returnUrl)
    {
        var account = await Host.WithPassword((await (await TestCompany.New()).NewAccount("林静怡")).Id);

        var signedIn = await Host.Browser().SignIn(account, "sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl));

        new Uri(new Uri(Host.Url), signedIn.Headers.Location!).ShouldBe(new Uri(new Uri(Host.Url), "/account"));
    }

    static string One(HttpResponseMessage response, string header) => response.Headers.GetValues(header).ShouldHaveSingleItem();

    static Task<HttpResponseMessage> PostWith(HttpClient browser, string address, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Add("RequestVerificationToken", token);
        return browser.SendAsync(request);
    }
}
