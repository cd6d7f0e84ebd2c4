using Microsoft.EntityFrameworkCore;
using Platform.Notices;
using Tickets.Categories;
using Tickets.Life;

namespace Tickets.Tests;

/// <summary>A ticket that turns out to be about something else.</summary>
[Collection(MovingClock.Tests)]
public sealed class ReclassifyTests(MovingClock clock) : IAsyncLifetime
{
    const string Why = "到场看了，是地漏堵了";
    Estate estate = null!;

    public async ValueTask InitializeAsync() => estate = await clock.Estate(file => file["tickets"]!["acceptMinutes"] = 600);

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Another_category_counts_the_deadlines_anew_from_where_they_began_and_says_why()
    {
        var (id, drain) = (await estate.Reported(), await estate.Category("drain-blocked"));
        var before = await Read(id);
        clock.Pass(5);

        await (await estate.Do(estate.Dispatcher, id, "reclassify", new { categoryId = drain })).ShouldBeProblem(400, "tickets/no-reason");
        (await estate.Do(estate.Dispatcher, id, "reclassify", new { categoryId = drain, note = Why })).EnsureSuccessStatusCode();

        var after = await Read(id);
        (after.CategoryId, after.Title, after.Priority).ShouldBe((drain, "下水堵塞", Priority.High));
        (before.ArriveBy - before.ClockFrom).ShouldBe(TimeSpan.FromMinutes(60));
        (after.ClockFrom, after.RespondBy - after.ClockFrom, after.ArriveBy, after.ResolveBy - after.ClockFrom).ShouldBe((before.SubmittedAt, TimeSpan.FromMinutes(30), null, TimeSpan.FromMinutes(360)));
        var line = (await estate.Manager.Client.GetJson($"api/v1/tickets/{id}")).GetProperty("timeline").EnumerateArray().Single(m => m.GetProperty("act").GetString() == "reclassify");
        (line.GetProperty("by").GetString(), line.GetProperty("note").GetString()).ShouldBe(("沈佳", Why));
        line.GetProperty("text").GetString()!.ShouldContain("下水堵塞");
        (await estate.Dispatcher.Page($"desk/tickets/{id}")).ShouldContain(Why);
        (await estate.Resident.Page($"tickets/{id}")).ShouldNotContain(Why);
    }

    [Fact]
    public async Task Alarms_follow_the_new_deadlines_and_those_of_the_old_ones_are_silent()
    {
        var id = await estate.Reported();
        clock.Pass(5);
        (await estate.Do(estate.Dispatcher, id, "reclassify", new { categoryId = await estate.Category("drain-blocked"), note = Why })).EnsureSuccessStatusCode();

        clock.Pass(8);
        await estate.WorkOff();
        (await Count(estate.Plumber, "等待接单")).ShouldBe(0, "half of a quarter of an hour, but of half an hour less");
        clock.Pass(3);
        await estate.WorkOff();
        ((await Count(estate.Plumber, "等待接单")), await Count(estate.Manager, "已超过响应时限")).ShouldBe((1, 0));
        clock.Pass(15);
        await estate.WorkOff();
        (await Count(estate.Manager, "已超过响应时限")).ShouldBe(1);
    }

    [Fact]
    public async Task After_a_reopening_they_are_counted_from_there()
    {
        var id = await estate.Reported();
        await estate.Company.Change(async (_, db) =>
        {
            var ticket = await db.Set<Ticket>().SingleAsync(t => t.Id == id);
            var at = clock.Now;
            Act by(int minute) => new(Actor.Assignee, estate.Plumber.AccountId, "周建国", at.AddMinutes(minute));
            db.AddRange(ticket.Accept(at.AddMinutes(30), by(1)).Value, ticket.Start(by(2)).Value, ticket.Complete(null, [], by(3)).Value);
        });
        clock.Pass(24 * 60);
        (await estate.Do(estate.Resident, id, "reopen", new { note = "又漏了" })).EnsureSuccessStatusCode();
        var reopened = clock.Now;
        clock.Pass(5);

        (await estate.Do(estate.Dispatcher, id, "reclassify", new { categoryId = await estate.Category("drain-blocked"), note = Why })).EnsureSuccessStatusCode();

        var after = await Read(id);
        after.ClockFrom.ShouldBe(reopened, TimeSpan.FromSeconds(20));
        (after.ResolveBy - after.ClockFrom).ShouldBe(TimeSpan.FromMinutes(360));
    }

    [Fact]
    public async Task A_repair_does_not_become_a_complaint()
    {
        var id = await estate.Reported();
        await (await estate.Do(estate.Dispatcher, id, "reclassify", new { categoryId = await estate.Category("c-noise"), note = Why })).ShouldBeProblem(422, "tickets/other-kind");
        await (await estate.Do(estate.Dispatcher, id, "reclassify", new { categoryId = Guid.NewGuid(), note = Why })).ShouldBeProblem(400, "tickets/unknown-category");
        (await Read(id)).CategoryId.ShouldBe(await estate.Category("water-leak"));
    }

    Task<Ticket> Read(Guid id) => estate.Company.Read(db => db.Set<Ticket>().AsNoTracking().SingleAsync(t => t.Id == id));

    Task<int> Count(TestPerson person, string words) => estate.Company.Read(db => db.Set<Notice>().CountAsync(n => n.AccountId == person.AccountId && n.Text.Contains(words)));
}
