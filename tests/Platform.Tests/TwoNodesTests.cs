using System.Collections.Concurrent;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Platform.Nodes;

namespace Platform.Tests;

/// <summary>Two nodes of one service: the same databases, and Redis between them.</summary>
public sealed class TwoNodesTests
{
    [Fact]
    public async Task A_message_reaches_every_node_once()
    {
        var (first, second) = Nodes();
        await using var a = first;
        await using var b = second;
        var (here, there) = (new ConcurrentBag<Guid>(), new ConcurrentBag<Guid>());
        a.Services.GetRequiredService<INodeBus>().Subscribe<Hello>(h => here.Add(h.Word));
        b.Services.GetRequiredService<INodeBus>().Subscribe<Hello>(h => there.Add(h.Word));
        var word = Guid.NewGuid();

        await a.Services.GetRequiredService<INodeBus>().Publish(new Hello(word));

        await Eventually(() => Task.FromResult(here.Contains(word) && there.Contains(word)));
        here.Concat(there).Count(w => w == word).ShouldBe(2);
    }

    [Fact]
    public async Task A_member_suspended_on_one_node_is_shut_out_on_the_other_at_once()
    {
        var (first, second) = Nodes();
        await using var a = first;
        await using var b = second;
        var company = await TestCompany.New(a);
        var member = await company.Person("林静怡");
        var atOther = member.At(TestCompany.Of(b, company.Info));
        (await atOther.GetAsync("api/v1/notices")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await company.Change(async (_, db) => (await db.Set<Member>().SingleAsync(m => m.AccountId == member.AccountId)).Suspend());

        await Eventually(async () => (await atOther.GetAsync("api/v1/notices")).StatusCode == HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_page_open_on_one_node_hears_of_what_happened_on_the_other()
    {
        var (first, second) = Nodes();
        await using var a = first;
        await using var b = second;
        var company = await TestCompany.New(a);
        var (member, other) = (await company.Person("林静怡"), await company.Person("旁人"));
        using var page = await member.At(TestCompany.Of(b, company.Info)).GetAsync("live", HttpCompletionOption.ResponseHeadersRead);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var lines = new StreamReader(await page.Content.ReadAsStreamAsync());
        (await NextData(lines)).ShouldBe("{\"topics\":[]}");

        var bus = a.Services.GetRequiredService<INodeBus>();
        await bus.Publish(new LivePush(company.Id, [other.AccountId], Board: true, ["not-for-her"]));
        await bus.Publish(new LivePush(Guid.NewGuid(), [member.AccountId], Board: false, ["another-company"]));
        await bus.Publish(new LivePush(company.Id, [member.AccountId], Board: false, ["inbox"]));

        (await NextData(lines)).ShouldBe("{\"topics\":[\"inbox\"]}");
    }

    [Fact]
    public async Task A_browser_signed_in_on_one_node_is_signed_in_on_the_other()
    {
        var (first, second) = Nodes();
        await using var a = first;
        await using var b = second;
        var browser = await a.SignedInBrowser(await a.WithPassword((await (await TestCompany.New(a)).NewAccount("林静怡")).Id));

        // Cookies know no ports: to the browser both nodes are one site.
        (await browser.GetAsync(a.Url + "account")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.GetAsync(b.Url + "account")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    static (TestHost First, TestHost Second) Nodes()
    {
        if (TestServices.Missing("Redis", TestServices.Redis) is { } why) Assert.Skip(why);
        var first = TestHost.New(("Redis", TestServices.Redis!));
        return (first, TestHost.New(("Redis", TestServices.Redis!), ("Database:Folder", first.Folder), ("Files:Folder", Path.Combine(first.Folder, "files"))));
    }

    static async Task<string> NextData(StreamReader lines)
    {
        while (await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(10)) is { } line)
            if (line.StartsWith("data:", StringComparison.Ordinal)) return line[5..].Trim();
        throw new EndOfStreamException("The stream ended.");
    }

    // Well below the 30 seconds after which a stale value dies by itself.
    static async Task Eventually(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!await holds()) await Task.Delay(50, limit.Token);
    }

    sealed record Hello(Guid Word);
}
