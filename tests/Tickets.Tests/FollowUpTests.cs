using Microsoft.EntityFrameworkCore;
using Platform.Notices;
using Tickets.FollowUps;
using Tickets.Life;

namespace Tickets.Tests;

public sealed class FollowUpTests
{
    [Fact]
    public async Task A_low_score_asks_for_one_call_back_whose_outcome_is_kept()
    {
        var estate = await Estate.Build();
        var id = await Done(estate);

        (await estate.Do(estate.Resident, id, "rate", new { speed = 1, result = 4, attitude = 5, tags = new[] { "来得晚", "没有这个标签" } })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Resident, id, "rate", new { speed = 2, result = 4, attitude = 5, tags = new[] { "来得晚" } })).EnsureSuccessStatusCode();
        for (var i = 0; i < 100 && !await estate.Company.Read(db => db.Set<Notice>().AnyAsync(n => n.AccountId == estate.Manager.AccountId && n.Link == "desk/follow-ups")); i++) await Task.Delay(50);
        var waiting = (await estate.Manager.Client.GetJson("api/v1/follow-ups"))[0];
        waiting.GetProperty("tags").EnumerateArray().Select(t => t.GetString()).ShouldBe(["来得晚"]);
        await (await estate.Resident.Client.GetAsync("api/v1/follow-ups")).ShouldBeProblem(403, "forbidden");
        var followUp = waiting.GetProperty("id").GetGuid();

        (await estate.Manager.Send("desk/follow-ups", "outcome", ("Input.Id", followUp.ToString()), ("Input.Version", "1"), ("Input.Outcome", " "), ("Input.Satisfied", "true"))).Html.ShouldContain("请写下回访结果");
        await estate.Manager.Submit("desk/follow-ups", "outcome", ("Input.Id", followUp.ToString()), ("Input.Version", "1"), ("Input.Outcome", "已道歉，安排了优惠"), ("Input.Satisfied", "true"));
        await (await estate.Manager.Client.Post($"api/v1/follow-ups/{followUp}/outcome", new { outcome = "再来", satisfied = true, version = 2 })).ShouldBeProblem(409, "tickets/followed-up");

        var stored = await estate.Company.Read(db => db.Set<FollowUp>().SingleAsync());
        (stored.Lowest, stored.Satisfied, stored.Outcome).ShouldBe((1, true, "已道歉，安排了优惠"));
        (await estate.Company.Read(db => db.Set<TicketMove>().CountAsync(m => m.TicketId == id && m.Act == TicketAct.FollowUp && !m.ToResident))).ShouldBe(1);
    }

    [Fact]
    public async Task Work_done_again_is_rated_again_and_may_be_called_back_again()
    {
        var estate = await Estate.Build();
        var id = await Done(estate);
        (await estate.Do(estate.Resident, id, "rate", new { speed = 1, result = 1, attitude = 5 })).EnsureSuccessStatusCode();
        var first = (await estate.Manager.Client.GetJson("api/v1/follow-ups"))[0].GetProperty("id").GetGuid();
        (await estate.Manager.Client.Post($"api/v1/follow-ups/{first}/outcome", new { outcome = "约好返修", satisfied = false, version = 1 })).EnsureSuccessStatusCode();
        // As if it were long ago.
        await estate.Company.Read(db => db.Set<Rating>().ExecuteUpdateAsync(r => r.SetProperty(x => x.At, DateTime.UtcNow.AddDays(-3))));
        (await estate.Do(estate.Resident, id, "reopen", new { note = "又漏了" })).EnsureSuccessStatusCode();
        await estate.Until(id, "assigned");
        await Work(estate, id);

        (await estate.Do(estate.Resident, id, "rate", new { speed = 2, result = 2, attitude = 5 })).EnsureSuccessStatusCode();

        (await estate.Company.Read(db => db.Set<FollowUp>().SingleAsync())).DoneAt.ShouldBeNull();
        (await estate.Company.Read(db => db.Set<TicketMove>().Where(m => m.Act == TicketAct.FollowUp).Select(m => m.Note).SingleAsync())).ShouldBe("约好返修");
    }

    [Fact]
    public async Task Good_scores_ask_for_nothing()
    {
        var estate = await Estate.Build();
        (await estate.Do(estate.Resident, await Done(estate), "rate", new { speed = 5, result = 3, attitude = 5 })).EnsureSuccessStatusCode();

        (await estate.Company.Read(db => db.Set<FollowUp>().AnyAsync())).ShouldBeFalse();
    }

    [Fact]
    public async Task Another_appointment_moves_the_promise_and_is_told_to_the_other_side()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        (await estate.Do(estate.Plumber, id, "accept", Estate.Soon)).EnsureSuccessStatusCode();
        var tomorrow = DateTime.UtcNow.AddDays(1);

        await (await estate.Do(estate.Resident, id, "reschedule", new { preferredFrom = tomorrow, preferredTo = tomorrow.AddHours(-1) })).ShouldBeProblem(400, "tickets/bad-slot");
        await (await estate.Do(estate.Neighbour, id, "reschedule", new { preferredFrom = tomorrow, preferredTo = tomorrow.AddHours(2) })).ShouldBeProblem(404, "not-found");
        (await estate.Do(estate.Resident, id, "reschedule", new { preferredFrom = tomorrow, preferredTo = tomorrow.AddHours(2) })).EnsureSuccessStatusCode();
        for (var i = 0; i < 100 && !await estate.Company.Read(db => db.Set<Notice>().AnyAsync(n => n.AccountId == estate.Plumber.AccountId && n.Text.StartsWith("住户改约"))); i++) await Task.Delay(50);

        var ticket = await estate.Company.Read(db => db.Set<Ticket>().SingleAsync(t => t.Id == id));
        (ticket.PromisedAt!.Value - tomorrow).TotalMinutes.ShouldBe(120, 0.1);
        (await estate.Company.Read(db => db.Set<Notice>().CountAsync(n => n.AccountId == estate.Plumber.AccountId && n.Text.StartsWith("住户改约")))).ShouldBe(1);
    }

    static async Task<Guid> Done(Estate estate)
    {
        var id = await estate.Reported();
        await Work(estate, id);
        return id;
    }

    static async Task Work(Estate estate, Guid id)
    {
        (await estate.Do(estate.Plumber, id, "accept", Estate.Soon)).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "start")).EnsureSuccessStatusCode();
        await estate.Company.Change(async (_, db) => db.Add((await db.Set<Ticket>().SingleAsync(t => t.Id == id)).Complete(null, [], new Act(Actor.Assignee, estate.Plumber.AccountId, "周建国", DateTime.UtcNow)).Value));
    }
}
