using Data;
using Linli;
using Web.Access;

namespace Isolation.Tests;

/// <summary>The sweep itself is tested: a second node on the same data, with endpoints and pages as a tired engineer might write them.</summary>
public sealed class ForgetfulTests
{
    [Theory, MemberData(nameof(IsolationTests.Providers), MemberType = typeof(IsolationTests))]
    public async Task The_sweep_notices_forgetful_endpoints_and_pages(DatabaseProvider provider)
    {
        var host = IsolationTests.HostOf(provider);
        var (a, b) = (await IsolationTests.Full(host), await IsolationTests.Full(host));
        await b.Settle();
        var (home, foreign) = (await Stock.Of(a, perTable: 2), await Stock.Of(b, perTable: 1));
        var theirs = Foreign.Of(foreign, home);
        var (almighty, powerless, stranger) = (await IsolationTests.Almighty(a), await a.Person("无权"), await a.Stranger());
        var before = await b.Snapshot();
        await using var node = await Node.Start(host, [.. LinliHost.Modules, new Forgetful()], _ => { });
        var sweep = node.Sweep();
        bool Forgetful(Sweep.Call call) => call.Name.Contains("forgetful", StringComparison.Ordinal);

        Named(await sweep.LetsAnonymousIn(a.Slug)).ShouldBe(["ruleless", "unguarded"]);
        Named(await sweep.DoesNotRefuse(IsolationTests.As(powerless, a), c => Forgetful(c) && c.Rule is NeedsPermissionAttribute or null, "forbidden")).ShouldContain("ruleless");
        Named(await sweep.TellsApart(IsolationTests.As(almighty, a), theirs, home, Forgetful)).ShouldBe(["alone", "body", "exists", "ids", "key", "list", "other", "page", "query", "sheet", "strangers", "upload"]);
        Named(await sweep.TellsApart(IsolationTests.As(stranger, a), theirs, home, c => Forgetful(c) && !c.NeedsMembership)).ShouldContain("strangers");
        Named(await sweep.FormsTellApart(IsolationTests.As(almighty, a), theirs, home, Forgetful)).ShouldBe(["field", "form"]);
        Named(await sweep.NamesTellApart(IsolationTests.As(almighty, a), theirs, home, Forgetful)).ShouldBe(["name"]);
        // What says nothing and changes something is found in the rows.
        (await b.Snapshot()).Since(before).ShouldContain(c => c.StartsWith("changed Member ", StringComparison.Ordinal));
        (await b.Snapshot()).Since(before).ShouldContain(c => c.StartsWith("changed host Company ", StringComparison.Ordinal));
    }

    // The rule-less one is shut by the product; what the sweep notices is that it does not ask to sign in, as everything with a rule does.
    static IEnumerable<string> Named(IEnumerable<string> complaints) => complaints.Where(c => c.Contains("forgetful", StringComparison.Ordinal)).Select(c => c.Split("forgetful/")[1].Split(':', '/')[0]).Distinct().Order(StringComparer.Ordinal);
}
