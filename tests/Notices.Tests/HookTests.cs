using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Notices.Channels;
using Notices.Contracts;
using Notices.Hooks;
using Notices.Sending;
using Platform.Access;

namespace Notices.Tests;

public sealed class HookTests
{
    static async Task<(TestPerson Boss, string Secret)> Hooked(Lab lab, string path = "hook")
    {
        var boss = await lab.Company.Person("经理", ("notices.settings", DataScope.All));
        (await boss.Client.PutAsJsonAsync("api/v1/settings/notices/hook", new { version = 0, url = $"{lab.GatewayUrl}/{path}", kinds = Array.Empty<string>(), newSecret = false })).EnsureSuccessStatusCode();
        return (boss, (await boss.Client.GetJson("api/v1/settings/notices/hook")).GetProperty("secret").GetString()!);
    }

    [Fact]
    public async Task An_event_is_told_once_however_many_people_hear_of_it_and_its_signature_proves_it()
    {
        await using var lab = await Lab.New();
        var (_, secret) = await Hooked(lab);
        lab.ExpectHookSecret(secret);
        var source = await lab.Post([await lab.Reader(), await lab.Reader(), await lab.Reader()]);

        var sent = (await lab.Sent(source)).Single();
        (sent.Channel, sent.AccountId, sent.Answer).ShouldBe((Channel.Hook, Guid.Empty, "204"));
        var received = lab.Mailbox.All.Single();
        received.Id.ShouldBe(sent.Id.ToString());
        var body = JsonDocument.Parse(received.Text).RootElement;
        (body.GetProperty("event").GetString(), body.GetProperty("company").GetString()).ShouldBe((Lab.Kind, lab.Company.Slug));
        body.GetProperty("text").GetString().ShouldBe("水槽漏水：周建国 已接单，预计 14:30 前到。");
        body.GetProperty("values").GetProperty("number").GetString().ShouldBe("WX-1");
    }

    [Fact]
    public async Task A_receiver_that_knows_another_secret_takes_nothing_and_a_new_one_ends_the_old()
    {
        await using var lab = await Lab.New();
        var (boss, secret) = await Hooked(lab);
        (await boss.Client.PutAsJsonAsync("api/v1/settings/notices/hook", new { version = 1, url = $"{lab.GatewayUrl}/hook", newSecret = true })).EnsureSuccessStatusCode();
        lab.ExpectHookSecret(secret);
        var source = await lab.Post([await lab.Reader()]);

        (await lab.Until(source, 1, d => d.LastError is not null)).Single().LastError!.ShouldStartWith("401");
        lab.Mailbox.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var lab = await Lab.New();
        await Hooked(lab, "moved");
        var source = await lab.Post([await lab.Reader()]);

        (await lab.Until(source, 1, d => d.State == DeliveryState.Refused)).Single().LastError!.ShouldStartWith("307");
        lab.Mailbox.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_secret_is_kept_sealed()
    {
        await using var lab = await Lab.New();
        var (_, secret) = await Hooked(lab);

        var kept = await lab.Company.Read(db => Task.FromResult(db.Set<Platform.Settings.CompanySetting>().Single(s => s.Key == NoticeHook.Key).Json));
        kept.ShouldContain("sealed");
        kept.ShouldNotContain(secret);
    }

    [Theory]
    [InlineData("http://example.com/x")]
    [InlineData("https://user:secret@example.com/x")]
    [InlineData("https://127.0.0.1/x")]
    [InlineData("https://[::1]/x")]
    [InlineData("https://[::ffff:10.0.0.1]/x")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://2130706433/x")]
    [InlineData("https://0x7f.1/x")]
    [InlineData("https://localhost/x")]
    [InlineData("https://printer/x")]
    [InlineData("https://db.internal/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/x")]
    public async Task An_address_that_is_not_public_is_refused(string url)
    {
        var boss = await (await TestCompany.New()).Person("经理", ("notices.settings", DataScope.All));
        await (await boss.Client.PutAsJsonAsync("api/v1/settings/notices/hook", new { version = 0, url, newSecret = false })).ShouldBeProblem(400, "notices/hook-address");
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("2002:7f00:1::", false)]
    public void Public_is_what_the_open_internet_can_reach(string address, bool isPublic) => HookAddresses.IsPublic(IPAddress.Parse(address)).ShouldBe(isPublic);

    [Fact]
    public async Task A_name_that_leads_inside_is_not_connected_to()
    {
        await using var lab = await Lab.New();
        using var strict = new HttpClient(new HookAddresses(new HookOptions(Anywhere: false)).Handler());
        var port = new Uri(lab.GatewayUrl).Port;

        foreach (var host in new[] { "localhost", "127.0.0.1" })
            (await Should.ThrowAsync<HttpRequestException>(() => strict.PostAsync($"http://{host}:{port}/hook", new StringContent("{}")))).Message.ShouldContain("not public");
        lab.Mailbox.All.ShouldBeEmpty();
    }
}
