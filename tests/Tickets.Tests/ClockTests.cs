using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Notices;
using Tickets.Clock;
using Tickets.Life;

namespace Tickets.Tests;

/// <summary>Deadlines and reminders, on a host whose clock can be moved.</summary>
public sealed class ClockTests : IAsyncLifetime
{
    readonly TestHost host = TestHost.New();
    Estate estate = null!;

    public async ValueTask InitializeAsync() => estate = await Estate.Build(file =>
    {
        file["tickets"]!["acceptMinutes"] = 600;
        foreach (var leaf in file["categories"]!.AsArray().SelectMany(g => g!["children"]!.AsArray()).Where(l => (string?)l!["key"] == "water-leak"))
            (leaf!["responseMinutes"], leaf["arriveMinutes"], leaf["resolveMinutes"], leaf["roundTheClock"], leaf["priority"]) = (20, 60, 240, true, "normal");
    }, host);

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Reminders_go_up_from_technician_to_dispatcher_to_manager_each_once()
    {
        var id = await estate.Reported();

        await Later(10);
        await Told(estate.Plumber, "等待接单", 1);
        (await Count(estate.Dispatcher, "等待接单")).ShouldBe(0);
        await Later(6);
        await Told(estate.Dispatcher, "等待接单", 1);
        await Told(estate.Plumber, "等待接单", 2);
        (await Count(estate.Manager, "响应时限")).ShouldBe(0);
        await Later(4);
        await Told(estate.Manager, "已超过响应时限", 1);
        await Later(120);
        await Task.Delay(500);

        (await Count(estate.Plumber, "等待接单")).ShouldBe(2);
        (await Count(estate.Manager, "已超过响应时限")).ShouldBe(1);
        id.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task An_accepted_ticket_is_reminded_of_arrival_and_not_of_response()
    {
        var id = await estate.Reported();
        (await estate.Do(estate.Plumber, id, "accept", new { promisedAt = host.Clock.GetUtcNow().UtcDateTime.AddMinutes(50) })).EnsureSuccessStatusCode();

        await Later(21);
        await Told(estate.Resident, "请留意家里有人", 1);
        await Later(20);
        await Told(estate.Plumber, "快到约定时间", 1);
        (await Count(estate.Plumber, "等待接单")).ShouldBe(0);
        (await estate.Do(estate.Plumber, id, "start")).EnsureSuccessStatusCode();
        await Later(30);
        await Task.Delay(500);

        (await Count(estate.Manager, "到达时限")).ShouldBe(0);
    }

    [Fact]
    public async Task A_listed_reason_stops_the_clock_and_another_does_not()
    {
        var (stopped, running) = (await Started(), await Started());
        var before = await Deadline(stopped);

        (await estate.Do(estate.Plumber, stopped, "suspend", new { reason = "等材料" })).EnsureSuccessStatusCode();
        (await estate.Do(await Holder(running), running, "suspend", new { reason = "人手不够", note = "忙不过来" })).EnsureSuccessStatusCode();
        await (await estate.Do(estate.Plumber, stopped, "suspend", new { reason = "不想做" })).ShouldBeProblem(400, "tickets/unknown-reason");
        var ran = await Deadline(running);
        await Later(100);
        foreach (var id in new[] { stopped, running }) (await estate.Do(await Holder(id), id, "resume")).EnsureSuccessStatusCode();

        ((await Deadline(stopped)) - before).TotalMinutes.ShouldBe(100, 0.5);
        (await Deadline(running)).ShouldBe(ran);
    }

    [Fact]
    public async Task Another_priority_counts_the_deadlines_anew_from_the_report()
    {
        var id = await estate.Reported();
        var before = await Read(id);
        await Later(5);

        await (await estate.Do(estate.Dispatcher, id, "reclassify", new { priority = "urgent" })).ShouldBeProblem(400, "tickets/no-reason");
        (await estate.Do(estate.Dispatcher, id, "reclassify", new { priority = "urgent", note = "水漫到楼下了" })).EnsureSuccessStatusCode();

        var after = await Read(id);
        (after.RespondBy - after.SubmittedAt).TotalMinutes.ShouldBe(5, 0.01);
        (after.ResolveBy - after.SubmittedAt).TotalMinutes.ShouldBe(60, 0.01);
        (after.Priority, before.ResolveBy - before.SubmittedAt).ShouldBe((Categories.Priority.Urgent, TimeSpan.FromMinutes(240)));
        await Told(estate.Manager, "已超过响应时限", 1);
        await (await estate.Do(estate.Dispatcher, id, "reclassify", new { priority = "urgent", note = "再来一次" })).ShouldBeProblem(422, "tickets/nothing-changed");
    }

    [Fact]
    public async Task What_comes_back_is_owed_a_new_answer_and_alarms_nobody_about_the_old_one()
    {
        var id = await Started();
        await Later(60);

        (await estate.Do(estate.Dispatcher, id, "transfer", new { staffId = estate.SecondPlumberId, note = "周师傅有急事" })).EnsureSuccessStatusCode();
        var ticket = await Read(id);
        await Task.Delay(500);

        (ticket.RespondBy - host.Clock.GetUtcNow().UtcDateTime).TotalMinutes.ShouldBe(20, 0.5);
        (await Count(estate.Manager, "响应时限")).ShouldBe(0);
        await Later(10);
        await Told(estate.SecondPlumber, "等待接单", 1);
    }

    [Fact]
    public async Task A_new_appointment_is_reminded_of_at_its_new_time()
    {
        var id = await estate.Reported();
        var now = host.Clock.GetUtcNow().UtcDateTime;
        (await estate.Do(estate.Plumber, id, "accept", new { promisedAt = now.AddMinutes(50) })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Resident, id, "reschedule", new { preferredFrom = now.AddMinutes(120), preferredTo = now.AddMinutes(180) })).EnsureSuccessStatusCode();

        await Later(30);
        await Task.Delay(500);
        (await Count(estate.Resident, "请留意家里有人")).ShouldBe(0);
        await Later(121);
        await Told(estate.Resident, "请留意家里有人", 1);
    }

