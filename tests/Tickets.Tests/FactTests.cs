using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Platform.Events;
using Tickets.Contracts;
using Tickets.Facts;
using Tickets.Life;

namespace Tickets.Tests;

/// <summary>The daily facts and the page that shows them.</summary>
public sealed class FactTests
{
    [Fact]
    public async Task After_many_acts_the_kept_facts_are_those_of_a_count_from_scratch_and_of_a_rebuild()
    {
        var estate = await Estate.Build();
        var random = new Random(20261124);
        List<Guid> ids = [];
        for (var i = 0; i < 6; i++) ids.Add(await estate.Reported());
        TestPerson Who(string act) => act is "rate" or "urge" ? estate.Resident : act is "cancel" or "reject" or "close" or "reopen" ? estate.Manager : random.Next(4) > 0 ? estate.Plumber : estate.SecondPlumber;
        string[] acts = ["accept", "accept", "depart", "start", "start", "suspend", "resume", "return", "transfer", "reopen", "urge", "cancel", "reject", "close", "rate", "complete"];
        var done = 0;
        for (var i = 0; i < 320; i++)
        {
            var (id, act) = (ids[random.Next(ids.Count)], acts[random.Next(acts.Length)]);
            if (act is "cancel" or "reject" && random.Next(6) > 0) continue;
            if (act == "complete")
            {
                // Photos are another matter: the work is finished as the technician would.
                if (await Finish(estate, id)) done++;
                continue;
            }
            var answer = await estate.Do(Who(act), id, act, new { note = "说明", promisedAt = DateTime.UtcNow.AddMinutes(random.Next(1, 60)), staffId = random.Next(2) == 0 ? estate.PlumberId : estate.SecondPlumberId, speed = random.Next(1, 6), result = random.Next(1, 6), attitude = 5 });
            ((int)answer.StatusCode).ShouldBeLessThan(500);
            if (answer.IsSuccessStatusCode) done++;
        }
        done.ShouldBeGreaterThan(20);
        await Settled(estate);

        var kept = await Stored(estate);
        kept.ShouldBe(await FromScratch(estate));
        await estate.Company.In(s => s.GetRequiredService<ITicketFacts>().Rebuild());
        (await Stored(estate)).ShouldBe(kept);

        // Handled again, and again late: nothing changes.
        await estate.Company.Change(async (services, _) => await services.GetRequiredService<KeepFacts>().Handle(new TicketMoved(ids[0], Guid.Empty), new EventContext(Guid.CreateVersion7(), DateTime.UtcNow), default));
        (await Stored(estate)).ShouldBe(kept);
    }

