using System.Net.Http.Json;
using Data;
using GatewaySimulator;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Notices.Channels;
using Notices.Sending;
using Notices.Wishes;
using Platform.Access;
using Platform.Events;
using Platform.Notices;

namespace Notices.Tests;

/// <summary>Who hears what by which way, when, and how often.</summary>
public sealed class WishTests
{
    [Fact]
    public async Task At_night_what_can_wait_waits_and_the_urgent_does_not()
    {
        await using var lab = await Lab.New();
        var reader = await lab.Reader(sms: true);
        lab.MoveTo(23);
        var (calm, urgent) = (await lab.Post([reader]), await lab.Post([reader], urgent: true));
        await lab.Sent(urgent);

        var waiting = (await lab.Of(calm)).Single();
        (waiting.State, waiting.Attempts).ShouldBe((DeliveryState.Waiting, 0));
        (waiting.NextAt!.Value - lab.Now).TotalHours.ShouldBe(8, tolerance: 0.02);
        (await reader.Client.GetJson("api/v1/notices")).GetProperty("unread").GetInt32().ShouldBe(2, "the inbox has both at once");

        lab.MoveTo(7);
        await lab.Sent(calm);
    }

    [Fact]
    public async Task What_was_read_or_switched_off_over_night_is_not_sent_in_the_morning()
    {
        await using var lab = await Lab.New();
        var (early, tired) = (await lab.Reader(sms: true), await lab.Reader(sms: true));
        lab.MoveTo(23);
        var source = await lab.Post([early, tired]);
        await lab.Until(source, 2, d => d.State == DeliveryState.Waiting);
        (await early.Client.PostAsync("api/v1/notices/read", null)).EnsureSuccessStatusCode();
        (await tired.Client.PutAsJsonAsync("api/v1/notices/wishes", new { version = 1, choices = new[] { new { kind = Lab.Kind, channel = "sms", on = false } } })).EnsureSuccessStatusCode();

        lab.MoveTo(8);
        var skipped = await lab.Until(source, 2, d => d.State == DeliveryState.Skipped);
        skipped.Select(d => d.LastError).ShouldBe(["已在站内读过", "已关闭这类提醒"], ignoreOrder: true);
        lab.Mailbox.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_who_was_shut_out_is_told_anything_more()
    {
        await using var lab = await Lab.New();
        var reader = await lab.Reader(sms: true);
        await lab.Company.Change(async (_, db) => (await db.Set<Member>().SingleAsync(m => m.AccountId == reader.AccountId)).Suspend());
        var source = await lab.Post([reader]);

        (await lab.Until(source, 1, d => d.State == DeliveryState.Skipped)).Single().LastError.ShouldBe("资格已停用");
        lab.Mailbox.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_try_that_falls_into_the_night_waits_for_the_morning()
    {
        await using var lab = await Lab.New();
        var source = await lab.Post([await lab.Reader(sms: true)]);
        await lab.Sent(source);
        lab.MoveTo(23);
        await lab.Company.Read(db => db.Set<NoticeDelivery>().ExecuteUpdateAsync(d => d.SetProperty(x => x.State, DeliveryState.Waiting).SetProperty(x => x.NextAt, lab.Now)));

        await lab.Until(source, 1, d => d.NextAt > lab.Now.AddHours(7));
        lab.Mailbox.All.Single().Times.ShouldBe(1);
    }

    [Fact]
    public async Task People_follow_the_company_until_they_say_otherwise()
    {
        await using var lab = await Lab.New();
        var boss = await lab.Company.Person("经理", ("notices.settings", DataScope.All));
        var (follows, refuses) = (await lab.Reader(), await lab.Reader());
        await lab.Host.Services.CreateAsyncScope().ServiceProvider.GetRequiredService<HostDb>().Users.ExecuteUpdateAsync(u => u.SetProperty(x => x.PhoneNumberConfirmed, true));
        (await boss.Submit("settings/notices", "defaults", ("Form.Version", "0"), ("Form.On", $"{Lab.Kind}/Sms"), ("Form.From", "00:00"), ("Form.Until", "00:00"))).ShouldContain("saved=true");
        (await refuses.Submit("me/notices", "wishes", ("Form.Version", "0"), ("Form.Quiet", "none"))).ShouldContain("saved=true");

        var source = await lab.Post([follows, refuses]);
        (await lab.Sent(source)).Single().AccountId.ShouldBe(follows.AccountId);
        var other = await lab.Post([follows], kind: "tickets.done");
        await Lab.Linger();
        (await lab.Of(other)).ShouldBeEmpty("the company switched everything else off");
    }

    [Fact]
    public async Task The_page_shows_what_concerns_the_person_and_keeps_what_was_chosen()
    {
        await using var lab = await Lab.New();
        var (resident, technician) = (await lab.Company.Person("住户"), await lab.Company.Person("技工", ("tickets.work", DataScope.Own)));
        (await resident.Page("me/notices")).ShouldNotContain("派给我的工单");
        (await technician.Page("me/notices")).ShouldContain("派给我的工单");

        await resident.Submit("me/notices", "wishes", ("Form.Version", "0"), ("Form.On", "tickets.done/Sms"), ("Form.Quiet", "own"), ("Form.From", "21:00"), ("Form.Until", "08:30"));
        var wishes = await resident.Client.GetJson("api/v1/notices/wishes");
        (wishes.GetProperty("quietFrom").GetString(), wishes.GetProperty("quietUntil").GetString(), wishes.GetProperty("version").GetInt32()).ShouldBe(("21:00:00", "08:30:00", 1));
        wishes.GetProperty("kinds").EnumerateArray().Single(k => k.GetProperty("kind").GetString() == "tickets.done").GetProperty("channels").EnumerateArray()
            .Where(c => c.GetProperty("on").GetBoolean()).Select(c => c.GetProperty("channel").GetString()).ShouldBe(["sms"]);
        (await resident.Send("me/notices", "wishes", ("Form.Version", "0"), ("Form.Quiet", "company"))).Html.ShouldContain("刚刚被别人改过");
        await (await resident.Client.PutAsJsonAsync("api/v1/notices/wishes", new { version = 1, choices = new[] { new { kind = "no.such", channel = "sms", on = true } } })).ShouldBeProblem(400, "invalid");
        await (await resident.Client.PutAsJsonAsync("api/v1/notices/wishes", new { version = 1, quietFrom = "22:00:00" })).ShouldBeProblem(400, "invalid");
    }

    [Fact]
    public async Task Planning_twice_plans_once_and_the_database_takes_no_second()
    {
        await using var lab = await Lab.New();
        var reader = await lab.Reader(sms: true, openId: "o-reader-3");
        var source = await lab.Post([reader]);
        await lab.Sent(source, 2);
        await lab.Company.Change((services, _) => services.GetRequiredService<PlanDeliveries>().Handle(new(source), new EventContext(Guid.CreateVersion7(), lab.Now), default));
        (await lab.Of(source)).Count.ShouldBe(2);

        var first = (await lab.Of(source))[0];
        await Should.ThrowAsync<DbUpdateException>(() => lab.Company.Change((_, db) =>
        {
            db.Add(new NoticeDelivery(first.AccountId, first.Source, first.NoticeId, first.Channel, first.Kind, false, lab.Now, lab.Now));
            return Task.CompletedTask;
        }));
        lab.Mailbox.All.ShouldAllBe(r => r.Times == 1);
    }

    [Fact]
    public async Task What_would_give_away_who_complained_stays_in_the_inbox()
    {
        await using var lab = await Lab.New();
        var reader = await lab.Reader(sms: true);
        var source = await lab.Post([reader], kind: "tickets.done", inboxOnly: true);
        await Lab.Linger();

        (await lab.Of(source)).ShouldBeEmpty();
        (await reader.Client.GetJson("api/v1/notices")).GetProperty("unread").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Another_companys_people_texts_and_deliveries_are_its_own()
    {
        await using var lab = await Lab.New();
        var reader = await lab.Reader(sms: true);
        var source = await lab.Post([reader]);
        var sent = (await lab.Sent(source)).Single();
        var other = await TestCompany.New(lab.Host);
        var boss = await other.Person("经理", ("notices.deliveries", DataScope.All), ("notices.settings", DataScope.All));
        (await boss.Client.PutAsJsonAsync("api/v1/settings/notices/texts/" + Lab.Kind, new { zh = "别家的话", version = 0 })).EnsureSuccessStatusCode();
        (await boss.Client.PutAsJsonAsync("api/v1/settings/notices/hook", new { version = 0, url = $"{lab.GatewayUrl}/hook", newSecret = false })).EnsureSuccessStatusCode();

        (await boss.Client.GetJson("api/v1/notices/deliveries?all=true")).GetProperty("items").GetArrayLength().ShouldBe(0);
        await (await boss.Client.Post($"api/v1/notices/deliveries/{sent.Id}/retry", new { version = sent.Version })).ShouldBeProblem(404, "not-found");
        await lab.Sent(await lab.Post([reader]));
        lab.Mailbox.All.ShouldAllBe(r => r.Channel == "sms" && !r.Text.Contains("别家的话", StringComparison.Ordinal));
    }
}
