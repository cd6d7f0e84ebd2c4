using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Events;
using Platform.Notices;

namespace Cluster.Tests;

/// <summary>Reminders of deadlines while a node dies.</summary>
[Collection(TwoNodes.InTurn)]
public sealed class TwoNodesTests
{
    const int Tickets = 150;

    [Fact]
    public async Task Each_reminder_is_given_once_while_a_node_is_killed_in_the_middle()
    {
        var host = await TwoNodes.QuietHost();
        var estate = await Estate.Build(plan =>
        {
            plan["tickets"]!["dailyLimit"] = 100;
            plan["tickets"]!["maxOpenPerTechnician"] = 50;
        }, host);
        await Report(estate);
        using var nodes = await TwoNodes.Start(host, estate.Resident);
        await TwoNodes.Until(async () => (await Outbox(estate, m => m.DueAt <= DateTime.UtcNow)).Count == 0, "all was dispatched");
        var reminders = await Outbox(estate, m => m.Handler.Contains("RemindOfDeadline"));
        reminders.Count.ShouldBeGreaterThan(90);
        var before = await Told(estate);

        await TwoNodes.Hurry(estate.Company, m => reminders.Contains(m.Id));
        await TwoNodes.Until(async () => await Told(estate) > before, "the first was told");
        nodes.Kill(0);
        (await Outbox(estate, m => reminders.Contains(m.Id))).ShouldNotBeEmpty("the kill came too late to prove anything");
        await TwoNodes.Hurry(estate.Company, m => reminders.Contains(m.Id));
        await TwoNodes.Until(async () => (await Outbox(estate, m => reminders.Contains(m.Id))).Count == 0, "all were told");

        var notices = await estate.Company.Read(db => db.Set<Notice>().Where(n => reminders.Contains(n.Source)).Select(n => new { n.Source, n.AccountId }).ToListAsync());
        notices.Select(n => n.Source).Distinct().Count().ShouldBe(reminders.Count);
        notices.Count.ShouldBe(notices.Distinct().Count());
        (await Outbox(estate, m => m.ParkedAt != null)).ShouldBeEmpty();
    }

    static async Task Report(Estate estate)
    {
        var leak = await estate.Category("water-leak");
        await Parallel.ForEachAsync(Enumerable.Range(0, Tickets), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) =>
            await (await (i % 2 == 0 ? estate.Resident : estate.Neighbour).Client.Post("api/v1/tickets", new { categoryId = leak, unitId = i % 2 == 0 ? estate.Home : estate.NeighbourHome, description = $"第 {i} 处滴水" })).ShouldBeMade());
    }

    static Task<List<Guid>> Outbox(Estate estate, System.Linq.Expressions.Expression<Func<OutboxMessage, bool>> which) => estate.Company.Read(db => db.Set<OutboxMessage>().Where(which).Select(m => m.Id).ToListAsync());

    static Task<int> Told(Estate estate) => estate.Company.Read(db => db.Set<Notice>().CountAsync());
}
