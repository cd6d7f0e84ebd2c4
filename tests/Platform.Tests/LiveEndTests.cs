using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Platform.Nodes;
using Platform.Tenancy;

namespace Platform.Tests;

/// <summary>When the stream of an open page ends by itself: within seconds after the reason to have it is gone, on whichever node it is.</summary>
public sealed class LiveEndTests
{
    public static TheoryData<bool> OneNodeAndTwo => [false, true];

    [Theory, MemberData(nameof(OneNodeAndTwo))]
    public async Task Whoever_is_suspended_hears_nothing_more_and_the_others_go_on(bool twoNodes)
    {
        await using var nodes = Nodes.Start(twoNodes);
        var company = await TestCompany.New(nodes.First);
        var (suspended, other) = (await company.Person("林静怡"), await company.Person("旁人"));
        using var ending = await Listening.To(await suspended.At(TestCompany.Of(nodes.Last, company.Info)).GetAsync("live", HttpCompletionOption.ResponseHeadersRead));
        using var lasting = await Listening.To(await other.At(TestCompany.Of(nodes.Last, company.Info)).GetAsync("live", HttpCompletionOption.ResponseHeadersRead));

        await company.Change(async (_, db) => (await db.Set<Member>().SingleAsync(m => m.AccountId == suspended.AccountId)).Suspend());

        await ending.ShouldEnd();
        await nodes.First.Services.GetRequiredService<INodeBus>().Publish(new LivePush(company.Id, [suspended.AccountId, other.AccountId], Board: false, ["inbox"]));
        (await lasting.Next()).ShouldBe("{\"topics\":[\"inbox\"]}");
        (await suspended.At(TestCompany.Of(nodes.Last, company.Info)).GetAsync("live", HttpCompletionOption.ResponseHeadersRead)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, MemberData(nameof(OneNodeAndTwo))]
    public async Task Signing_out_ends_what_other_tabs_of_the_browser_have_open(bool twoNodes)
    {
        await using var nodes = Nodes.Start(twoNodes);
        var company = await TestCompany.New(nodes.First);
        var member = await company.Person("林静怡");
        using var browser = await nodes.First.SignedInBrowser(await nodes.First.WithPassword(member.AccountId));
        using var tab = await Listening.To(await browser.GetAsync($"{nodes.Last.Url}{company.Slug}/live", HttpCompletionOption.ResponseHeadersRead));

        var left = await browser.PostAsync("account", new FormUrlEncodedContent([new("_handler", "sign-out"), new("__RequestVerificationToken", await browser.FormToken("account"))]));

        left.StatusCode.ShouldBe(HttpStatusCode.Found);
        await tab.ShouldEnd();
        (await browser.GetAsync($"{nodes.Last.Url}{company.Slug}/live", HttpCompletionOption.ResponseHeadersRead)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory, MemberData(nameof(OneNodeAndTwo))]
    public async Task A_new_password_and_a_company_that_is_not_served_end_it_too(bool twoNodes)
    {
        await using var nodes = Nodes.Start(twoNodes);
        var company = await TestCompany.New(nodes.First);
        var (careful, other) = (await company.Person("林静怡"), await company.Person("旁人"));
        using var old = await Listening.To(await careful.At(TestCompany.Of(nodes.Last, company.Info)).GetAsync("live", HttpCompletionOption.ResponseHeadersRead));
        using var lasting = await Listening.To(await other.At(TestCompany.Of(nodes.Last, company.Info)).GetAsync("live", HttpCompletionOption.ResponseHeadersRead));

        await nodes.First.Anonymous.Post("api/v1/codes", new { phone = careful.Phone });
        await (await nodes.First.Anonymous.Post("api/v1/accounts", new { phone = careful.Phone, code = await nodes.First.LastCode(careful.Phone), name = "林静怡", password = "another-2026" })).ShouldBeOk();
        await old.ShouldEnd();
        await company.SetState(TenantState.Suspended);
        await lasting.ShouldEnd();
    }

    [Fact]
    public async Task Other_rights_at_the_board_end_it_so_that_the_page_comes_back_with_them()
    {
        await using var nodes = Nodes.Start(two: false);
        var company = await TestCompany.New(nodes.First);
        var dispatcher = await company.Person("沈佳", ("tickets.assign", DataScope.All));
        using var page = await Listening.To(await dispatcher.Client.GetAsync("live", HttpCompletionOption.ResponseHeadersRead));

        await company.Change(async (_, db) => (await db.Set<Role>().Include(r => r.Grants).SingleAsync(r => r.Key == "role-" + dispatcher.Phone)).Grant("tickets.assign", DataScope.None));

        await page.ShouldEnd();
        using var again = await Listening.To(await dispatcher.Client.GetAsync("live", HttpCompletionOption.ResponseHeadersRead));
        var bus = nodes.First.Services.GetRequiredService<INodeBus>();
        await bus.Publish(new LivePush(company.Id, [], Board: true, ["board"]));
        await bus.Publish(new LivePush(company.Id, [dispatcher.AccountId], Board: false, ["inbox"]));
        (await again.Next()).ShouldBe("{\"topics\":[\"inbox\"]}");
    }

    [Fact]
    public async Task A_stream_begins_with_what_the_person_was_sent_since_the_page_was_drawn()
    {
        await using var nodes = Nodes.Start(two: false);
        var (company, stranger) = (await TestCompany.New(nodes.First), await TestCompany.New(nodes.First));
        var (member, other) = (await company.Person("林静怡"), await company.Person("旁人"));
        var bus = nodes.First.Services.GetRequiredService<INodeBus>();
        var drawn = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await bus.Publish(new LivePush(company.Id, [member.AccountId], Board: false, ["inbox", "tickets"]));
        await bus.Publish(new LivePush(company.Id, [member.AccountId], Board: false, ["inbox"]));
        await bus.Publish(new LivePush(company.Id, [], Board: true, ["board"]));
        await bus.Publish(new LivePush(stranger.Id, [member.AccountId], Board: false, ["elsewhere"]));

        using var late = await Listening.To(await member.Client.GetAsync($"live?since={drawn}", HttpCompletionOption.ResponseHeadersRead), "{\"topics\":[\"inbox\",\"tickets\"]}");
        using var neighbour = await Listening.To(await other.Client.GetAsync($"live?since={drawn}", HttpCompletionOption.ResponseHeadersRead));
        using var fresh = await Listening.To(await member.Client.GetAsync($"live?since={drawn + 60_000}", HttpCompletionOption.ResponseHeadersRead));
        foreach (var odd in new[] { "-1", long.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture) }) using (await Listening.To(await member.Client.GetAsync($"live?since={odd}", HttpCompletionOption.ResponseHeadersRead))) { }
    }

    sealed class Nodes(TestHost first, TestHost? second) : IAsyncDisposable
    {
        internal TestHost First => first;
        internal TestHost Last => second ?? first;

        internal static Nodes Start(bool two)
        {
            if (!two) return new(TestHost.New(), null);
            if (TestServices.Missing("Redis", TestServices.Redis) is { } why) Assert.Skip(why);
            var first = TestHost.New(("Redis", TestServices.Redis!));
            return new(first, TestHost.New(("Redis", TestServices.Redis!), ("Database:Folder", first.Folder), ("Files:Folder", Path.Combine(first.Folder, "files"))));
        }

        public async ValueTask DisposeAsync()
        {
            if (second is not null) await second.DisposeAsync();
            await first.DisposeAsync();
        }
    }

    sealed class Listening(HttpResponseMessage answer, StreamReader lines) : IDisposable
    {
        internal static async Task<Listening> To(HttpResponseMessage answer, string first = "{\"topics\":[]}")
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            var listening = new Listening(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
            (await listening.Next()).ShouldBe(first);
            return listening;
        }

        internal async Task<string?> Next()
        {
            while (await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(10)) is { } line)
                if (line.StartsWith("data:", StringComparison.Ordinal)) return line[5..].Trim();
            return null;
        }

        internal async Task ShouldEnd() => (await Next()).ShouldBeNull("it should have ended");

        public void Dispose()
        {
            lines.Dispose();
            answer.Dispose();
        }
    }
}
