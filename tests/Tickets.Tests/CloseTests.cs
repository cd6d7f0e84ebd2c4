using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tickets.Life;

namespace Tickets.Tests;

/// <summary>What becomes of finished work that nobody says anything about, or that does not hold.</summary>
[Collection(MovingClock.Tests)]
public sealed class CloseTests(MovingClock clock) : IAsyncLifetime
{
    Estate estate = null!;

    public async ValueTask InitializeAsync() => estate = await clock.Estate(file =>
    {
        file["tickets"]!["closeAfterDays"] = 3;
        foreach (var leaf in file["categories"]!.AsArray().SelectMany(g => g!["children"]!.AsArray()).Where(l => (string?)l!["key"] == "water-leak"))
            leaf!["evidence"] = JsonNode.Parse("""{"before":false,"after":false,"steps":0}""");
    });

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task It_closes_by_itself_after_the_companys_days_and_is_not_reopened_then()
    {
        var id = await estate.Reported();
        await Finish(id);

        await Later(TimeSpan.FromDays(3) - TimeSpan.FromMinutes(10));
        (await State(id)).ShouldBe(TicketState.Done);
        await Later(TimeSpan.FromMinutes(11));
        (await State(id)).ShouldBe(TicketState.Closed);

        var last = (await estate.Resident.Client.GetJson($"api/v1/tickets/{id}")).GetProperty("timeline").EnumerateArray().Last();
        (last.GetProperty("act").GetString(), last.GetProperty("by").GetString()).ShouldBe(("close", "系统"));
        foreach (var who in new[] { estate.Resident, estate.Manager })
        {
            var late = await estate.Do(who, id, "reopen", new { note = "又漏了" });
            (await late.Content.ReadAsStringAsync()).ShouldContain("完成已超过 3 天");
            await late.ShouldBeProblem(422, "tickets/reopen-too-late");
        }
        (await Read(id)).Reopened.ShouldBe(0);
    }

    [Fact]
    public async Task A_reopening_in_time_is_rework_of_whoever_finished_it_and_the_days_begin_anew()
    {
        var id = await estate.Reported();
        var finisher = await Finish(id);
        await Later(TimeSpan.FromDays(2));
        (await estate.Do(estate.Resident, id, "reopen", new { note = "又漏了" })).EnsureSuccessStatusCode();

        var again = await Read(id);
        (again.Reopened, again.ReworkOfId, again.DoneAt).ShouldBe((1, finisher, null));
        await estate.WorkOff();
        await Finish(id);
        await Later(TimeSpan.FromDays(2));
        (await State(id)).ShouldBe(TicketState.Done, "the days of the first work are over, those of the second are not");
        await Later(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        (await State(id)).ShouldBe(TicketState.Closed);

        var numbers = await estate.Manager.Client.GetJson("api/v1/tickets/numbers?days=7");
        numbers.GetProperty("total").GetProperty("reopened").GetInt32().ShouldBe(1);
        var name = finisher == estate.PlumberId ? "周建国" : "何晓东";
        numbers.GetProperty("technicians").EnumerateArray().Where(t => t.GetProperty("figures").GetProperty("reopened").GetInt32() > 0).Select(t => t.GetProperty("name").GetString()).ShouldBe([name]);
    }

    [Fact]
    public async Task What_was_rated_closes_as_well_and_what_waits_for_rework_does_not()
    {
        var (rated, rework) = (await estate.Reported(), await estate.Reported());
        foreach (var id in new[] { rated, rework }) await Finish(id);
        (await estate.Do(estate.Resident, rated, "rate", new { speed = 5, result = 5, attitude = 5 })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Resident, rework, "reopen", new { note = "又漏了" })).EnsureSuccessStatusCode();

        await Later(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
        (await State(rated)).ShouldBe(TicketState.Closed);
        TicketLife.IsOpen(await State(rework)).ShouldBeTrue();
    }

    // Whoever has it does it; who that was.
    async Task<Guid> Finish(Guid id)
    {
        await estate.Until(id, "assigned");
        var staff = (await Read(id)).AssigneeId!.Value;
        var who = staff == estate.PlumberId ? estate.Plumber : estate.SecondPlumber;
        (await estate.Do(who, id, "accept", new { promisedAt = clock.Now.AddMinutes(30) })).EnsureSuccessStatusCode();
        foreach (var act in new[] { "start", "complete" }) (await estate.Do(who, id, act)).EnsureSuccessStatusCode();
        return staff;
    }

    async Task Later(TimeSpan time)
    {
        clock.Pass(time);
        await estate.WorkOff();
    }

    Task<Ticket> Read(Guid id) => estate.Company.Read(db => db.Set<Ticket>().AsNoTracking().SingleAsync(t => t.Id == id));

    async Task<TicketState> State(Guid id) => (await Read(id)).State;
}
