using System.Text.Json.Nodes;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Events;
using Platform.Notices;
using Staff.Contracts;
using Tickets.Dispatch;
using Tickets.Life;

namespace Cluster.Tests;

/// <summary>Runs of the batch engine while the node that runs dies.</summary>
[Collection(TwoNodes.InTurn)]
public sealed class BatchRunTests
{
    const int Rounds = 3;
    const int PerRound = 12;

    [Theory, InlineData(20261127)]
    public async Task A_run_that_dies_half_way_leaves_nothing_and_the_next_node_assigns_each_ticket_once(int seed)
    {
        var random = new Random(seed);
        var host = await TwoNodes.QuietHost();
        var estate = await Estate.Build(TogetherOnly, host);
        await Hire(estate, Rounds * PerRound);
        using var nodes = await TwoNodes.Start(host, estate.Resident);
        for (var round = 0; round < Rounds; round++)
        {
            var tickets = await Report(estate, round);
            var dead = await KillWhileItAssigns(estate, nodes, tickets[random.Next(tickets.Count)]);
            (await estate.Company.Read(db => db.Set<DispatchDecision>().CountAsync(d => tickets.Contains(d.TicketId) && d.ChosenStaffId != null))).ShouldBe(0, "half a run must not be seen");
            await TwoNodes.Hurry(estate.Company, m => m.Handler.Contains("Rearrange"));
            await TwoNodes.Until(async () => await estate.Company.Read(db => db.Set<Ticket>().CountAsync(t => tickets.Contains(t.Id) && t.State == TicketState.Assigned)) == PerRound, "all were assigned");
            if (round < Rounds - 1) await nodes.Replace(dead);
        }
        await TwoNodes.Until(async () => await estate.Company.Read(db => db.Set<OutboxMessage>().CountAsync(m => m.DueAt <= DateTime.UtcNow)) == 0, "all was told");
        await ShouldAgree(estate);
    }

    static void TogetherOnly(JsonObject plan)
    {
        plan["tickets"]!["dailyLimit"] = 100;
        foreach (var leaf in plan["categories"]!.AsArray().SelectMany(g => g!["children"]!.AsArray()).Where(l => (string)l!["key"]! == "water-leak")) leaf!["dispatch"] = "batch";
    }

    // Enough hands for each run to give everything away at once.
    static async Task Hire(Estate estate, int many)
    {
        var community = await estate.Company.Read(db => db.Set<Estates.Places.Community>().Select(c => c.Id).SingleAsync());
        for (var i = 0; i < many; i++)
        {
            var account = await estate.Company.NewAccount($"师傅{i}");
            var hired = await estate.Company.In(s => s.GetRequiredService<IStaffDemo>().Hire(new NewStaff(account.DisplayName, account.UserName!, "engineering", "工程部", "员工")
            { FieldWork = true, OnDuty = true, Skills = [new("plumbing", 3)], Roles = ["technician"], Areas = [(community, null)] }));
            hired.Error.ShouldBeNull();
        }
    }

    static async Task<List<Guid>> Report(Estate estate, int round)
    {
        var leak = await estate.Category("water-leak");
        List<Guid> tickets = [];
        for (var i = 0; i < PerRound; i++) tickets.Add(await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = leak, unitId = estate.Home, description = $"第 {round}-{i} 处滴水" })).ShouldBeMade());
        return tickets;
    }

    // Somebody holds one of the tickets, so the run has to wait in the middle of what it writes: the moment to kill whoever runs it.
    static async Task<int> KillWhileItAssigns(Estate estate, TwoNodes nodes, Guid held)
    {
        int? dead = null;
        await estate.Company.Read(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM tickets_ticket WHERE id = {held} FOR UPDATE");
            await TwoNodes.Until(async () => (dead = await nodes.WhoWaits()) is not null, "a run waited");
            nodes.Kill(dead!.Value);
            return 0;
        });
        return dead!.Value;
    }

    static async Task ShouldAgree(Estate estate)
    {
        var tickets = await estate.Company.Read(db => db.Set<Ticket>().AsNoTracking().ToListAsync());
        var decisions = await estate.Company.Read(db => db.Set<DispatchDecision>().AsNoTracking().Where(d => d.ChosenStaffId != null).ToListAsync());
        var moves = await estate.Company.Read(db => db.Set<TicketMove>().AsNoTracking().Where(m => m.Act == TicketAct.Assign || m.Act == TicketAct.Transfer).ToListAsync());
        var told = await estate.Company.Read(db => db.Set<Notice>().AsNoTracking().Where(n => n.Kind == "tickets.assigned").ToListAsync());
        tickets.Count.ShouldBe(Rounds * PerRound);
        tickets.ShouldAllBe(t => t.State == TicketState.Assigned);

        // One decision, one move and one word to the technician for each time a ticket went to somebody; by one run at most once.
        decisions.Select(d => (d.TicketId, d.At)).Distinct().Count().ShouldBe(decisions.Count);
        moves.Select(m => (m.TicketId, m.At)).ShouldBe(decisions.Select(d => (d.TicketId, d.At)), ignoreOrder: true);
        told.Count.ShouldBe(moves.Count);
        told.Select(n => (n.AccountId, n.Source)).Distinct().Count().ShouldBe(told.Count);
        foreach (var ticket in tickets) decisions.Where(d => d.TicketId == ticket.Id).MaxBy(d => d.At)!.ChosenStaffId.ShouldBe(ticket.AssigneeId);
        tickets.Select(t => t.AssigneeId).Distinct().Count().ShouldBe(tickets.Count, "everybody got one");
        // The next run is planned once, and nothing was given up.
        var runs = await estate.Company.Read(db => db.Set<BatchRun>().AsNoTracking().ToListAsync());
        var planned = await estate.Company.Read(db => db.Set<OutboxMessage>().AsNoTracking().Where(m => m.Handler.Contains("Rearrange/")).ToListAsync());
        planned.Count(m => runs.Any(r => r.NextAt is { } at && m.Payload.Contains(at.ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal))).ShouldBe(runs.Count(r => r.NextAt is not null));
        (await estate.Company.Read(db => db.Set<OutboxMessage>().CountAsync(m => m.ParkedAt != null))).ShouldBe(0);
    }
}
