using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Events;
using Platform.Notices;

namespace Cluster.Tests;

/// <summary>Two processes of the product on one PostgreSQL and one Redis.</summary>
public sealed class TwoNodesTests
{
    const int Tickets = 150;

    [Fact]
    public async Task Each_reminder_is_given_once_while_a_node_is_killed_in_the_middle()
    {
        Assert.SkipWhen(TestServices.Missing("PostgreSQL", TestServices.PostgreSql) is not null, "needs PostgreSQL");
        Assert.SkipWhen(TestServices.Missing("Redis", TestServices.Redis) is not null, "needs Redis");
        var host = TestHost.On(DatabaseProvider.PostgreSql);
        var estate = await Estate.Build(plan =>
        {
            plan["tickets"]!["dailyLimit"] = 100;
            plan["tickets"]!["maxOpenPerTechnician"] = 50;
        }, host);
        await Report(estate);
        foreach (var worker in host.Services.GetServices<IHostedService>().OfType<OutboxWorker>()) await worker.StopAsync(default);
        var settings = ProductProcess.SettingsOf(host);
        settings["Redis"] = TestServices.Redis;
        var reminders = await Outbox(estate, m => m.Handler.Contains("RemindOfDeadline"));
        reminders.Count.ShouldBeGreaterThan(90);
        var before = await estate.Company.Read(db => db.Set<Notice>().CountAsync());

        using var doomed = await ProductProcess.Start(settings, "sign-in", estate.Resident);
        using var survivor = await ProductProcess.Start(settings, "sign-in", estate.Resident);
        await estate.Company.Read(db => db.Set<OutboxMessage>().Where(m => reminders.Contains(m.Id)).ExecuteUpdateAsync(m => m.SetProperty(x => x.DueAt, DateTime.UtcNow)));
        await Until(async () => await Told(estate) > before);
        doomed.Kill();
        (await Outbox(estate, m => reminders.Contains(m.Id))).ShouldNotBeEmpty("the kill came too late to prove anything");
        // What the dead node had claimed waits for the end of its lease, a minute; the test does not.
        await estate.Company.Read(db => db.Set<OutboxMessage>().Where(m => reminders.Contains(m.Id)).ExecuteUpdateAsync(m => m.SetProperty(x => x.DueAt, DateTime.UtcNow)));
        await Until(async () => (await Outbox(estate, m => reminders.Contains(m.Id))).Count == 0);

        var notices = await estate.Company.Read(db => db.Set<Notice>().Where(n => reminders.Contains(n.Source)).Select(n => new { n.Source, n.AccountId }).ToListAsync());
        notices.Select(n => n.Source).Distinct().Count().ShouldBe(reminders.Count);
        notices.Count.ShouldBe(notices.Distinct().Count());
        (await Outbox(estate, m => m.ParkedAt != null)).ShouldBeEmpty();
    }

    static async Task Report(Estate estate)
    {
        for (var i = 0; i < Tickets; i++) await (await (i % 2 == 0 ? estate.Resident : estate.Neighbour).Client.Post("api/v1/tickets", new
        {
            categoryId = await estate.Category("water-leak"),
            unitId = i % 2 == 0 ? estate.Home : estate.NeighbourHome,
            description = $"第 {i} 处滴水",
        })).ShouldBeMade();
        await Until(async () => (await Outbox(estate, m => m.DueAt <= DateTime.UtcNow)).Count == 0);
    }

    static Task<List<Guid>> Outbox(Estate estate, System.Linq.Expressions.Expression<Func<OutboxMessage, bool>> which) => estate.Company.Read(db => db.Set<OutboxMessage>().Where(which).Select(m => m.Id).ToListAsync());

    static Task<int> Told(Estate estate) => estate.Company.Read(db => db.Set<Notice>().CountAsync());

    static async Task Until(Func<Task<bool>> happened)
    {
        for (var end = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < end; await Task.Delay(20)) if (await happened()) return;
        throw new TimeoutException("It did not happen within a minute.");
    }
}
