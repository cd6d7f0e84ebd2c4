using Microsoft.EntityFrameworkCore;
using Platform.Notices;
using Tickets.Life;

namespace Tickets.Tests;

/// <summary>Urging (催单).</summary>
[Collection(MovingClock.Tests)]
public sealed class UrgeTests(MovingClock clock) : IAsyncLifetime
{
    const string ToWorker = "住户催单：{0}，{1}。", ToDesk = "住户催单，尚未派出：{0}，{1}。";
    Estate estate = null!;

    public async ValueTask InitializeAsync() => estate = await clock.Estate();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task The_reporter_urges_whoever_has_it_once_in_half_an_hour()
    {
        var id = await estate.Reported();
        (await estate.Do(estate.Plumber, id, "accept", new { promisedAt = clock.Now.AddMinutes(90) })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Resident, id, "urge")).EnsureSuccessStatusCode();

        var again = await estate.Do(estate.Resident, id, "urge");
        (await again.Content.ReadAsStringAsync()).ShouldContain("30 分钟后可以再催");
        await again.ShouldBeProblem(422, "tickets/urged-just-now");
        clock.Pass(29);
        await (await estate.Do(estate.Resident, id, "urge")).ShouldBeProblem(422, "tickets/urged-just-now");
        (await Urged(id)).ShouldBe((1, 1));
        clock.Pass(1);
        (await estate.Do(estate.Resident, id, "urge")).EnsureSuccessStatusCode();
        (await Urged(id)).ShouldBe((2, 2));

        await estate.WorkOff();
        ((await Count(estate.Plumber, ToWorker)), await Count(estate.Dispatcher, ToDesk), await Count(estate.Dispatcher, ToWorker)).ShouldBe((2, 0, 0));
        foreach (var (who, page) in new[] { (estate.Plumber, "day"), (estate.Dispatcher, "board") }) (await who.Page(page)).ShouldContain("催过 2 次", customMessage: page);
    }

    [Fact]
    public async Task While_nobody_has_it_the_dispatchers_hear_it()
    {
        var id = await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = await estate.Category("power-trip"), unitId = estate.Home, description = "跳闸" })).ShouldBeMade();
        (await estate.Do(estate.Resident, id, "urge")).EnsureSuccessStatusCode();

        await estate.WorkOff();
        (await Count(estate.Dispatcher, ToDesk)).ShouldBe(1);
        ((await Count(estate.Plumber, ToDesk)), await Count(estate.Plumber, ToWorker), await Count(estate.Resident, ToDesk)).ShouldBe((0, 0, 0));
        (await estate.Manager.Client.GetJson($"api/v1/tickets/{id}")).GetProperty("urged").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_else_urges_and_what_is_over_is_not_urged()
    {
        var id = await estate.Reported();
        await (await estate.Do(estate.Neighbour, id, "urge")).ShouldBeProblem(404, "not-found");
        await (await estate.Do(estate.Manager, id, "urge")).ShouldBeProblem(403, "forbidden");
        (await estate.Do(estate.Resident, id, "cancel", new { note = "自己修好了" })).EnsureSuccessStatusCode();
        await (await estate.Do(estate.Resident, id, "urge")).ShouldBeProblem(409, "tickets/wrong-state");
        (await Urged(id)).ShouldBe((0, 0));
    }

    // As the ticket says, and as its timeline says.
    Task<(int, int)> Urged(Guid id) => estate.Company.Read(async db =>
        ((await db.Set<Ticket>().AsNoTracking().SingleAsync(t => t.Id == id)).Urged, await db.Set<TicketMove>().CountAsync(m => m.TicketId == id && m.Act == TicketAct.Urge)));

    Task<int> Count(TestPerson person, string text) => estate.Company.Read(db => db.Set<Notice>().CountAsync(n => n.AccountId == person.AccountId && n.Text == text));
}