    [Fact]
    public async Task Both_sides_are_reminded_of_an_appointment_once_and_at_night_too()
    {
        var id = await estate.Reported();
        var at = host.Clock.GetUtcNow().UtcDateTime.AddMinutes(50);
        (await estate.Do(estate.Plumber, id, "accept", new { promisedAt = at })).EnsureSuccessStatusCode();
        await Later(21);
        await Told(estate.Plumber, "约好 {2} 前到", 1);
        await Told(estate.Resident, "请留意家里有人", 1);
        await Later(10);
        await Task.Delay(500);

        (await Count(estate.Plumber, "约好 {2} 前到")).ShouldBe(1);
        (await Count(estate.Resident, "请留意家里有人")).ShouldBe(1);
        (await estate.Company.Read(db => db.Set<Notice>().Where(n => n.Kind == "tickets.arrival").Select(n => n.Urgent).Distinct().SingleAsync())).ShouldBeTrue("quiet hours do not hold it back");
    }

    [Fact]
    public async Task The_desk_is_reminded_of_what_a_company_outside_has_promised()
    {
        var id = await estate.Reported();
        var contractor = new Contractors.Contractor();
        contractor.Describe("迅达电梯", "电梯", "老郑", "13700000001", retired: false);
        var at = host.Clock.GetUtcNow().UtcDateTime.AddMinutes(50);
        await estate.Company.Change(async (services, db) =>
        {
            db.Add(contractor);
            var ticket = await db.Set<Ticket>().SingleAsync(t => t.Id == id);
            var calendar = await services.GetRequiredService<TicketClock>().Calendar(default);
            db.Add(ticket.GiveTo(contractor.Id, "迅达电梯", new Act(Actor.System, null, "调度", at.AddMinutes(-51)), "专业维修", calendar).Value);
            var accepted = ticket.Accept(at, new Act(Actor.Assignee, null, "老郑", at.AddMinutes(-50))).Value;
            db.Add(accepted);
            await services.GetRequiredService<Alarms>().Set(ticket, accepted, default);
        });

        await Later(21);
        await Told(estate.Dispatcher, "请提醒对方", 1);
        await Told(estate.Resident, "请留意家里有人", 1);
    }

