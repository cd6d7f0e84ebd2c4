using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Data;
using GatewaySimulator;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Notices.Channels;
using Notices.Sending;
using Platform.Events;
using Platform.Notices;

namespace Cluster.Tests;

/// <summary>What leaves the product, by all four ways at once, while nodes die and providers are slow, refuse, and lose answers.</summary>
[Collection(TwoNodes.InTurn)]
public sealed class DeliveryTests
{
    const int PerRound = 35;
    const int Rounds = 3;
    const int AtOnce = 8;
    static readonly string[] Kinds = ["incidents.announced", "incidents.update"];

    [Theory, InlineData(20261127)]
    public async Task Each_person_hears_of_each_event_once_by_each_way_whichever_node_dies(int seed)
    {
        var random = new Random(seed);
        var host = await TwoNodes.QuietHost();
        using var simulator = await SimulatorProcess.Start();
        var estate = await Estate.Build(NoQuietHours, host);
        await MakeReachable(estate);
        using var nodes = await TwoNodes.Start(host, estate.Resident, ("Sms__Url", simulator.Url), ("Sms__Key", "linli"), ("Sms__Secret", "sms-secret"), ("WeChat__Url", simulator.Url), ("WeChat__OpenUrl", simulator.Url),
            ("WeChat__AppId", "wx-linli"), ("WeChat__Secret", "wechat-secret"), ("WeChat__Template", "template-1"), ("Hooks__Anywhere", "true"), ("Notices__Site", "https://linli.test"),
            ("Smtp__Host", "127.0.0.1"), ("Smtp__Port", simulator.Smtp.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Smtp__From", "notice@linli.test"), ("Smtp__Tls", "false"));

        await Hook(estate, nodes, simulator.Url + "hook");

        var repeats = 0;
        for (var round = 0; round < Rounds; round++)
        {
            repeats += AtOnce + 4;
            await simulator.Order(new(Refuse: 6, Status: 503, SlowMilliseconds: 15, Lose: 4));
            await Publish(estate, round);
            // Every notice goes three ways, and every event to the company's system.
            var until = (round * 7 * PerRound) + random.Next(PerRound, 5 * PerRound);
            await TwoNodes.Until(async () => (await simulator.Received()).Count >= until, $"{until} messages were taken");
            nodes.Kill(round % 2);
            (await Open(estate)).ShouldBeGreaterThan(0, "the kill came too late to prove anything");
            await Settle(estate);
            if (round < Rounds - 1) await nodes.Replace(round % 2);
        }
        await Finish(estate);
        await ShouldBeToldOnce(estate, await simulator.Received(), repeats);
    }

    static void NoQuietHours(JsonObject plan) => plan["notices"] = new JsonObject
    {
        ["quietFrom"] = "00:00",
        ["quietUntil"] = "00:00",
        ["channels"] = new JsonArray([.. Kinds.Select(k => new JsonObject { ["kind"] = k, ["channels"] = new JsonArray("mail", "sms", "wechat") })]),
    };

    static async Task MakeReachable(Estate estate)
    {
        await using var scope = estate.Company.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HostDb>();
        foreach (var person in new[] { estate.Resident, estate.Neighbour })
        {
            await db.Users.Where(u => u.Id == person.AccountId).ExecuteUpdateAsync(u => u.SetProperty(x => x.PhoneNumberConfirmed, true).SetProperty(x => x.Email, person.Phone + "@linli.test").SetProperty(x => x.EmailConfirmed, true));
            db.UserLogins.Add(new() { LoginProvider = "wechat:wx-linli", ProviderKey = "o" + person.AccountId.ToString("N"), UserId = person.AccountId });
        }
        await db.SaveChangesAsync();
    }

    // On a node: the secret is sealed with the keys that the nodes share.
    static async Task Hook(Estate estate, TwoNodes nodes, string url)
    {
        var boss = await estate.Company.Person("经理", ("notices.settings", Platform.Access.DataScope.All));
        await estate.Company.SetPassword(boss.AccountId, "linli-2026");
        using var client = new HttpClient { BaseAddress = new Uri(nodes.Url) };
        var session = await (await client.Post("api/v1/sessions", new { phone = boss.Phone, password = "linli-2026" })).ShouldBeOk();
        client.DefaultRequestHeaders.Authorization = new("Bearer", session.GetProperty("accessToken").GetString());
        (await client.PutAsJsonAsync($"{estate.Company.Slug}/api/v1/settings/notices/hook", new { version = 0, url, kinds = Kinds, newSecret = false })).EnsureSuccessStatusCode();
    }

    // Titles that are told apart even where WeChat cuts them.
    static async Task Publish(Estate estate, int round)
    {
        var community = (await estate.Company.Read(db => db.Set<Estates.Places.Community>().Select(c => c.Id).SingleAsync()));
        await Parallel.ForEachAsync(Enumerable.Range(0, PerRound), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) =>
            await (await estate.Manager.Client.Post("api/v1/incidents", new { communityId = community, kind = "water", title = $"{round}-{i}号", text = "水管检修" })).ShouldBeMade());
    }

    static Task<int> Open(Estate estate) => estate.Company.Read(async db => await db.Set<NoticeDelivery>().CountAsync(d => d.State == DeliveryState.Waiting) + await db.Set<OutboxMessage>().CountAsync(m => m.DueAt <= DateTime.UtcNow.AddMinutes(2) && m.ParkedAt == null && !m.Handler.Contains("Prune")));

    static Task<int> InHand(Estate estate) => estate.Company.Read(db => db.Set<NoticeDelivery>().CountAsync(d => d.State == DeliveryState.Waiting && d.NextAt > DateTime.UtcNow && d.Attempts > 0 && d.LastError == null));

    // What the dead node had leased, and what was refused, waits for minutes; the test lets what is still in the living node's hands come to its end, and hurries the rest.
    static async Task Settle(Estate estate)
    {
        for (var (same, before) = (0, -1); same < 15; await Task.Delay(100))
        {
            var now = await InHand(estate);
            (same, before) = now == before && await estate.Company.Read(db => db.Set<NoticeDelivery>().CountAsync(d => d.State == DeliveryState.Waiting && d.NextAt <= DateTime.UtcNow)) == 0 ? (same + 1, now) : (0, now);
        }
        (await InHand(estate)).ShouldBeLessThanOrEqualTo(AtOnce, "only what the dead node had in its hands is left");
        await estate.Company.Read(db => db.Set<NoticeDelivery>().Where(d => d.State == DeliveryState.Waiting).ExecuteUpdateAsync(d => d.SetProperty(x => x.NextAt, DateTime.UtcNow)));
        await TwoNodes.Hurry(estate.Company, m => m.ParkedAt == null && !m.Handler.Contains("Prune"));
    }

    static async Task Finish(Estate estate)
    {
        for (var end = DateTime.UtcNow.AddSeconds(60); await Open(estate) > 0; await Settle(estate)) DateTime.UtcNow.ShouldBeLessThan(end, "something is left");
    }

    static async Task ShouldBeToldOnce(Estate estate, List<Received> received, int repeats)
    {
        const int events = Rounds * PerRound;
        var accounts = new[] { estate.Resident.AccountId, estate.Neighbour.AccountId };
        var (notices, deliveries) = (await estate.Company.Read(db => db.Set<Notice>().AsNoTracking().Where(n => Kinds.Contains(n.Kind)).ToListAsync()), await estate.Company.Read(db => db.Set<NoticeDelivery>().AsNoTracking().ToListAsync()));

        // The inbox has one notice for each person and event.
        notices.Count.ShouldBe(events * 2);
        notices.Select(n => (n.AccountId, n.ValuesJson)).Distinct().Count().ShouldBe(events * 2);
        notices.Select(n => n.AccountId).Distinct().ShouldBe(accounts, ignoreOrder: true);
        // Each delivery ended well, after as many tries as are written down, and nothing was planned twice.
        deliveries.Count.ShouldBe(events * (2 * 3 + 1));
        deliveries.ShouldAllBe(d => d.State == DeliveryState.Sent && d.NextAt == null && d.EndedAt != null && d.Attempts >= 1 && d.LastError == null);
        deliveries.Select(d => (d.AccountId, d.Source, d.Channel)).Distinct().Count().ShouldBe(deliveries.Count);
        deliveries.Sum(d => d.Attempts).ShouldBeGreaterThan(deliveries.Count, "the provider refused some");

        // The providers took each under its own id, told nobody the same thing under two, and were asked again only for what was in dying hands or whose answer got lost.
        received.Select(r => (r.Channel, Guid.Parse(r.Id.Split('@')[0]))).ShouldBe(deliveries.Select(d => (Word(d.Channel), d.Id)), ignoreOrder: true);
        received.Where(r => r.Channel != "hook").Select(r => (r.Channel, r.To, r.Text.Split(' ')[0])).Distinct().Count().ShouldBe(events * 2 * 3);
        received.Count(r => r.Times > 1).ShouldBeLessThanOrEqualTo(repeats);
        foreach (var taken in received) deliveries.Single(d => d.Id == Guid.Parse(taken.Id.Split('@')[0])).Attempts.ShouldBeGreaterThanOrEqualTo(taken.Times);
        (await estate.Company.Read(db => db.Set<OutboxMessage>().CountAsync(m => m.ParkedAt != null))).ShouldBe(0);
        (await estate.Company.Read(db => db.Set<OutboxMessage>().CountAsync(m => m.Handler.Contains("PruneOld")))).ShouldBe(1, "one chain of pruning per company");
    }

    static string Word(Channel channel) => channel.ToString().ToLowerInvariant();
}
