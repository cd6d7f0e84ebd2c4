using System.Text.Json;
using Data;
using GatewaySimulator;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Notices.Channels;
using Notices.Sending;

namespace Notices.Tests;

/// <summary>Every channel against the simulator, over real HTTP.</summary>
public sealed class ChannelTests
{
    [Fact]
    public async Task A_notice_goes_out_once_by_each_way_the_person_has()
    {
        await using var lab = await Lab.New();
        var reader = await lab.Reader(sms: true, openId: "o-reader-1");
        var source = await lab.Post([reader]);

        var sent = await lab.Sent(source, 2);
        sent.Select(d => d.Channel).ShouldBe([Channel.Sms, Channel.Wechat]);
        sent.ShouldAllBe(d => d.Attempts == 1 && d.NextAt == null && d.EndedAt != null && d.LastError == null && d.Answer != null);
        var received = lab.Mailbox.All;
        received.Select(r => (r.Channel, r.To, r.Times)).ShouldBe([("sms", reader.Phone, 1), ("wechat", "o-reader-1", 1)], ignoreOrder: true);
        var sms = received.Single(r => r.Channel == "sms");
        sms.Text.ShouldBe($"水槽漏水：周建国 已接单，预计 14:30 前到。 https://linli.test/{lab.Company.Slug}/tickets/1");
        sms.Id.ShouldBe(sent[0].Id.ToString());
        sent[0].Answer.ShouldBe("sms-" + sms.Answer);
        received.Single(r => r.Channel == "wechat").Text.ShouldStartWith("水槽漏水：周建国 已接单");
    }