    [Fact]
    public async Task A_reopened_ticket_gets_new_deadlines()
    {
        var id = await Started();
        await estate.Company.Change(async (_, db) => db.Add((await db.Set<Ticket>().SingleAsync(t => t.Id == id)).Complete(null, [], new Act(Actor.Assignee, estate.Plumber.AccountId, "周建国", host.Clock.GetUtcNow().UtcDateTime)).Value));
        await Later(24 * 60);

        (await estate.Do(estate.Resident, id, "reopen", new { note = "又漏了" })).EnsureSuccessStatusCode();

        (await Deadline(id)).ShouldBeGreaterThan(host.Clock.GetUtcNow().UtcDateTime);
    }

    [Fact]
    public async Task What_nobody_accepts_goes_to_the_next_and_then_to_the_dispatcher()
    {
        await using var own = TestHost.New();
        estate = await Estate.Build(file => file["tickets"]!["acceptMinutes"] = 15, own);
        var id = await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak())).ShouldBeMade();
        (await estate.Until(id, "assigned")).GetProperty("technician").GetProperty("name").GetString().ShouldBe("周建国");

        own.Clock.Shift += TimeSpan.FromDays(3);
        for (var i = 0; i < 200 && (await Read(id)).AssigneeId != estate.SecondPlumberId; i++) await Task.Delay(50);
        (await Read(id)).AssigneeId.ShouldBe(estate.SecondPlumberId);
        own.Clock.Shift += TimeSpan.FromDays(3);
        await Told(estate.Dispatcher, "没有人接单", 1);

        (await Read(id)).AssigneeId.ShouldBe(estate.SecondPlumberId, "whoever has it keeps it until a dispatcher decides");
        (await estate.Company.Read(db => db.Set<TicketMove>().Where(m => m.TicketId == id).OrderBy(m => m.Id).Select(m => m.Act).ToListAsync())).ShouldBe([TicketAct.Submit, TicketAct.Assign, TicketAct.Transfer]);
    }

    async Task<Guid> Started()
    {
        var id = await estate.Reported();
        var who = await Holder(id);
        (await estate.Do(who, id, "accept", new { promisedAt = host.Clock.GetUtcNow().UtcDateTime.AddMinutes(30) })).EnsureSuccessStatusCode();
        (await estate.Do(who, id, "start")).EnsureSuccessStatusCode();
        return id;
    }

    // Whoever has something in hand already is not given the next one.
    async Task<TestPerson> Holder(Guid id) => (await Read(id)).AssigneeId == estate.PlumberId ? estate.Plumber : estate.SecondPlumber;

    Task<Ticket> Read(Guid id) => estate.Company.Read(db => db.Set<Ticket>().AsNoTracking().SingleAsync(t => t.Id == id));

    async Task<DateTime> Deadline(Guid id) => (await Read(id)).ResolveBy;

    // A little more than the minutes, because time passes between the calls as well.
    Task Later(int minutes)
    {
        host.Clock.Shift += TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(1);
        return Task.CompletedTask;
    }

    Task<int> Count(TestPerson person, string words) => estate.Company.Read(db => db.Set<Notice>().CountAsync(n => n.AccountId == person.AccountId && n.Text.Contains(words)));

    async Task Told(TestPerson person, string words, int times)
    {
        for (var i = 0; i < 200 && await Count(person, words) < times; i++) await Task.Delay(50);
        (await Count(person, words)).ShouldBe(times, $"{person.Name}: {words}");
    }
}
