using Microsoft.EntityFrameworkCore;
using Tickets.Life;

namespace Tickets.Tests;

public sealed class StoryTests
{
    [Fact]
    public async Task A_leak_is_reported_dispatched_accepted_repaired_and_rated()
    {
        var estate = await Estate.Build();
        var photo = await (await estate.Resident.Client.Upload(TestPhotos.Jpeg())).ShouldBeMade();
        var categories = await estate.Resident.Client.GetJson("api/v1/ticket-categories?kind=repair");
        categories.EnumerateArray().SelectMany(g => g.GetProperty("leaves").EnumerateArray()).Select(l => l.GetProperty("name").GetString()).ShouldContain("水管漏水");

        var id = await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = await estate.Category("water-leak"), unitId = estate.Home, description = "滴水", files = new[] { photo } })).ShouldBeMade();
        var assigned = await estate.Until(id, "assigned");
        assigned.GetProperty("technician").GetProperty("name").GetString().ShouldBe("周建国");
        assigned.GetProperty("dispatch").GetProperty("candidates")[0].GetProperty("reasons").EnumerateArray().Select(r => r.GetString()).ShouldContain("水暖 5 级");

        (await estate.Do(estate.Plumber, id, "accept", Estate.Soon)).EnsureSuccessStatusCode();
        var seen = await estate.Resident.Client.GetJson($"api/v1/tickets/{id}");
        seen.GetProperty("technician").GetProperty("phone").GetString().ShouldBe(estate.Plumber.Phone);
        seen.GetProperty("promisedAt").GetDateTime().ShouldBeGreaterThan(DateTime.UtcNow);

        (await estate.Do(estate.Plumber, id, "depart")).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "start")).EnsureSuccessStatusCode();
        var after = await (await estate.Plumber.Client.Upload(TestPhotos.Jpeg())).ShouldBeMade();
        for (var step = 1; step <= 3; step++) await (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/work", new { kind = "step", text = $"第 {step} 步" })).ShouldBeMade();
        await (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/work", new { kind = "material", text = "角阀", quantity = 1.5, unit = "个" })).ShouldBeMade();
        (await estate.Do(estate.Plumber, id, "complete", new { before = new[] { await (await estate.Plumber.Client.Upload(TestPhotos.Jpeg())).ShouldBeMade() }, after = new[] { after } })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Resident, id, "rate", new { speed = 5, result = 4, attitude = 5, comment = "很快" })).EnsureSuccessStatusCode();

        await estate.Company.Read(async db =>
        {
            var ticket = await db.Set<Ticket>().SingleAsync(t => t.Id == id);
            ticket.State.ShouldBe(TicketState.Confirmed);
            (await db.Set<Rating>().SingleAsync(r => r.TicketId == id)).Result.ShouldBe(4);
            (await db.Set<TicketMove>().Where(m => m.TicketId == id && m.Act != TicketAct.Record).OrderBy(m => m.Id).Select(m => m.Act).ToListAsync())
                .ShouldBe([TicketAct.Submit, TicketAct.Assign, TicketAct.Accept, TicketAct.Depart, TicketAct.Start, TicketAct.Complete, TicketAct.Rate]);
            return true;
        });
        var finished = await estate.Resident.Client.GetJson($"api/v1/tickets/{id}");
        finished.GetProperty("work").GetArrayLength().ShouldBe(4);
        finished.GetProperty("timeline").EnumerateArray().Select(m => m.GetProperty("act").GetString()).ShouldNotContain("assign");
        (await estate.Resident.Client.GetAsync($"api/v1/attachments/{after}/thumb")).Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        (await estate.Neighbour.Client.GetAsync($"api/v1/attachments/{after}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await estate.Neighbour.Client.GetAsync($"api/v1/tickets/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_people_concerned_find_each_step_in_their_inbox_once()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        (await estate.Do(estate.Plumber, id, "accept", Estate.Soon)).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "depart")).EnsureSuccessStatusCode();

        for (var i = 0; i < 100 && await Count(estate.Resident) < 2; i++) await Task.Delay(50);
        await Task.Delay(300);
        (await Count(estate.Resident)).ShouldBe(2);
        (await Count(estate.Plumber)).ShouldBe(1);
        (await Count(estate.SecondPlumber)).ShouldBe(0);

        static async Task<int> Count(TestPerson who) => (await who.Client.GetJson("api/v1/notices")).GetProperty("items").GetArrayLength();
    }

    [Fact]
    public async Task Nobody_fit_leaves_the_ticket_to_the_dispatcher_who_sees_why()
    {
        var estate = await Estate.Build();
        var id = await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = await estate.Category("power-trip"), unitId = estate.Home, description = "跳闸" })).ShouldBeMade();
        for (var i = 0; i < 100 && (await estate.Dispatcher.Client.GetJson("api/v1/notices")).GetProperty("unread").GetInt32() == 0; i++) await Task.Delay(50);

        var candidates = await estate.Dispatcher.Client.GetJson($"api/v1/tickets/{id}/candidates");
        candidates.EnumerateArray().ShouldAllBe(c => c.GetProperty("blocked").GetString() == "skill");
        (await estate.Dispatcher.Client.GetJson("api/v1/notices")).GetProperty("unread").GetInt32().ShouldBe(1);
        (await estate.Do(estate.Dispatcher, id, "assign", new { staffId = estate.PlumberId, note = "只是合闸，他会" })).EnsureSuccessStatusCode();
        (await estate.Until(id, "assigned")).GetProperty("technician").GetProperty("name").GetString().ShouldBe("周建国");
    }

    [Fact]
    public async Task Suspending_stops_the_clock_and_returning_finds_somebody_else()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        (await estate.Do(estate.Plumber, id, "accept", Estate.Soon)).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "suspend", new { note = "等材料", wakeAt = DateTime.UtcNow.AddHours(4) })).EnsureSuccessStatusCode();
        (await estate.Resident.Client.GetJson($"api/v1/tickets/{id}")).GetProperty("suspendReason").GetString().ShouldBe("等材料");
        (await estate.Do(estate.Plumber, id, "resume")).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "transfer", new { note = "赶不过去", staffId = estate.SecondPlumberId })).EnsureSuccessStatusCode();
        (await estate.Until(id, "assigned")).GetProperty("technician").GetProperty("name").GetString().ShouldBe("何晓东");
        (await estate.Do(estate.SecondPlumber, id, "return", new { note = "没有工具" })).EnsureSuccessStatusCode();
        (await estate.Until(id, "assigned")).GetProperty("reopened").GetInt32().ShouldBe(0);
    }
}