    [Fact]
    public async Task A_request_with_a_wrong_signature_is_refused_and_may_be_put_right_later()
    {
        await using var lab = await Lab.New(("Sms:Secret", "another"));
        var source = await lab.Post([await lab.Reader(sms: true)]);

        var waiting = (await lab.Until(source, 1, d => d.Attempts == 1 && d.LastError != null)).Single();
        waiting.State.ShouldBe(DeliveryState.Waiting);
        waiting.LastError.ShouldBe("401 wrong signature");
        lab.Mailbox.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_is_kept_until_it_ends_and_fetched_anew_when_it_ended_early()
    {
        await using var lab = await Lab.New();
        var reader = await lab.Reader(openId: "o-reader-2");
        await lab.Sent(await lab.Post([reader]));
        await lab.Sent(await lab.Post([reader]));
        lab.Tokens.Made.ShouldBe(1);

        lab.Order(new(EndTokens: true));
        (await lab.Sent(await lab.Post([reader]))).Single().Attempts.ShouldBe(1);
        lab.Tokens.Made.ShouldBe(2);

        lab.Host.Clock.Shift += TimeSpan.FromHours(3);
        await lab.Sent(await lab.Post([reader]));
        lab.Tokens.Made.ShouldBe(3);
        lab.Mailbox.All.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_provider_that_is_down_is_asked_again_ever_later_and_then_given_up()
    {
        await using var lab = await Lab.New();
        lab.Order(new(Refuse: 100));
        var source = await lab.Post([await lab.Reader(sms: true)]);
        for (var attempt = 1; attempt <= NoticeDelivery.Waits.Length; attempt++)
        {
            var waiting = (await lab.Until(source, 1, d => d.Attempts == attempt && d.LastError != null && d.NextAt < lab.Now.AddHours(5))).Single();
            waiting.State.ShouldBe(DeliveryState.Waiting);
            (waiting.NextAt!.Value - lab.Now).ShouldBeInRange(NoticeDelivery.Waits[attempt - 1] - TimeSpan.FromSeconds(15), NoticeDelivery.Waits[attempt - 1]);
            lab.Host.Clock.Shift += NoticeDelivery.Waits[attempt - 1];
        }
        var failed = (await lab.Until(source, 1, d => d.State == DeliveryState.Failed)).Single();
        (failed.Attempts, failed.NextAt, failed.LastError).ShouldBe((5, null, "503 as told"));

        lab.Order(new());
        var boss = await lab.Company.Person("经理", ("notices.deliveries", Platform.Access.DataScope.All));
        var row = (await boss.Client.GetJson("api/v1/notices/deliveries")).GetProperty("items")[0];
        row.GetProperty("person").GetString().ShouldBe("读者");
        (await boss.Submit("desk/deliveries", "retry", ("Form.Row", $"{failed.Id}:{row.GetProperty("version").GetInt32()}"))).ShouldContain("sent=true");
        await lab.Sent(source);
        await (await boss.Client.Post($"api/v1/notices/deliveries/{failed.Id}/retry", new { version = failed.Version })).ShouldBeProblem(409, "stale");
        lab.Mailbox.All.Single().Times.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_provider_will_never_take_is_tried_once()
    {
        await using var lab = await Lab.New();
        var (wrong, gone) = (await lab.Reader(sms: true, phone: "13911110000"), await lab.Reader(openId: "nobody"));
        var source = await lab.Post([wrong, gone]);

        var refused = await lab.Until(source, 2, d => d.State == DeliveryState.Refused);
        refused.ShouldAllBe(d => d.Attempts == 1 && d.NextAt == null);
        refused.Select(d => d.LastError).ShouldBe(["422 no such number", "40003 invalid openid"]);
    }

    [Fact]
    public async Task An_answer_that_got_lost_makes_the_reader_hear_it_once()
    {
        await using var lab = await Lab.New();
        lab.Order(new(Lose: 1));
        var source = await lab.Post([await lab.Reader(sms: true)]);
        await lab.Until(source, 1, d => d.Attempts == 1 && d.LastError != null);
        lab.Host.Clock.Shift += TimeSpan.FromMinutes(1);

        (await lab.Sent(source)).Single().Attempts.ShouldBe(2);
        lab.Mailbox.All.Single().Times.ShouldBe(2);
    }

    [Fact]
    public async Task A_node_that_died_before_it_could_note_the_answer_is_repeated_under_the_same_id()
    {
        await using var lab = await Lab.New();
        var source = await lab.Post([await lab.Reader(sms: true)]);
        await lab.Sent(source);
        // As the row stood when the node that sent it was killed.
        await lab.Company.Read(db => db.Set<NoticeDelivery>().ExecuteUpdateAsync(d => d.SetProperty(x => x.State, DeliveryState.Waiting).SetProperty(x => x.Answer, (string?)null)
            .SetProperty(x => x.EndedAt, (DateTime?)null).SetProperty(x => x.NextAt, lab.Now + SendDelivery.Lease)));
        await Lab.Linger();
        lab.Mailbox.All.Single().Times.ShouldBe(1, "the lease still runs");

        lab.Host.Clock.Shift += SendDelivery.Lease;
        await lab.Sent(source);
        var received = lab.Mailbox.All.Single();
        (received.Times, (await lab.Of(source)).Single().Answer).ShouldBe((2, "sms-" + received.Answer));
    }

    [Fact]
    public async Task Many_nodes_at_once_send_a_delivery_once()
    {
        await using var lab = await Lab.New();
        lab.Order(new(SlowMilliseconds: 300));
        var source = await lab.Post([await lab.Reader(sms: true)]);
        for (var i = 0; i < 20; i++)
        {
            if ((await lab.Of(source)) is [var delivery])
                await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => lab.Company.In(async s => { await s.GetRequiredService<SendDelivery>().Run(delivery.Id, default); return 0; })));
            await Task.Delay(50);
        }
        (await lab.Sent(source)).Single().Attempts.ShouldBe(1);
        lab.Mailbox.All.Single().Times.ShouldBe(1);
    }

    [Fact]
    public async Task Codes_for_signing_in_go_through_the_gateway_and_say_so_when_they_cannot()
    {
        await using var lab = await Lab.New();
        using var anonymous = lab.Host.Anonymous;
        (await anonymous.Post("api/v1/codes", new { phone = "13912345678" })).EnsureSuccessStatusCode();
        var sms = lab.Mailbox.All.Single();
        sms.To.ShouldBe("13912345678");

        lab.Order(new(Refuse: 1));
        await (await anonymous.Post("api/v1/codes", new { phone = "13912345679" })).ShouldBeProblem(422, "accounts/not-sent");
        lab.Mailbox.All.Count.ShouldBe(1);
    }

    [Fact]
    public async Task WeChat_is_bound_by_agreeing_on_its_page_and_by_nobody_else()
    {
        await using var lab = await Lab.New();
        var (person, other) = (await lab.Company.Person("住户"), await lab.Company.Person("路过"));
        var html = await person.Page("me/notices");
        var begin = System.Text.RegularExpressions.Regex.Match(html, "href=\"([^\"]*connect/oauth2/authorize[^\"]*)\"").Groups[1].Value;
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var back = (await browser.GetAsync(begin)).Headers.Location!;
        back.AbsolutePath.ShouldBe($"/{lab.Company.Slug}/me/notices/wechat");

        (await other.Page("me/notices/wechat" + back.Query)).ShouldContain("这次绑定已过期");
        (await person.LeadsTo("me/notices/wechat" + back.Query)).ShouldContain("bound=true");

        var source = await lab.Post([person, other]);
        await lab.Sent(source);
        lab.Mailbox.All.Single().To.ShouldStartWith("o");
        (await person.Client.DeleteAsync("api/v1/notices/wechat")).EnsureSuccessStatusCode();
        var later = await lab.Post([person]);
        await Lab.Linger();
        (await lab.Of(later)).ShouldBeEmpty();
    }
}
