using System.Net;

namespace Platform.Tests;

public sealed class RateLimitTests
{
    [Fact]
    public async Task Too_many_attempts_to_sign_in_are_told_when_to_come_back()
    {
        await using var host = TestHost.New(("RateLimits:SignInPerMinute", "3"));

        for (var i = 0; i < 3; i++) await (await Try(host)).ShouldBeProblem(422, "accounts/bad-sign-in");
        var refused = await Try(host);

        await refused.ShouldBeProblem(429, "too-many-requests");
        refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        (await host.Anonymous.GetAsync("sign-in")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_caller_cannot_use_up_another_nor_the_health_checks()
    {
        await using var host = TestHost.New(("RateLimits:RequestsPerMinute", "5"));
        var company = await TestCompany.New(host);
        var (busy, calm) = (await company.Person("忙"), await company.Person("闲"));

        for (var i = 0; i < 5; i++) (await busy.Client.GetAsync("api/v1/notices")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await (await busy.Client.GetAsync("api/v1/notices")).ShouldBeProblem(429, "too-many-requests");
        (await calm.Client.GetAsync("api/v1/notices")).StatusCode.ShouldBe(HttpStatusCode.OK);
        for (var i = 0; i < 20; i++) (await host.Anonymous.GetAsync("healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Uploads_have_a_limit_of_their_own()
    {
        await using var host = TestHost.New(("RateLimits:UploadsPerMinute", "2"));
        var member = await (await TestCompany.New(host)).Person("林静怡");

        for (var i = 0; i < 2; i++) await (await member.Client.Upload(TestPhotos.Jpeg(20, 20))).ShouldBeMade();

        await (await member.Client.Upload(TestPhotos.Jpeg(20, 20))).ShouldBeProblem(429, "too-many-requests");
        (await member.Client.GetAsync("api/v1/notices")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_callers_are_told_apart_by_the_address_it_names_and_not_by_one_they_invent()
    {
        await using var host = TestHost.New(("RateLimits:SignInPerMinute", "1"), ("Proxies:Trusted", "127.0.0.1, ::1, 10.0.0.0/8"));

        await (await Try(host, "203.0.113.1")).ShouldBeProblem(422, "accounts/bad-sign-in");
        await (await Try(host, "203.0.113.2")).ShouldBeProblem(422, "accounts/bad-sign-in");
        await (await Try(host, "198.51.100.7, 203.0.113.2, 10.0.0.4")).ShouldBeProblem(429, "too-many-requests");
    }

    [Fact]
    public async Task Where_no_proxy_is_trusted_nobody_gets_round_a_limit_by_naming_another_address()
    {
        await using var host = TestHost.New(("RateLimits:SignInPerMinute", "1"));

        await (await Try(host, "203.0.113.1")).ShouldBeProblem(422, "accounts/bad-sign-in");
        await (await Try(host, "203.0.113.2")).ShouldBeProblem(429, "too-many-requests");
    }

    static Task<HttpResponseMessage> Try(TestHost host, string? behind = null)
    {
        var client = host.Anonymous;
        if (behind is not null) client.DefaultRequestHeaders.Add("X-Forwarded-For", behind);
        return client.Post("api/v1/sessions", new { phone = "13800000000", password = "x" });
    }
}
