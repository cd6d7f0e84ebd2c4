using System.Net;
using System.Net.Http.Headers;
using Platform.Accounts;
using Platform.Tenancy;

namespace Platform.Tests;

public sealed class TenantResolutionTests
{
    static readonly TestHost Host = TestHost.Default;

    [Fact]
    public async Task The_first_segment_of_the_path_names_the_company()
    {
        var company = await TestCompany.New();
        var member = await company.Person("林静怡");

        (await Ask($"{company.Slug}/api/v1/notices", null, member)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await Ask("api/v1/notices", null, member)).ShouldBeProblem(404, "not-found");
        (await Ask($"{company.Slug.ToUpperInvariant()}/api/v1/notices", null, member)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Ask("no-such-company/api/v1/notices", null, member)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_subdomain_names_the_company_with_or_without_the_path_saying_the_same()
    {
        var company = await TestCompany.New();
        var member = await company.Person("林静怡");

        (await Ask("api/v1/notices", $"{company.Slug}.linli.test", member)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Ask("api/v1/notices", $"{company.Slug.ToUpperInvariant()}.LINLI.test:8443", member)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Ask($"{company.Slug}/api/v1/notices", $"{company.Slug}.linli.test", member)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_domain_names_its_company_only_after_it_was_proved()
    {
        var company = await TestCompany.New();
        var member = await company.Person("林静怡");
        var (proved, claimed) = ($"home.{company.Slug}.example", $"claimed.{company.Slug}.example");
        await Host.Change(db =>
        {
            db.AddRange(new CompanyDomain { Host = proved, CompanyId = company.Id, VerifiedAt = DateTime.UtcNow }, new CompanyDomain { Host = claimed, CompanyId = company.Id });
            return Task.CompletedTask;
        });

        (await Ask("api/v1/notices", proved, member)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await Ask("api/v1/notices", claimed, member)).ShouldBeProblem(404, "unknown-host");
    }

    [Theory]
    [InlineData("stranger.example")]
    [InlineData("nobody.linli.test")]
    [InlineData("a.b.linli.test")]
    [InlineData("evil-linli.test")]
    public async Task A_host_of_nobody_is_refused(string host)
    {
        var company = await TestCompany.New();

        await (await Ask($"{company.Slug}/api/v1/notices", host, await company.Person("林静怡"))).ShouldBeProblem(404, "unknown-host");
    }

    [Fact]
    public async Task Host_and_path_that_disagree_are_refused_even_to_members()
    {
        var (a, b) = (await TestCompany.New(), await TestCompany.New());

        await (await Ask($"{b.Slug}/api/v1/notices", $"{a.Slug}.linli.test", await a.Person("林静怡"))).ShouldBeProblem(404, "company-mismatch");
        await (await Ask($"{b.Slug}/api/v1/notices", $"{a.Slug}.linli.test", await b.Person("林静怡"))).ShouldBeProblem(404, "company-mismatch");
    }

    [Fact]
    public async Task A_reserved_slug_never_leads_to_a_company()
    {
        var company = await TestCompany.New(slug: "support");
        var member = await company.Person("林静怡");

        (await Ask("support/api/v1/notices", null, member)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await Ask("api/v1/notices", "support.linli.test", member)).ShouldBeProblem(404, "unknown-host");
    }

    [Theory]
    [InlineData(TenantState.Suspended)]
    [InlineData(TenantState.Pending)]
    public async Task A_company_that_is_not_active_serves_nobody_whatever_the_way_in(TenantState state)
    {
        var company = await TestCompany.New();
        var member = await company.Person("林静怡");
        await company.SetState(state);

        await (await Ask($"{company.Slug}/api/v1/notices", null, member)).ShouldBeProblem(503, "company-not-active");
        await (await Ask("api/v1/notices", $"{company.Slug}.linli.test", member)).ShouldBeProblem(503, "company-not-active");
        (await Ask($"{company.Slug}/sign-in", null, null)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        await company.SetState(TenantState.Active);
        (await Ask($"{company.Slug}/api/v1/notices", null, member)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    static Task<HttpResponseMessage> Ask(string address, string? host, TestPerson? person)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (host is not null) request.Headers.Host = host;
        if (person is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person.Token);
        return Host.Anonymous.SendAsync(request);
    }
}
