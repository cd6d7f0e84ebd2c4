using System.Net;
using System.Text.Json;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Access;
using Platform.Accounts;
using Platform.Nodes;
using Platform.Tenancy;
using Tenants.Founding;

namespace Tenants.Tests;

/// <summary>Companies that sign up by themselves, from the form to the first page.</summary>
public sealed class FoundingTests
{
    static int founded;

    readonly TestHost host = TestHost.Default;

    [Fact]
    public async Task Whoever_signs_a_company_up_administers_it_a_moment_later()
    {
        var founder = await Account();
        var slug = NewSlug();
        var answer = await Found(founder, slug, "新湖物业", "standard-is-not-a-key");
        await answer.ShouldBeProblem(400, "tenants/company-template");
        (await Found(founder, slug, "新湖物业")).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var company = await Served(slug);
        (company.Info.Name, company.Info.Phone).ShouldBe(("新湖物业", "0571-1234"));
        var mine = founder.At(company);
        (await mine.GetJson("api/v1/roles")).GetArrayLength().ShouldBeGreaterThan(4);
        (await mine.GetJson("api/v1/members")).GetProperty("items")[0].GetProperty("name").GetString().ShouldBe("路人");
        (await State(founder, slug)).ShouldBe("active");
        (await company.Read(db => db.Set<Member>().CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task The_form_leads_to_the_companys_first_page_and_says_what_is_wrong()
    {
        var founder = await Account();
        var slug = NewSlug();
        var wrong = await founder.Send("../found", "found", ("Input.Name", "新"), ("Input.Slug", slug), ("Input.Template", "small"));
        wrong.Html.ShouldContain("公司名称要 2 到 100 个字。");
        (await founder.Submit("../found", "found", ("Input.Name", "新湖物业"), ("Input.Slug", slug.ToUpperInvariant()), ("Input.Template", "small"))).ShouldEndWith($"found/{slug}");
        await Served(slug);
        (await founder.Page($"../found/{slug}")).ShouldContain("进入公司");
        (await (await Account()).Client.GetAsync($"../found/{slug}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("a", "tenants/company-slug", 400)]
    [InlineData("1abc", "tenants/company-slug", 400)]
    [InlineData("新湖", "tenants/company-slug", 400)]
    [InlineData("platform", "tenants/slug-taken", 409)]
    public async Task A_short_name_that_is_none_or_the_platforms_own_is_refused_and_nothing_is_kept(string slug, string code, int status)
    {
        var founder = await Account();
        await (await Found(founder, slug, "新湖物业")).ShouldBeProblem(status, code);
        (await Host(db => db.Companies.CountAsync(c => c.FounderId == founder.AccountId))).ShouldBe(0);
    }

    [Fact]
    public async Task Of_two_who_want_a_name_at_once_one_has_it_and_pressing_twice_is_one_company()
    {
        var (first, second) = (await Account(), await Account());
        var slug = NewSlug();
        var answers = await Task.WhenAll(Found(first, slug, "甲物业"), Found(second, slug, "乙物业"), Found(first, slug, "甲物业"), Found(second, slug, "乙物业"));
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBeInRange(2, 3);
        var company = await Host(db => db.Companies.AsNoTracking().SingleAsync(c => c.Slug == slug));
        var winner = company.FounderId == first.AccountId ? first : second;
        (await Found(winner, slug, "又一次")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await Host(db => db.Companies.Where(c => c.FounderId == winner.AccountId).Select(c => c.Name).ToListAsync())).ShouldBe([company.Name]);
    }

    [Fact]
    public async Task One_person_opens_three_companies_a_day_and_a_stranger_none()
    {
        var founder = await Account();
        for (var i = 0; i < FoundCompany.MostPerDay; i++) (await Found(founder, NewSlug(), "新湖物业")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await (await Found(founder, NewSlug(), "新湖物业")).ShouldBeProblem(422, "tenants/company-limit");
        await (await host.Anonymous.Post("api/v1/companies", new { name = "新湖物业", slug = NewSlug(), template = "template" })).ShouldBeProblem(401, "sign-in");
    }

    [Fact]
    public async Task Until_it_is_ready_nobody_is_served_and_a_node_that_died_half_way_is_made_good()
    {
        await using var own = TestHost.New();
        foreach (var worker in own.Services.GetServices<IHostedService>().OfType<SetUpWorker>()) await worker.StopAsync(default);
        var founder = await Account(own);
        var slug = NewSlug();
        (await Found(founder, slug, "新湖物业")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await own.Anonymous.GetAsync(slug + "/sign-in")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await State(founder, slug)).ShouldBe("pending");

        // A node that leased it and died after the company's rows were written.
        var id = await Host(db => db.Companies.Where(c => c.Slug == slug).Select(c => c.Id).SingleAsync(), own);
        await Next(own);
        await Host(db => db.Companies.Where(c => c.Id == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.State, TenantState.Pending).SetProperty(x => x.DueAt, own.Clock.GetUtcNow().UtcDateTime + SetUpCompany.Lease)), own);
        await own.Services.GetRequiredService<TenantCache>().Evict(Guid.Empty, "tenant:");
        (await Next(own)).ShouldBeFalse("the lease still holds");
        (await own.Anonymous.GetAsync(slug + "/sign-in")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        own.Clock.Shift += SetUpCompany.Lease + TimeSpan.FromSeconds(1);
        (await Next(own)).ShouldBeTrue();

        var company = await Served(slug, own);
        (await company.Read(db => db.Set<Member>().Include(m => m.Roles).SingleAsync())).Roles.Count.ShouldBe(1);
        (await company.Read(db => db.Set<Role>().GroupBy(r => r.Key).CountAsync(g => g.Count() > 1))).ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_set_up_stays_closed_is_tried_later_and_said_to_take_longer()
    {
        await using var own = TestHost.New();
        foreach (var worker in own.Services.GetServices<IHostedService>().OfType<SetUpWorker>()) await worker.StopAsync(default);
        var founder = await Account(own);
        var slug = NewSlug();
        (await Found(founder, slug, "新湖物业")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Host(db => db.Companies.Where(c => c.Slug == slug).ExecuteUpdateAsync(c => c.SetProperty(x => x.Template, "gone")), own);
        for (var i = 0; i < 2; i++)
        {
            (await Next(own)).ShouldBeTrue();
            own.Clock.Shift += TimeSpan.FromMinutes(1);
        }
        var stored = await Host(db => db.Companies.AsNoTracking().SingleAsync(c => c.Slug == slug), own);
        (stored.State, stored.Attempts, stored.DueAt is not null).ShouldBe((TenantState.Pending, 2, true));
        (await founder.Page($"../found/{slug}")).ShouldContain("比平时久一些");

        await Host(db => db.Companies.Where(c => c.Slug == slug).ExecuteUpdateAsync(c => c.SetProperty(x => x.Template, "small")), own);
        (await Next(own)).ShouldBeTrue();
        await Served(slug, own);
    }

    static async Task<bool> Next(TestHost own)
    {
        await using var scope = own.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SetUpCompany>().Next(default);
    }

    // A person who belongs to a company that has nothing to do with it.
    async Task<TestPerson> Account(TestHost? own = null) => await (await TestCompany.New(own ?? host)).Stranger();

    static string NewSlug() => $"new{Environment.ProcessId}-{Interlocked.Increment(ref founded)}";

    static Task<HttpResponseMessage> Found(TestPerson founder, string slug, string name, string template = "template") => founder.Client.Post("../api/v1/companies", new { name, slug, template, phone = "0571-1234" });

    static async Task<string?> State(TestPerson founder, string slug) => (await founder.Client.GetJson($"../api/v1/companies/{slug}")).GetProperty("state").GetString();

    async Task<T> Host<T>(Func<HostDb, Task<T>> query, TestHost? own = null)
    {
        await using var scope = (own ?? host).Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<HostDb>());
    }

    async Task<TestCompany> Served(string slug, TestHost? own = null)
    {
        for (var i = 0; i < 400; i++)
        {
            if (await Host(db => db.Companies.AsNoTracking().SingleAsync(c => c.Slug == slug), own) is { State: TenantState.Active } company) return TestCompany.Of(own ?? host, company.ToInfo());
            await Task.Delay(50);
        }
        throw new TimeoutException($"{slug} was not set up.");
    }
}
