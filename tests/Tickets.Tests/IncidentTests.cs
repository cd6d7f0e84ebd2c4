using Microsoft.EntityFrameworkCore;
using Platform.Notices;
using Tickets.Incidents;
using Tickets.Life;

namespace Tickets.Tests;

public sealed class IncidentTests
{
    [Fact]
    public async Task An_outage_is_seen_before_it_is_reported_and_one_update_answers_all()
    {
        var estate = await Estate.Build();
        var ticket = await estate.Reported();
        var community = (await Read(estate, db => db.Set<Ticket>().SingleAsync(t => t.Id == ticket))).CommunityId;

        var id = await (await estate.Manager.Client.Post("api/v1/incidents", new { communityId = community, kind = "water", title = "水管爆裂停水", text = "抢修中", until = DateTime.UtcNow.AddHours(3) }, "k")).ShouldBeMade();
        (await (await estate.Manager.Client.Post("api/v1/incidents", new { communityId = community, kind = "water", title = "水管爆裂停水", text = "抢修中" }, "k")).Content.ReadAsStringAsync()).ShouldContain("idempotency-key-reused");
        await Told(estate, estate.Neighbour, "{0}：{1}，{2} 到 {3}");
        (await estate.Resident.Page("report")).ShouldContain("是同一件事就不用再报");
        (await estate.Neighbour.Page("incidents")).ShouldContain("水管爆裂停水");
        await estate.Neighbour.Submit("incidents", "follow", ("Id", id.ToString()));
        (await estate.Do(estate.Dispatcher, ticket, "attach", new { incidentId = id })).EnsureSuccessStatusCode();

        await estate.Manager.Submit($"desk/incidents/{id}", "report", ("Input.Version", "1"), ("Input.Text", "换好了一段管"), ("Input.Over", "false"));
        foreach (var person in new[] { estate.Resident, estate.Neighbour }) await Told(estate, person, "{0}有新进展：{1}");
        await (await estate.Manager.Client.Post($"api/v1/incidents/{id}/updates", new { text = "又一条", version = 1 })).ShouldBeProblem(409, "stale");
        (await estate.Manager.Client.Post($"api/v1/incidents/{id}/updates", new { text = "来水了", over = true, version = 2 })).EnsureSuccessStatusCode();

        (await estate.Resident.Client.GetJson("api/v1/incidents")).GetArrayLength().ShouldBe(0);
        (await Read(estate, db => db.Set<Incident>().SingleAsync())).EndedAt.ShouldNotBeNull();
        (await Read(estate, db => db.Set<IncidentUpdate>().CountAsync())).ShouldBe(2);
        await (await estate.Neighbour.Client.Post($"api/v1/incidents/{id}/follow", new { })).ShouldBeProblem(409, "tickets/incident-over");
    }

    [Fact]
    public async Task Who_may_not_publish_and_who_lives_elsewhere_learns_nothing()
    {
        var (estate, other) = (await Estate.Build(), await Estate.Build());
        var ticket = await estate.Reported();
        var community = (await Read(estate, db => db.Set<Ticket>().SingleAsync(t => t.Id == ticket))).CommunityId;
        var body = new { communityId = community, kind = "power", title = "停电", text = "抢修中" };

        await (await estate.Resident.Client.Post("api/v1/incidents", body)).ShouldBeProblem(403, "forbidden");
        await (await other.Manager.Client.Post("api/v1/incidents", body)).ShouldBeProblem(400, "tickets/incident-place");
        await (await estate.Manager.Client.Post("api/v1/incidents", new { communityId = community, kind = "power", title = "停电", text = "抢修中", until = DateTime.UtcNow.AddHours(-1) })).ShouldBeProblem(400, "tickets/incident-time");
        var id = await (await estate.Manager.Client.Post("api/v1/incidents", body)).ShouldBeMade();

        await (await other.Resident.Client.GetAsync($"api/v1/incidents/{id}")).ShouldBeProblem(404, "not-found");
        await (await other.Manager.Client.Post($"api/v1/incidents/{id}/updates", new { text = "x", version = 1 })).ShouldBeProblem(404, "not-found");
        await (await other.Do(other.Dispatcher, await other.Reported(), "attach", new { incidentId = id })).ShouldBeProblem(400, "tickets/unknown-incident");
    }

    static Task<T> Read<T>(Estate estate, Func<Data.AppDb, Task<T>> query) => estate.Company.Read(query);

    static async Task Told(Estate estate, TestPerson person, string text)
    {
        for (var i = 0; i < 200; i++)
        {
            if (await Read(estate, db => db.Set<Notice>().AnyAsync(n => n.AccountId == person.AccountId && n.Text == text))) return;
            await Task.Delay(50);
        }
        Assert.Fail($"{person.Name} was not told {text}");
    }
}
