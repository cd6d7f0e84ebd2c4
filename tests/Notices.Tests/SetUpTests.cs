using System.Net.Http.Json;
using GatewaySimulator;
using Notices.Channels;
using Notices.Sending;
using Notices.WeChat;
using Platform.Access;

namespace Notices.Tests;

/// <summary>A company's own official account, and trying a channel out.</summary>
public sealed class SetUpTests
{
    const string Secret = "own-secret-2026";

    static Task<TestPerson> Boss(Lab lab) => lab.Company.Person("经理", ("notices.settings", DataScope.All));

    static Task<HttpResponseMessage> Save(TestPerson boss, int version, string? appId = "wx-own", string? secret = Secret, string template = "template-own") =>
        boss.Client.PutAsJsonAsync("api/v1/settings/notices/wechat", new { version, appId, secret, template, textField = "thing4", timeField = "time5" });

    [Fact]
    public async Task A_companys_own_account_speaks_to_those_who_follow_it_and_the_platforms_for_everybody_else()
    {
        await using var lab = await Lab.New();
        lab.AddAccount("wx-own", Secret, "template-own");
        var boss = await Boss(lab);
        var (follower, stranger) = (await lab.Reader(openId: "o-own-1", provider: "wechat:wx-own"), await lab.Reader(openId: "o-platform-1"));
        await lab.Sent(await lab.Post([follower, stranger]));
        lab.Mailbox.All.Single().To.ShouldBe("o-platform-1");

        (await Save(boss, 0)).EnsureSuccessStatusCode();
        await lab.Sent(await lab.Post([follower, stranger]));
        lab.Mailbox.All.Select(r => r.To).ShouldBe(["o-platform-1", "o-own-1"]);
        (await Save(boss, 1, appId: "")).EnsureSuccessStatusCode();
        await lab.Sent(await lab.Post([follower, stranger]));
        lab.Mailbox.All.Select(r => r.To).ShouldBe(["o-platform-1", "o-own-1", "o-platform-1"]);
    }

    [Fact]
    public async Task Another_company_goes_on_with_the_platforms_account()
    {
        await using var lab = await Lab.New();
        lab.AddAccount("wx-own", Secret, "template-own");
        var other = await TestCompany.New(lab.Host);
        (await Save(await other.Person("别家", ("notices.settings", DataScope.All)), 0)).EnsureSuccessStatusCode();

        await lab.Sent(await lab.Post([await lab.Reader(openId: "o-platform-2")]));
        lab.Mailbox.All.Single().To.ShouldBe("o-platform-2");
    }

