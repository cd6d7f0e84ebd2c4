using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Platform.Notices;
using Platform.Tenancy;

namespace Platform.Tests;

/// <summary>A company that may only be looked into: everything that reads answers as ever, nothing that writes does anything.</summary>
public sealed class ReadOnlyTests
{
    // Who is signed in is the account's affair; and a stream does not end.
    static readonly string[] Accounts = ["api/v1/sessions", "sign-in", "me", "live"];

    [Fact]
    public async Task Whatever_reads_answers_as_in_an_active_company()
    {
        var company = await Seeds.NewFull(TestHost.Default);
        var person = await All(company);
        var addresses = Addresses(company, "GET").Where(a => !a.Contains('{', StringComparison.Ordinal)).ToList();
        addresses.Count.ShouldBeGreaterThan(60);
        var active = await Statuses();
        await company.SetState(TenantState.ReadOnly);
        (await Statuses()).ShouldBe(active);
        active.Count(a => a.EndsWith(" 200", StringComparison.Ordinal)).ShouldBeGreaterThan(50);

        async Task<List<string>> Statuses()
        {
            List<string> statuses = [];
            foreach (var address in addresses)
            {
                using var answer = await person.Client.GetAsync(address);
                statuses.Add($"{address} {(int)answer.StatusCode}");
            }
            return statuses;
        }
    }

    [Fact]
    public async Task Looking_leaves_no_trace()
    {
        var company = await TestCompany.New();
        var person = await All(company);
        var notice = new Notice(person.AccountId, Guid.CreateVersion7(), new("tickets.done", "x"), "me", "x", "[]", DateTime.UtcNow);
        await company.Change((_, db) => Task.FromResult(db.Add(notice)));
        await company.SetState(TenantState.ReadOnly);
        await person.Client.GetAsync($"inbox?open={notice.Id}");
        (await company.Read(db => db.Set<Notice>().SingleAsync(n => n.Id == notice.Id))).ReadAt.ShouldBeNull();
        await company.SetState(TenantState.Active);
        await person.Client.GetAsync($"inbox?open={notice.Id}");
        (await company.Read(db => db.Set<Notice>().SingleAsync(n => n.Id == notice.Id))).ReadAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Whatever_writes_is_refused_in_one_sentence_and_signing_in_is_not()
    {
        var company = await TestCompany.New();
        var person = await All(company);
        await company.SetState(TenantState.ReadOnly);
        List<string> open = [];
        foreach (var method in new[] { "POST", "PUT", "PATCH", "DELETE" })
            foreach (var address in Addresses(company, method))
            {
                var filled = System.Text.RegularExpressions.Regex.Replace(address, @"\{[^}]*\}", Guid.NewGuid().ToString());
                using var request = new HttpRequestMessage(HttpMethod.Parse(method), filled) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
                using var answer = await person.Client.SendAsync(request);
                if (!(await answer.Content.ReadAsStringAsync()).Contains("/problems/company-read-only", StringComparison.Ordinal)) open.Add(address);
            }
        open.Where(a => !Accounts.Contains(a) && !a.StartsWith("api/v1/sessions/", StringComparison.Ordinal)).ShouldBeEmpty();
        open.ShouldNotBeEmpty();
    }

    static Task<TestPerson> All(TestCompany company) =>
        company.Person("全能", [.. company.Host.Services.GetRequiredService<PermissionList>().All.Select(p => (p.Name, p.Scopes.Max()))]);

    // Of everything below a company, pages included; a page's address takes forms too.
    static IEnumerable<string> Addresses(TestCompany company, string method) => company.Host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(method) == true)
        .Select(e => e.RoutePattern.RawText!.TrimStart('/')).Where(a => a.Length > 0 && !a.Contains("{*", StringComparison.Ordinal) && !(method == "GET" && Accounts.Contains(a))).Distinct().Order(StringComparer.Ordinal);
}
