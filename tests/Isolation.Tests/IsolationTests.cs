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

    internal static TestHost HostOf(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.PostgreSql && TestServices.Missing("PostgreSQL", TestServices.PostgreSql) is { } why) Assert.Skip(why);
        return TestHost.On(provider);
    }

    // One line each, however many.
    static void None(IReadOnlyList<string> complaints) => Assert.True(complaints.Count == 0, string.Join('\n', complaints));

    static Sweep SweepOf(TestHost host) => new(host.Url, host.Services.GetRequiredService<EndpointDataSource>().Endpoints);

    static (string, DataScope)[] Everything(TestCompany company) => [.. company.Host.Services.GetRequiredService<PermissionList>().All.Select(p => (p.Name, p.Scopes.Max()))];

    internal static Task<TestPerson> Almighty(TestCompany company) => company.Person("全能", Everything(company));

    internal static Caller As(TestPerson person, TestCompany at) => new(at.Slug, person.Token);

    // Full, and with a role and a phone that nobody else has.
    internal static async Task<TestCompany> Full(TestHost host)
    {
        var company = await Seeds.NewFull(host);
        await company.Person(Seeds.CanaryOf(company));
        await company.Change((_, db) => Task.FromResult(db.Add(new Role("only-" + company.Slug, Seeds.CanaryOf(company)))));
        return company;
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task The_seeds_fill_every_table(DatabaseProvider provider) => (await (await Seeds.NewFull(HostOf(provider))).Empty()).ShouldBeEmpty("add to Testing.Seeds");

    [Theory, MemberData(nameof(Providers))]
    public async Task Nobody_gets_anything_without_signing_in(DatabaseProvider provider)
    {
        var company = await Full(HostOf(provider));
        var stock = await Stock.Of(company, perTable: 1);
        var sweep = SweepOf(company.Host);
        sweep.Calls.Count.ShouldBeGreaterThan(60);
        (await sweep.LetsAnonymousIn(company.Slug)).ShouldBeEmpty();
        None(await sweep.TellsApart(new(company.Slug, null), Foreign.Closed(stock), null, c => c.Rule is not OpenToAllAttribute));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_member_without_permissions_is_refused_wherever_one_is_needed(DatabaseProvider provider)
    {
        var company = await TestCompany.New(HostOf(provider));
        var member = await company.Person("无权");
        (await SweepOf(company.Host).DoesNotRefuse(As(member, company), c => c.Rule is NeedsPermissionAttribute, "forbidden")).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Ids_of_another_company_are_ids_of_nothing(DatabaseProvider provider)
    {
        var host = HostOf(provider);
        var (a, b) = (await Full(host), await Full(host));
        await b.Settle();
        // Before the caller is there, who must not end up suspended by itself.
        var (stock, foreign) = (await Stock.Of(a, perTable: 5), await Stock.Of(b, perTable: 2));
        var (almighty, stranger) = (await Almighty(a), await a.Stranger());
        // Files can be used once, by who sent them.
        List<Guid> uploads = [];
        for (var i = 0; i < 5; i++) uploads.Add(await (await almighty.Client.Upload(TestPhotos.Jpeg(8, 8))).ShouldBeMade());
        // And exports are only for who asked.
        List<Guid> exports = [];
        foreach (var late in new[] { true, false }) exports.Add(await (await almighty.Client.Post("api/v1/exports", new { kind = "tickets.list", parameters = new { late } })).ShouldBeMade());
        var home = stock.With("Attachment", uploads).With("Export", exports);
        var theirs = Foreign.Of(foreign, home);
        theirs.Words.Count.ShouldBeGreaterThan(4);
        var sweep = SweepOf(host);
        var files = await sweep.Downloads(As(await Almighty(b), b));
        files.ShouldNotBeEmpty();
        var before = await b.Snapshot();
        before.Count.ShouldBeGreaterThan(100);
        before.Keys.Count(k => k.StartsWith("host ", StringComparison.Ordinal)).ShouldBeGreaterThan(4);

        None(await sweep.TellsApart(As(almighty, a), theirs, home, _ => true));
        None(await sweep.FormsTellApart(As(almighty, a), theirs, home, _ => true));
        None(await sweep.KeysTellApart(async () => As(await Almighty(a), a), theirs, home));
        None(await sweep.TellsApart(As(stranger, a), theirs, home, c => !c.NeedsMembership));
        None(await sweep.FormsTellApart(As(stranger, a), theirs, home, c => !c.NeedsMembership));
        None(await sweep.NamesTellApart(As(almighty, a), theirs, home, _ => true));
        None(await sweep.TellsFromFiles(As(almighty, a), theirs, files));

        None((await b.Snapshot()).Since(before));
        // A request that fails early proves little: ids of home made a difference in most places, and most pages drew their forms.
        sweep.Reached.Values.Count(r => r).ShouldBeGreaterThan(80);
        sweep.FormsSent.ShouldBeGreaterThan(50);
        // Still as mighty as before: otherwise the sweep would have proved little.
        var access = await a.In(async services => await services.GetRequiredService<IAccessReader>().Read(almighty.AccountId));
        access.ShouldNotBeNull().Grants.Count.ShouldBe(host.Services.GetRequiredService<PermissionList>().All.Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task The_almighty_sees_rows_at_home(DatabaseProvider provider)
    {
        var a = await Full(HostOf(provider));
        var home = await Stock.Of(a, perTable: 1);
        var almighty = As(await Almighty(a), a);
        var sweep = SweepOf(a.Host);
        var found = 0;
        await Sweep.Complaints(sweep.Calls.Where(c => c.Method == HttpMethod.Get), async call =>
        {
            var draft = Requests.Of(call);
            await sweep.Fit(almighty, draft, home);
            if ((await sweep.Send(almighty, draft)).Body.Contains(home.Canary, StringComparison.Ordinal)) Interlocked.Increment(ref found);
            return null;
        });
        found.ShouldBeGreaterThan(10, "the canary must be where people can see it, or looking for it proves nothing");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Suspended_members_and_strangers_learn_nothing_from_ids(DatabaseProvider provider)
    {
        var a = await Full(HostOf(provider));
        var stock = await Stock.Of(a, perTable: 1);
        var suspended = await a.Person("停用", Everything(a));
        await a.Change(async (_, db) => (await db.Set<Member>().SingleAsync(m => m.AccountId == suspended.AccountId)).Suspend());
        var sweep = SweepOf(a.Host);
        foreach (var person in new[] { suspended, await a.Stranger() })
        {
            (await sweep.DoesNotRefuse(As(person, a), c => c.NeedsMembership, "not-a-member")).ShouldBeEmpty();
            None(await sweep.TellsApart(As(person, a), Foreign.Closed(stock), null, c => c.NeedsMembership));
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_person_of_one_company_is_no_member_of_another(DatabaseProvider provider)
    {
        var host = HostOf(provider);
        var (a, b) = (await TestCompany.New(host), await TestCompany.New(host));
        (await SweepOf(host).DoesNotRefuse(As(await Almighty(a), b), c => c.NeedsMembership, "not-a-member")).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_form_without_its_token_is_refused(DatabaseProvider provider)
    {
        var company = await TestCompany.New(HostOf(provider));
        (await SweepOf(company.Host).TakesForgedForms(As(await Almighty(company), company))).ShouldBeEmpty();
    }
}