    [Fact]
    public async Task Naming_an_account_without_knowing_its_secret_sends_nothing_by_it()
    {
        await using var lab = await Lab.New();
        var boss = await Boss(lab);
        var reader = await lab.Reader(openId: "o-platform-3");
        await lab.Sent(await lab.Post([reader]));
        (await Save(boss, 0, appId: "wx-linli", secret: "guessed-secret", template: "template-1")).EnsureSuccessStatusCode();

        var refused = (await lab.Until(await lab.Post([reader]), 1, d => d.LastError is not null)).Single();
        (refused.State, refused.LastError).ShouldBe((DeliveryState.Waiting, "40125 invalid appsecret"));
        lab.Mailbox.All.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_secret_is_sealed_and_never_shown_again()
    {
        await using var lab = await Lab.New();
        var boss = await Boss(lab);
        (await boss.Submit("settings/notices", "wechat", ("Account.Version", "0"), ("Account.AppId", "wx-own"), ("Account.Secret", Secret), ("Account.Template", "template-own"))).ShouldContain("saved=true");

        var kept = await lab.Company.Read(db => Task.FromResult(db.Set<Platform.Settings.CompanySetting>().Single(s => s.Key == NoticeWeChat.Key).Json));
        kept.ShouldNotContain(Secret);
        var read = await boss.Client.GetJson("api/v1/settings/notices/wechat");
        (read.GetProperty("appId").GetString(), read.GetProperty("hasSecret").GetBoolean(), read.GetProperty("textField").GetString()).ShouldBe(("wx-own", true, "thing1"));
        read.GetRawText().ShouldNotContain(Secret);
        (await boss.Page("settings/notices")).ShouldNotContain(Secret);
        (await Save(boss, 1, secret: null, template: "template-2")).EnsureSuccessStatusCode();
        await (await Save(boss, 2, appId: "wx-another", secret: null)).ShouldBeProblem(400, "notices/wechat-secret");
        await (await Save(boss, 1)).ShouldBeProblem(409, "stale");
    }

    [Theory]
    [InlineData("linli", Secret, "t", "notices/wechat-app")]
    [InlineData("wx-own", "short", "t", "notices/wechat-secret")]
    [InlineData("wx-own", "with a blank in it", "t", "notices/wechat-secret")]
    [InlineData("wx-own", Secret, "", "notices/wechat-template")]
    [InlineData("wx-own", Secret, "模板", "notices/wechat-template")]
    public async Task What_cannot_be_an_account_is_refused_beside_its_field(string app, string secret, string template, string code)
    {
        var boss = await (await TestCompany.New()).Person("经理", ("notices.settings", DataScope.All));
        await (await Save(boss, 0, app, secret, template)).ShouldBeProblem(400, code);
        (await boss.Client.GetJson("api/v1/settings/notices/wechat")).GetProperty("version").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task WeChat_is_bound_to_the_companys_own_account()
    {
        await using var lab = await Lab.New();
        lab.AddAccount("wx-own", Secret, "template-own");
        (await Save(await Boss(lab), 0)).EnsureSuccessStatusCode();
        var person = await lab.Company.Person("住户");
        var begin = System.Text.RegularExpressions.Regex.Match(await person.Page("me/notices"), "href=\"([^\"]*connect/oauth2/authorize[^\"]*)\"").Groups[1].Value;
        begin.ShouldContain("appid=wx-own");
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        (await person.LeadsTo("me/notices/wechat" + (await browser.GetAsync(begin)).Headers.Location!.Query)).ShouldContain("bound=true");

        await lab.Sent(await lab.Post([person]));
        lab.Mailbox.All.Single().Text.ShouldStartWith("水槽漏水");
    }

    [Fact]
    public async Task Each_way_is_tried_with_one_message_to_whoever_presses()
    {
        await using var lab = await Lab.New();
        var boss = await lab.Reader(sms: true, openId: "o-boss", mail: "boss@linli.test", grants: [("notices.settings", DataScope.All)]);
        (await boss.Client.PutAsJsonAsync("api/v1/settings/notices/hook", new { version = 0, url = $"{lab.GatewayUrl}/hook", newSecret = false })).EnsureSuccessStatusCode();

        foreach (var way in Enum.GetNames<Channel>()) (await boss.Send("settings/notices", "test", ("Tried.Way", way))).Html.ShouldContain("对方已收下");
        lab.Mailbox.All.Select(r => (r.Channel, r.To)).ShouldBe([("mail", "boss@linli.test"), ("sms", boss.Phone), ("wechat", "o-boss"), ("hook", "/hook")], ignoreOrder: true);
        lab.Mailbox.All.Where(r => r.Channel != "hook").ShouldAllBe(r => r.Text.Contains("测试：", StringComparison.Ordinal));
        (await lab.Company.Read(db => Task.FromResult(db.Set<NoticeDelivery>().Count()))).ShouldBe(0);

        // A double tap, and whoever has no end of trying.
        var again = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => boss.Client.Post("api/v1/settings/notices/test", new { channel = "sms" })));
        foreach (var late in again) await late.ShouldBeProblem(422, "notices/too-soon");
        lab.Mailbox.All.Count.ShouldBe(4);
        lab.Host.Clock.Shift += TimeSpan.FromMinutes(1);
        (await (await boss.Client.Post("api/v1/settings/notices/test", new { channel = "sms" })).ShouldBeOk()).GetProperty("accepted").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_provider_says_is_said_in_words()
    {
        await using var lab = await Lab.New(("Sms:Secret", "another"));
        var boss = await lab.Reader(sms: true, openId: "o-boss", mail: "nobody@linli.test", grants: [("notices.settings", DataScope.All)]);
        (await Said(boss, Channel.Sms)).ShouldBe("密钥或签名不对，请检查设置。（401 wrong signature）");
        (await Said(boss, Channel.Mail)).ShouldBe("邮件服务器不收这封信。（550 no such mailbox）");
        (await Save(boss, 0, appId: "wx-linli", secret: "guessed-secret", template: "template-1")).EnsureSuccessStatusCode();
        (await Said(boss, Channel.Wechat)).ShouldBe("AppSecret 不对，请重新填写。（40125 invalid appsecret）");
        lab.Host.Clock.Shift += TimeSpan.FromMinutes(1);
        (await Save(boss, 1, appId: "wx-linli", secret: "wechat-secret", template: "template-9")).EnsureSuccessStatusCode();
        (await Said(boss, Channel.Wechat)).ShouldBe("公众号里没有这个模板，请检查模板编号。（40037 invalid template_id）");
        (await boss.Client.PutAsJsonAsync("api/v1/settings/notices/hook", new { version = 0, url = $"{lab.GatewayUrl}/nowhere", newSecret = false })).EnsureSuccessStatusCode();
        (await Said(boss, Channel.Hook)).ShouldStartWith("对方的这个地址不收消息，请检查网址。");
        lab.Mailbox.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Trying_needs_a_way_an_address_and_the_right_to_set_it_up()
    {
        await using var lab = await Lab.New();
        var boss = await Boss(lab);
        await (await boss.Client.Post("api/v1/settings/notices/test", new { channel = "sms" })).ShouldBeProblem(422, "notices/no-address");
        await (await boss.Client.Post("api/v1/settings/notices/test", new { channel = "hook" })).ShouldBeProblem(422, "notices/no-hook");
        await (await (await lab.Reader(sms: true)).Client.Post("api/v1/settings/notices/test", new { channel = "sms" })).ShouldBeProblem(403, "forbidden");

        var plain = await (await TestCompany.New()).Person("经理", ("notices.settings", DataScope.All));
        await (await plain.Client.Post("api/v1/settings/notices/test", new { channel = "sms" })).ShouldBeProblem(422, "notices/not-ready");
        (await plain.Page("settings/notices")).ShouldContain("还没有开通的方式");
    }

    static async Task<string> Said(TestPerson boss, Channel channel) => (await (await boss.Client.Post("api/v1/settings/notices/test", new { channel = channel.ToString().ToLowerInvariant() })).ShouldBeOk()).GetProperty("words").GetString()!;
}
