using Microsoft.EntityFrameworkCore;
using Tickets.Life;

namespace Tickets.Tests;

/// <summary>Late, soon late and neither are told apart alike by clock, board and list.</summary>
[Collection(MovingClock.Tests)]
public sealed class RiskTests(MovingClock clock) : IAsyncLifetime
{
    Estate estate = null!;

    public async ValueTask InitializeAsync() => estate = await clock.Estate(file =>
    {
        TransferTests.Manual(file);
        foreach (var leaf in file["categories"]!.AsArray().SelectMany(g => g!["children"]!.AsArray()).Where(l => (string?)l!["key"] == "water-leak"))
            (leaf!["responseMinutes"], leaf["arriveMinutes"], leaf["resolveMinutes"], leaf["roundTheClock"], leaf["priority"]) = (120, 0, 180, true, "normal");
    });

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task The_board_counts_what_the_list_shows_and_the_clock_says()
    {
        // To be answered within 120 minutes and done within 180.
        var (waits, stopped, running) = (await Report(), await Begun(), await Begun());
        await Pause(stopped, "等材料");
        await Pause(running, "人手不够");
        clock.Pass(70);
        var later = await Report();
        clock.Pass(100);
        await Report();

        await Shown(late: [waits], soon: [running, later]);
        clock.Pass(15);
        await Shown(late: [waits, running], soon: [later]);
        clock.Pass(10);
        await Shown(late: [waits, running, later], soon: []);
    }

    [Fact]
    public async Task A_wake_up_time_hides_nothing_that_the_clock_counts()
    {
        var (stopped, running) = (await Begun(), await Begun());
        await Pause(stopped, "等材料", hours: 48);
        await Pause(running, "人手不够", hours: 48);

        await Shown(late: [], soon: []);
        clock.Pass(181);
        await Shown(late: [running], soon: []);
        (await estate.Plumber.Page("day")).ShouldContain("""已超时</span><b class="fig" style="color:var(--bad)">1<small>""");
    }

    async Task Shown(Guid[] late, Guid[] soon)
    {
        var now = clock.Now;
        var tickets = await estate.Company.Read(db => db.Set<Ticket>().AsNoTracking().ToListAsync());
        tickets.Where(t => t.Running is { } owed && owed.By < now).Select(t => t.Id).ShouldBe(late, ignoreOrder: true, "the clock");

        var board = await estate.Dispatcher.Client.GetJson("api/v1/tickets/board");
        (board.GetProperty("late").GetInt32(), board.GetProperty("soon").GetInt32()).ShouldBe((late.Length, soon.Length));
        var atRisk = (await estate.Dispatcher.Client.GetJson("api/v1/tickets/board?risk=true")).GetProperty("lanes").EnumerateArray().ToList();
        atRisk.SelectMany(l => l.GetProperty("items").EnumerateArray()).Select(t => t.GetProperty("id").GetGuid()).ShouldBe([.. late, .. soon], ignoreOrder: true, "at risk on the board");
        atRisk.Sum(l => l.GetProperty("count").GetInt32()).ShouldBe(late.Length + soon.Length);
        (await estate.Dispatcher.Client.GetJson("api/v1/tickets?late=true")).GetProperty("items").EnumerateArray().Select(t => t.GetProperty("id").GetGuid()).ShouldBe(late, ignoreOrder: true, "the list");
        (await estate.Dispatcher.Page("desk/tickets?view=late")).ShouldContain($"{late.Length} 张");
    }

    async Task<Guid> Report() => await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak($"漏水 {Guid.NewGuid()}"))).ShouldBeMade();

    async Task<Guid> Begun()
    {
        var id = await Report();
        (await estate.Do(estate.Dispatcher, id, "assign", new { staffId = estate.PlumberId, note = "就他" })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "accept", new { promisedAt = clock.Now.AddMinutes(30) })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "start")).EnsureSuccessStatusCode();
        return id;
    }

    async Task Pause(Guid id, string reason, int? hours = null) =>
        (await estate.Do(estate.Plumber, id, "suspend", new { reason, wakeAt = hours is { } h ? clock.Now.AddHours(h) : (DateTime?)null })).EnsureSuccessStatusCode();
}