    [Fact]
    public async Task Every_figure_leads_to_as_many_tickets_as_it_says()
    {
        var estate = await Estate.Build();
        var (first, second, third) = (await estate.Reported(), await estate.Reported(), await estate.Reported());
        foreach (var id in new[] { first, second })
        {
            // The second goes to whoever is free, unless it is given to him.
            await estate.Do(estate.Manager, id, "transfer", new { staffId = estate.PlumberId, note = "请一起修" });
            (await estate.Do(estate.Plumber, id, "accept", Estate.Soon)).EnsureSuccessStatusCode();
            (await estate.Do(estate.Plumber, id, "start")).EnsureSuccessStatusCode();
            (await Finish(estate, id)).ShouldBeTrue();
        }
        (await estate.Do(estate.Resident, first, "rate", new { speed = 1, result = 4, attitude = 5 })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Resident, second, "reopen", new { note = "又漏了" })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Resident, third, "urge")).EnsureSuccessStatusCode();
        (await estate.Do(estate.Manager, third, "cancel", new { note = "重复" })).EnsureSuccessStatusCode();
        await Settled(estate);

        var view = await estate.Manager.Client.GetJson("api/v1/tickets/numbers?days=7");
        var total = view.GetProperty("total");
        var (from, to) = (view.GetProperty("from").GetString(), view.GetProperty("to").GetString());
        (string Fact, int Count)[] figures =
        [
            ("created", total.GetProperty("created").GetInt32()), ("done", total.GetProperty("done").GetInt32()), ("cancelled", total.GetProperty("cancelled").GetInt32()),
            ("urged", total.GetProperty("urged").GetInt32()), ("reopened", total.GetProperty("reopened").GetInt32()), ("responded", total.GetProperty("response").GetProperty("count").GetInt32()),
            ("respondedLate", total.GetProperty("response").GetProperty("late").GetInt32()), ("arrived", total.GetProperty("arrival").GetProperty("count").GetInt32()), ("arrivedLate", total.GetProperty("arrival").GetProperty("late").GetInt32()),
            ("doneLate", total.GetProperty("resolution").GetProperty("late").GetInt32()), ("rated", total.GetProperty("rated").GetInt32()), ("low", total.GetProperty("low").GetInt32()),
        ];
        figures.Take(5).Select(f => f.Count).ShouldBe([3, 1, 1, 1, 1]);
        foreach (var (fact, count) in figures)
            (await estate.Manager.Client.GetJson($"api/v1/tickets?fact={fact}&from={from}&to={to}")).GetProperty("items").GetArrayLength().ShouldBe(count, fact);
        view.GetProperty("technicians").EnumerateArray().Single(t => t.GetProperty("name").GetString() == "周建国").GetProperty("figures").GetProperty("reopened").GetInt32().ShouldBe(1);
        view.GetProperty("repeats")[0].GetProperty("count").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Slow_categories_hot_buildings_and_overridden_dispatches_are_those_of_a_plain_count()
    {
        var estate = await Estate.Build(TransferTests.Manual);
        List<Guid> ids = [];
        for (var i = 0; i < 4; i++) ids.Add(await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak($"第 {i} 处"))).ShouldBeMade());
        foreach (var id in ids.Take(2))
        {
            (await estate.Do(estate.Manager, id, "assign", new { staffId = estate.PlumberId, note = "请一起修" })).EnsureSuccessStatusCode();
            (await estate.Do(estate.Plumber, id, "accept", Estate.Soon)).EnsureSuccessStatusCode();
            (await estate.Do(estate.Plumber, id, "start")).EnsureSuccessStatusCode();
            (await Finish(estate, id)).ShouldBeTrue();
        }
        foreach (var id in ids.Skip(2))
        {
            (await estate.Do(estate.Dispatcher, id, "assign", new { staffId = estate.SecondPlumberId, note = "他刚好在旁边" })).EnsureSuccessStatusCode();
            (await estate.Do(estate.Manager, id, "transfer", new { staffId = estate.PlumberId, note = "换回来" })).EnsureSuccessStatusCode();
        }
        await Settled(estate);

        var view = await estate.Manager.Client.GetJson("api/v1/tickets/numbers?days=7");
        var (from, to) = (view.GetProperty("from").GetString(), view.GetProperty("to").GetString());
        var slow = view.GetProperty("slowest").EnumerateArray().Single();
        var (done, hist) = await estate.Company.Read(async db =>
        {
            var tickets = await db.Set<Ticket>().AsNoTracking().Where(t => t.DoneAt != null).ToListAsync();
            var plain = new Measures();
            foreach (var t in tickets) plain.Took("Resolution", t.DoneAt!.Value - t.ClockFrom);
            return (tickets, plain.Histogram("Resolution"));
        });
        (slow.GetProperty("done").GetInt32(), slow.GetProperty("late").GetInt32(), slow.GetProperty("p90").GetInt32()).ShouldBe((done.Count, done.Count(t => t.DoneAt > t.ResolveBy), Durations.Percentile(hist, 0.9)!.Value));
        slow.GetProperty("p90Before").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await Listed($"fact=done&category={slow.GetProperty("categoryId").GetGuid()}")).ShouldBe(done.Count);

        var hot = view.GetProperty("hottest").EnumerateArray().Single();
        var units = await estate.Company.In(async s => (await s.GetRequiredService<Estates.Contracts.IPlaces>().UnitCounts())[hot.GetProperty("buildingId").GetGuid()]);
        (hot.GetProperty("created").GetInt32(), hot.GetProperty("units").GetInt32(), hot.GetProperty("per100").GetDouble()).ShouldBe((4, units, Math.Round(400.0 / units, 1)));
        (await Listed($"fact=created&building={hot.GetProperty("buildingId").GetGuid()}")).ShouldBe(4);

        var decisions = await estate.Company.Read(db => db.Set<Dispatch.DispatchDecision>().AsNoTracking().Where(d => d.Engine == Dispatch.DispatchEngine.Hand).ToListAsync());
        decisions.Count(d => d.Overridden).ShouldBeGreaterThan(0);
        var now = view.GetProperty("overrides").GetProperty("now");
        (now.GetProperty("decided").GetInt32(), now.GetProperty("overridden").GetInt32()).ShouldBe((decisions.Count, decisions.Count(d => d.Overridden)));
        now.GetProperty("days").EnumerateArray().Sum(d => d.GetProperty("overridden").GetInt32()).ShouldBe(decisions.Count(d => d.Overridden));
        now.GetProperty("newest").GetArrayLength().ShouldBe(decisions.Count(d => d.Overridden));
        foreach (var person in now.GetProperty("dispatchers").EnumerateArray())
        {
            var mine = decisions.Where(d => d.ByName == person.GetProperty("name").GetString()).ToList();
            (person.GetProperty("decided").GetInt32(), person.GetProperty("overridden").GetInt32()).ShouldBe((mine.Count, mine.Count(d => d.Overridden)));
            (await Listed($"fact=overridden&dispatcher={person.GetProperty("memberId").GetGuid()}")).ShouldBe(mine.Where(d => d.Overridden).Select(d => d.TicketId).Distinct().Count());
        }
        var same = await estate.Manager.Client.GetJson("api/v1/dispatch/decisions");
        same.GetProperty("overridden").GetInt32().ShouldBe(decisions.Count(d => d.Overridden));
        (await estate.Manager.Page("desk/numbers?days=7")).ShouldContain("他刚好在旁边");

        async Task<int> Listed(string query) => (await estate.Manager.Client.GetJson($"api/v1/tickets?{query}&from={from}&to={to}")).GetProperty("items").GetArrayLength();
    }

    [Fact]
    public async Task The_numbers_end_where_the_permission_ends()
    {
        var estate = await Estate.Build();
        await estate.Reported();
        await Settled(estate);
        var elsewhere = await estate.Company.Person("外区经理", ("tickets.numbers", DataScope.Community));
        var all = await estate.Company.Person("总经理", ("tickets.numbers", DataScope.All));

        (await elsewhere.Client.GetJson("api/v1/tickets/numbers")).GetProperty("total").GetProperty("created").GetInt32().ShouldBe(0);
        (await elsewhere.Client.GetJson("api/v1/tickets/numbers")).GetProperty("repeats").GetArrayLength().ShouldBe(0);
        (await elsewhere.Client.GetJson("api/v1/tickets/numbers")).GetProperty("hottest").GetArrayLength().ShouldBe(0);
        (await elsewhere.Client.GetJson("api/v1/tickets/numbers")).GetProperty("overrides").GetProperty("now").GetProperty("engines").GetArrayLength().ShouldBe(0);
        (await all.Client.GetJson("api/v1/tickets/numbers")).GetProperty("total").GetProperty("created").GetInt32().ShouldBe(1);
        (await estate.Plumber.Client.GetAsync("api/v1/tickets/numbers")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        await (await all.Client.GetAsync("api/v1/tickets/numbers?from=2026-01-01&to=2025-01-01")).ShouldBeProblem(400, "tickets/bad-period");
        await (await all.Client.GetAsync("api/v1/tickets/numbers?from=2020-01-01&to=2025-01-01")).ShouldBeProblem(400, "tickets/bad-period");
        (await all.Page("desk/numbers")).ShouldContain("每天新增与完成");
        (await estate.Manager.Page("desk/numbers?days=7&sort=done")).ShouldContain("fact=created");
    }

    [Fact]
    public void Half_and_nine_tenths_are_read_off_the_histogram()
    {
        var hundred = new Measures();
        for (var i = 1; i <= 100; i++) hundred.Took("Response", TimeSpan.FromMinutes(i));

        Durations.Percentile(hundred.Histogram("Response"), 0.5).ShouldBe(50);
        Durations.Percentile(hundred.Histogram("Response"), 0.9)!.Value.ShouldBeInRange(85, 110);
        Durations.Percentile(new Measures().Histogram("Response"), 0.5).ShouldBeNull();
    }

    static async Task<bool> Finish(Estate estate, Guid id) => await estate.Company.In(async services =>
    {
        var db = services.GetRequiredService<Data.AppDb>();
        var ticket = await db.Set<Ticket>().SingleAsync(t => t.Id == id);
        if (ticket.AssigneeAccountId is not { } who || ticket.Complete(null, [], new Act(Actor.Assignee, who, "师傅", DateTime.UtcNow)) is not { Error: null } moved) return false;
        db.Add(moved.Value);
        db.Publish(new TicketMoved(id, moved.Value.Id));
        await db.SaveChangesAsync();
        return true;
    });

    static async Task Settled(Estate estate)
    {
        for (var i = 0; i < 400; i++)
        {
            var now = DateTime.UtcNow.AddSeconds(30);
            if (!await estate.Company.Read(db => db.Set<OutboxMessage>().AnyAsync(m => m.DueAt < now || m.Handler.StartsWith("Tickets.Facts")))) return;
            await Task.Delay(100);
        }
        throw new TimeoutException("The outbox does not become empty.");
    }

    static async Task<SortedDictionary<string, string>> Stored(Estate estate) => await estate.Company.Read(async db =>
        Lines((await db.Set<DailyFact>().AsNoTracking().ToListAsync()).Select(f => (f.Day, f.BuildingId, f.CategoryId, f.TechnicianAccountId, f.Is))));

    static SortedDictionary<string, string> Lines(IEnumerable<(DateOnly Day, Guid? Building, Guid Category, Guid? Who, Measures Is)> cells)
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var c in cells.Where(c => !c.Is.Nothing))
            lines.Add($"{c.Day:O} {c.Building} {c.Category} {c.Who}", string.Join(' ', Measures.All.Where(m => c.Is[m] != 0).Select(m => $"{m.Name}={c.Is[m].ToString(CultureInfo.InvariantCulture)}")));
        return lines;
    }

    // Counted plainly, figure by figure, without what the product uses for it.
    static async Task<SortedDictionary<string, string>> FromScratch(Estate estate) => await estate.Company.Read(async db =>
    {
        var zone = estate.Company.Info.Zone;
        var cells = new Dictionary<(DateOnly Day, Guid? Building, Guid Category, Guid? Who), Measures>();
        var moves = await db.Set<TicketMove>().AsNoTracking().OrderBy(m => m.At).ThenBy(m => m.Id).ToListAsync();
        var ratings = await db.Set<Rating>().AsNoTracking().ToDictionaryAsync(r => r.TicketId);
        foreach (var t in await db.Set<Ticket>().AsNoTracking().ToListAsync())
        {
            Measures At(DateTime at, Guid? who)
            {
                var key = (DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(at, zone)), t.BuildingId, t.CategoryId, who);
                return cells.TryGetValue(key, out var m) ? m : cells[key] = new Measures();
            }
            At(t.SubmittedAt, null).Created += 1;
            if (t.State is TicketState.Cancelled or TicketState.Rejected) At(t.EndedAt!.Value, null).Cancelled += 1;
            Guid? finisher = null;
            foreach (var m in moves.Where(m => m.TicketId == t.Id))
            {
                if (m.Act == TicketAct.Complete) finisher = m.ActorAccountId;
                if (m.Act == TicketAct.Urge) At(m.At, null).Urged += 1;
                if (m.Act == TicketAct.Reopen) At(m.At, finisher).Reopened += 1;
            }
            if (t.AcceptedAt is { } accepted)
            {
                var m = At(accepted, t.AssigneeAccountId);
                (m.Responded, m.RespondedLate, m.ResponseMinutes, m.Response0) = (m.Responded + 1, m.RespondedLate + (accepted > t.RespondBy ? 1 : 0), m.ResponseMinutes + (long)(accepted - t.RespondFrom).TotalMinutes, m.Response0 + 1);
            }
            if (t.StartedAt is { } started && t.Arrival is { } by)
            {
                var m = At(started, t.AssigneeAccountId);
                (m.Arrived, m.ArrivedLate, m.ArrivalMinutes, m.Arrival0) = (m.Arrived + 1, m.ArrivedLate + (started > by ? 1 : 0), m.ArrivalMinutes + (long)(started - t.ClockFrom).TotalMinutes, m.Arrival0 + 1);
            }
            if (t.DoneAt is { } done)
            {
                var m = At(done, t.AssigneeAccountId);
                (m.Done, m.DoneLate, m.ResolutionMinutes, m.Resolution0) = (m.Done + 1, m.DoneLate + (done > t.ResolveBy ? 1 : 0), m.ResolutionMinutes + (long)(done - t.ClockFrom).TotalMinutes, m.Resolution0 + 1);
            }
            if (ratings.TryGetValue(t.Id, out var r))
            {
                var m = At(r.At, moves.Last(x => x.TicketId == t.Id && x.Act == TicketAct.Complete && x.At <= r.At).ActorAccountId);
                (m.Rated, m.Speed, m.Result, m.Attitude, m.Low) = (m.Rated + 1, m.Speed + r.Speed, m.Result + r.Result, m.Attitude + r.Attitude, m.Low + (Math.Min(r.Speed, Math.Min(r.Result, r.Attitude)) <= 2 ? 1 : 0));
            }
        }
        return Lines(cells.Select(c => (c.Key.Day, c.Key.Building, c.Key.Category, c.Key.Who, c.Value)));
    });
}
