using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Tickets.Life;

namespace Tickets.Tests;

/// <summary>Several tickets assigned or closed with one request.</summary>
public sealed class BulkTests
{
    [Fact]
    public async Task Many_are_assigned_and_each_refused_one_says_why()
    {
        var (estate, other) = (await Estate.Build(), await Estate.Build());
        Guid[] ids = [await Waiting(estate), await Waiting(estate), await Waiting(estate), await Waiting(other)];
        (await estate.Do(estate.Dispatcher, ids[2], "assign", new { staffId = estate.PlumberId, note = "没有电工在班" })).EnsureSuccessStatusCode();

        var answer = await Bulk(estate.Dispatcher, "assign", new { staffId = estate.PlumberId, note = "都在一栋楼", tickets = new[] { await Seen(estate, ids[0]), Stale(ids[1]), await Seen(estate, ids[2]), await Seen(other, ids[3]), new(Guid.NewGuid(), 1) } });

        answer.Select(a => a.Id).Take(4).ShouldBe(ids);
        answer.Select(a => a.Code).ShouldBe([null, "stale", "tickets/same-person", "not-found", "not-found"]);
        EachSaysWhy(answer);
        (await States(estate)).ShouldBe([TicketState.Assigned, TicketState.Submitted, TicketState.Assigned]);
        (await States(other)).ShouldBe([TicketState.Submitted]);
        (await estate.Company.Read(db => db.Set<Ticket>().Where(t => t.Id == ids[0]).Select(t => t.AssigneeId).SingleAsync())).ShouldBe(estate.PlumberId);
        (await estate.Told(estate.Plumber, $"work/{ids[0]}", "新工单：{0}，{1}。请接单并给出到达时间。")).ShouldBeTrue();
    }

    [Fact]
    public async Task Finished_ones_are_closed_and_each_refused_one_says_why()
    {
        var (estate, other) = (await Estate.Build(), await Estate.Build());
        Guid[] ids = [await Finished(estate), await Finished(estate), await Waiting(estate), await Finished(other)];

        var answer = await Bulk(estate.Manager, "close", new { tickets = new[] { await Seen(estate, ids[0]), Stale(ids[1]), await Seen(estate, ids[2]), await Seen(other, ids[3]) } });

        answer.Select(a => a.Code).ShouldBe([null, "stale", "tickets/wrong-state", "not-found"]);
        EachSaysWhy(answer);
        answer[2].Refused!.ShouldContain("待派单");
        (await States(estate)).ShouldBe([TicketState.Closed, TicketState.Done, TicketState.Submitted]);
        (await States(other)).ShouldBe([TicketState.Done]);
    }

    [Fact]
    public async Task What_is_out_of_reach_is_not_there()
    {
        var estate = await Estate.Build();
        var (waiting, finished) = (await Waiting(estate), await Finished(estate));
        var elsewhere = await estate.Company.Person("别处的主管", ("tickets.view", DataScope.Community), ("tickets.assign", DataScope.Community), ("tickets.manage", DataScope.Community));

        (await Bulk(elsewhere, "assign", new { staffId = estate.PlumberId, tickets = new[] { await Seen(estate, waiting) } })).Single().Code.ShouldBe("not-found");
        (await Bulk(elsewhere, "close", new { tickets = new[] { await Seen(estate, finished) } })).Single().Code.ShouldBe("not-found");
        await (await estate.Plumber.Client.Post("api/v1/tickets/bulk/assign", new { staffId = estate.PlumberId, tickets = new[] { await Seen(estate, waiting) } })).ShouldBeProblem(403, "forbidden");
        (await States(estate)).ShouldBe([TicketState.Submitted, TicketState.Done]);
    }

    [Fact]
    public async Task Pressed_twice_under_one_key_it_happens_once_and_is_answered_alike()
    {
        var estate = await Estate.Build();
        var (first, second) = (await Waiting(estate), await Waiting(estate));
        var body = new { staffId = estate.PlumberId, note = "没有电工在班", tickets = new[] { await Seen(estate, first), Stale(second) } };

        var (once, again) = (await Bulk(estate.Dispatcher, "assign", body, "bulk-1"), await Bulk(estate.Dispatcher, "assign", body, "bulk-1"));
        once.Select(a => a.Code).ShouldBe([null, "stale"]);
        again.ShouldBe(once);
        (await Bulk(estate.Dispatcher, "assign", new { staffId = estate.SecondPlumberId, body.note, body.tickets }, "bulk-1"))[0].Code.ShouldBe("idempotency-key-reused");
        (await Bulk(estate.Dispatcher, "assign", body))[0].Code.ShouldBe("stale", "without the key it is another request");
        (await Bulk(estate.Dispatcher, "assign", body, new string('k', 81)))[0].Code.ShouldBe("idempotency-key");

        var closing = new { tickets = new[] { await Seen(estate, await Finished(estate)) } };
        for (var press = 0; press < 2; press++) (await Bulk(estate.Manager, "close", closing, "bulk-1")).Single().Code.ShouldBeNull();
        (await estate.Company.Read(db => db.Set<TicketMove>().Where(m => m.Act == TicketAct.Close || (m.Act == TicketAct.Assign && m.ActorAccountId == estate.Dispatcher.AccountId)).OrderBy(m => m.At).Select(m => m.Act).ToListAsync())).ShouldBe([TicketAct.Assign, TicketAct.Close]);
    }

    sealed record One(Guid Id, int Version);
    sealed record Outcome(Guid Id, string? Code, string? Refused);

    static One Stale(Guid id) => new(id, 0);

    static async Task<One> Seen(Estate estate, Guid id) => new(id, await estate.Company.Read(db => db.Set<Ticket>().Where(t => t.Id == id).Select(t => t.Version).SingleAsync()));

    static async Task<List<Outcome>> Bulk(TestPerson who, string act, object body, string? key = null) =>
        (await (await who.Client.Post("api/v1/tickets/bulk/" + act, body, key)).ShouldBeOk()).Deserialize<List<Outcome>>(JsonSerializerOptions.Web)!;

    static void EachSaysWhy(List<Outcome> outcomes) => outcomes.ShouldAllBe(o => o.Code == null ? o.Refused == null : !string.IsNullOrWhiteSpace(o.Refused));

    // Nobody here has the skill, so that it waits for the dispatchers.
    static async Task<Guid> Waiting(Estate estate) => await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = await estate.Category("power-trip"), unitId = estate.Home, description = "跳闸 " + Guid.NewGuid() })).ShouldBeMade();

    static async Task<Guid> Finished(Estate estate)
    {
        var id = await Waiting(estate);
        (await estate.Do(estate.Manager, id, "assign", new { staffId = estate.PlumberId, note = "没有电工在班" })).EnsureSuccessStatusCode();
        await estate.Company.Change(async (_, db) =>
        {
            var ticket = await db.Set<Ticket>().SingleAsync(t => t.Id == id);
            var by = new Act(Actor.Assignee, estate.Plumber.AccountId, "周建国", DateTime.UtcNow);
            db.AddRange(ticket.Accept(by.Now.AddMinutes(30), by).Value, ticket.Start(by).Value, ticket.Complete(null, [], by).Value);
        });
        return id;
    }

    // In the order of reporting.
    static Task<List<TicketState>> States(Estate estate) => estate.Company.Read(db => db.Set<Ticket>().OrderBy(t => t.Id).Select(t => t.State).ToListAsync());
}
