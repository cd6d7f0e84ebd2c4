using Data;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Web.Access;

namespace Isolation.Tests;

/// <summary>Two companies full of rows on one database, and every endpoint there is.</summary>
public sealed class IsolationTests
{
    public static TheoryData<DatabaseProvider> Providers => [DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql];

    static TestHost HostOf(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.PostgreSql && TestServices.Missing("PostgreSQL", TestServices.PostgreSql) is { } why) Assert.Skip(why);
        return TestHost.On(provider);
    }

    static Sweep SweepOf(TestHost host) => new(host.Url, host.Services.GetRequiredService<EndpointDataSource>().Endpoints);

    internal static Task<TestPerson> Almighty(TestCompany company) =>
        company.Person("全能", [.. company.Host.Services.GetRequiredService<PermissionList>().All.Select(p => (p.Name, p.Scopes.Max()))]);

    [Theory, MemberData(nameof(Providers))]
    public async Task The_seeds_fill_every_table(DatabaseProvider provider) => (await (await Seeds.NewFull(HostOf(provider))).Empty()).ShouldBeEmpty("add to Testing.Seeds");

    [Theory, MemberData(nameof(Providers))]
    public async Task Nobody_gets_anything_without_signing_in(DatabaseProvider provider)
    {
        var company = await TestCompany.New(HostOf(provider));
        var sweep = SweepOf(company.Host);
        sweep.Calls.Count.ShouldBeGreaterThan(60);
        (await sweep.LetsAnonymousIn(company.Slug)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_member_without_permissions_is_refused_wherever_one_is_needed(DatabaseProvider provider)
    {
        var company = await TestCompany.New(HostOf(provider));
        var member = await company.Person("无权");
        (await SweepOf(company.Host).DoesNotRefuse(company.Slug, member.Token, c => c.Rule is NeedsPermissionAttribute, "forbidden")).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Ids_of_another_company_are_ids_of_nothing(DatabaseProvider provider)
    {
        var host = HostOf(provider);
        var (a, b) = (await Seeds.NewFull(host), await Seeds.NewFull(host));
        await b.Settle();
        var almighty = await Almighty(a);
        var before = await b.Snapshot();
        before.Count.ShouldBeGreaterThan(100);

        (await SweepOf(host).TellsApart(a.Slug, almighty.Token, await b.Ids(perTable: 3), Seeds.CanaryOf(b), _ => true)).ShouldBeEmpty();

        (await b.Snapshot()).ShouldBe(before);
        // Still as mighty as before: otherwise the sweep would have proved little.
        var access = await a.In(async services => await services.GetRequiredService<IAccessReader>().Read(almighty.AccountId));
        access.ShouldNotBeNull().Grants.Count.ShouldBe(host.Services.GetRequiredService<PermissionList>().All.Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task The_almighty_sees_rows_at_home(DatabaseProvider provider)
    {
        var a = await Seeds.NewFull(HostOf(provider));
        var almighty = await Almighty(a);
        var found = 0;
        await Sweep.Complaints(SweepOf(a.Host).Calls.Where(c => c.Method == HttpMethod.Get), async call =>
        {
            foreach (var id in Requests.HasRouteId(call.Endpoint) ? await a.Ids(perTable: 1) : [Guid.NewGuid()])
                if ((await SweepOf(a.Host).Send(call, a.Slug, almighty.Token, id)).Body.Contains(Seeds.CanaryOf(a), StringComparison.Ordinal)) Interlocked.Increment(ref found);
            return null;
        });
        found.ShouldBeGreaterThan(10, "the canary must be where people can see it, or looking for it proves nothing");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Suspended_members_and_strangers_learn_nothing_from_ids(DatabaseProvider provider)
    {
        var a = await Seeds.NewFull(HostOf(provider));
        var suspended = await a.Person("停用", [.. a.Host.Services.GetRequiredService<PermissionList>().All.Select(p => (p.Name, p.Scopes.Max()))]);
        await a.Change(async (_, db) => (await db.Set<Member>().SingleAsync(m => m.AccountId == suspended.AccountId)).Suspend());
        var stranger = await a.Stranger();
        var sweep = SweepOf(a.Host);
        var ids = await a.Ids(perTable: 1);

        foreach (var person in new[] { suspended, stranger })
        {
            (await sweep.DoesNotRefuse(a.Slug, person.Token, c => c.NeedsMembership, "not-a-member")).ShouldBeEmpty();
            (await sweep.TellsApart(a.Slug, person.Token, ids, canary: null, c => c.NeedsMembership)).ShouldBeEmpty();
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_person_of_one_company_is_no_member_of_another(DatabaseProvider provider)
    {
        var host = HostOf(provider);
        var (a, b) = (await TestCompany.New(host), await TestCompany.New(host));
        var almighty = await Almighty(a);
        (await SweepOf(host).DoesNotRefuse(b.Slug, almighty.Token, c => c.NeedsMembership, "not-a-member")).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_form_without_its_token_is_refused(DatabaseProvider provider)
    {
        var company = await TestCompany.New(HostOf(provider));
        var almighty = await Almighty(company);
        (await SweepOf(company.Host).TakesForgedForms(company.Slug, almighty.Token)).ShouldBeEmpty();
    }
}
