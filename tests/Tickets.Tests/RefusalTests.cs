using System.Net;
using Data;
using Microsoft.EntityFrameworkCore;
using Tickets.Life;

namespace Tickets.Tests;

public sealed class RefusalTests
{
    [Fact]
    public async Task A_double_tap_makes_one_ticket_even_at_the_same_moment()
    {
        var estate = await Estate.Build();
        var leak = await estate.Leak();

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => await (await estate.Resident.Client.Post("api/v1/tickets", leak, key: "tap")).ShouldBeMade()));

        made.Distinct().Count().ShouldBe(1);
        (await estate.Company.Read(db => db.Set<Ticket>().CountAsync())).ShouldBe(1);
        await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak("别的内容"), key: "tap")).ShouldBeProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task The_same_report_sent_again_from_a_page_opened_anew_is_the_first_one()
    {
        var estate = await Estate.Build();

        var first = await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak(), key: "one")).ShouldBeMade();
        (await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak(), key: "two")).ShouldBeMade()).ShouldBe(first);
        (await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak("阳台也漏了"), key: "three")).ShouldBeMade()).ShouldNotBe(first);

        (await estate.Company.Read(db => db.Set<Ticket>().CountAsync())).ShouldBe(2);
    }

    [Fact]
    public async Task Two_who_grab_at_the_same_moment_get_one_winner()
    {
        var estate = await Estate.Build(file =>
        {
            foreach (var leaf in file["categories"]!.AsArray().SelectMany(g => g!["children"]!.AsArray()))
                if ((string?)leaf!["key"] == "water-leak") leaf["dispatch"] = "grab";
        });
        var id = await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak())).ShouldBeMade();
        (await estate.Plumber.Client.GetJson("api/v1/tickets?mine=pool")).GetProperty("items").GetArrayLength().ShouldBe(1);

        var answers = await Task.WhenAll(new[] { estate.Plumber, estate.SecondPlumber }.Select(p => p.Client.Post($"api/v1/tickets/{id}/accept", Estate.Soon)));

        answers.Count(a => a.IsSuccessStatusCode).ShouldBe(1);
        ((int)answers.Single(a => !a.IsSuccessStatusCode).StatusCode).ShouldBeOneOf(404, 409);
        (await estate.Company.Read(db => db.Set<TicketMove>().CountAsync(m => m.TicketId == id && m.Act == TicketAct.Grab))).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_wrong_with_a_report_is_said_and_nothing_is_kept()
    {
        var estate = await Estate.Build();
        var leak = await estate.Category("water-leak");
        async Task Refused(object body, int status, string code) => await (await estate.Resident.Client.Post("api/v1/tickets", body)).ShouldBeProblem(status, code);

        await Refused(new { categoryId = Guid.NewGuid(), unitId = estate.Home, description = "x" }, 400, "tickets/unknown-category");
        await Refused(new { categoryId = leak, unitId = estate.NeighbourHome, description = "x" }, 400, "tickets/not-your-home");
        await Refused(new { categoryId = leak, unitId = Guid.NewGuid(), description = "x" }, 400, "tickets/no-place");
        await Refused(new { categoryId = leak, unitId = estate.Home, description = " " }, 400, "tickets/no-description");
        await Refused(new { categoryId = leak, unitId = estate.Home, description = new string('水', 1001) }, 400, "tickets/no-description");
        await Refused(new { categoryId = leak, unitId = estate.Home, description = new string('a', 20_000_000) }, 413, "too-large");
        await Refused(new { categoryId = leak, unitId = estate.Home, description = "x", contactPhone = "12345" }, 400, "tickets/no-contact");
        await Refused(new { categoryId = leak, unitId = estate.Home, description = "x", source = "phone" }, 400, "tickets/bad-kind");
        await Refused(new { categoryId = leak, unitId = estate.Home, description = "x", files = new[] { Guid.NewGuid() } }, 400, "invalid");
        await Refused(new { categoryId = "nonsense", unitId = estate.Home, description = "x" }, 400, "malformed");
        var foreign = await (await estate.Neighbour.Client.Upload(TestPhotos.Jpeg())).ShouldBeMade();
        await Refused(new { categoryId = leak, unitId = estate.Home, description = "x", files = new[] { foreign } }, 400, "invalid");

        (await estate.Company.Read(db => db.Set<Ticket>().CountAsync())).ShouldBe(0);
        (await estate.Company.Read(db => db.Set<TicketMove>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task The_day_has_a_limit_for_residents()
    {
        var estate = await Estate.Build(file => file["tickets"]!["dailyLimit"] = 2);
        await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak("一"))).ShouldBeMade();
        await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak("二"))).ShouldBeMade();
        await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak("三"))).ShouldBeProblem(422, "tickets/daily-limit");
        await (await estate.Neighbour.Client.Post("api/v1/tickets", new { categoryId = await estate.Category("water-leak"), unitId = estate.NeighbourHome, description = "四" })).ShouldBeMade();
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Twenty_reports_at_once_make_no_more_than_the_day_allows(DatabaseProvider provider)
    {
        Assert.SkipWhen(provider == DatabaseProvider.PostgreSql && TestServices.Missing("PostgreSQL", TestServices.PostgreSql) is not null, "needs PostgreSQL");
        var estate = await Estate.Build(file => file["tickets"]!["dailyLimit"] = 5, TestHost.On(provider));
        var reports = await Task.WhenAll(Enumerable.Range(1, 20).Select(n => estate.Leak($"第 {n} 处")));

        var answers = await Task.WhenAll(reports.Select(r => estate.Resident.Client.Post("api/v1/tickets", r)));
        answers.Count(a => a.IsSuccessStatusCode).ShouldBe(5);
        foreach (var refused in answers.Where(a => !a.IsSuccessStatusCode)) await refused.ShouldBeProblem(422, "tickets/daily-limit");
        (await estate.Company.Read(db => db.Set<Ticket>().CountAsync())).ShouldBe(5);
        // What was refused left nothing half done, and the next person is not counted with the first.
        (await estate.Company.Read(db => db.Set<TicketMove>().CountAsync(m => m.Act == TicketAct.Submit))).ShouldBe(5);
        await (await estate.Neighbour.Client.Post("api/v1/tickets", new { categoryId = await estate.Category("water-leak"), unitId = estate.NeighbourHome, description = "四" })).ShouldBeMade();
    }

    [Fact]
    public async Task A_stale_version_a_wrong_state_and_somebody_elses_ticket_are_refused()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();

        await (await estate.Do(estate.Plumber, id, "accept", new { version = 1, promisedAt = DateTime.UtcNow.AddHours(1) })).ShouldBeProblem(409, "stale");
        await (await estate.Do(estate.Plumber, id, "complete")).ShouldBeProblem(409, "tickets/wrong-state");
        await (await estate.Do(estate.SecondPlumber, id, "accept", Estate.Soon)).ShouldBeProblem(404, "not-found");
        await (await estate.Do(estate.Plumber, id, "accept", new { promisedAt = DateTime.UtcNow.AddDays(-1) })).ShouldBeProblem(400, "tickets/bad-promise");
        await (await estate.Do(estate.Plumber, id, "assign", new { staffId = estate.SecondPlumberId })).ShouldBeProblem(403, "forbidden");
        await (await estate.Do(estate.Resident, id, "rate", new { speed = 5, result = 5, attitude = 5 })).ShouldBeProblem(409, "tickets/wrong-state");
        (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/fly", new { })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await estate.Until(id, "assigned")).GetProperty("timeline").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Work_is_not_done_before_its_evidence_is_there()
    {
        var estate = await Estate.Build(file =>
        {
            foreach (var leaf in file["categories"]!.AsArray().SelectMany(g => g!["children"]!.AsArray()))
                if ((string?)leaf!["key"] == "water-leak") leaf["evidence"] = System.Text.Json.Nodes.JsonNode.Parse("""{"before":false,"after":true,"steps":1}""");
        });
        var id = await estate.Reported();
        (await estate.Do(estate.Plumber, id, "accept", Estate.Soon)).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "start")).EnsureSuccessStatusCode();

        await (await estate.Do(estate.Plumber, id, "complete")).ShouldBeProblem(422, "tickets/evidence-missing");
        await (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/work", new { kind = "step", text = "换了接头" })).ShouldBeMade();
        await (await estate.Do(estate.Plumber, id, "complete")).ShouldBeProblem(422, "tickets/evidence-missing");
        (await estate.Do(estate.Plumber, id, "complete", new { after = new[] { await (await estate.Plumber.Client.Upload(TestPhotos.Jpeg())).ShouldBeMade() } })).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task A_complaint_is_hidden_from_the_person_it_is_about()
    {
        var estate = await Estate.Build();
        var complaint = await estate.Company.Read(db => db.Set<Categories.Category>().Where(c => c.ParentId != null && c.Kind == Categories.TicketKind.Complaint && c.Where != Categories.PlaceRule.Unit).Select(c => c.Id).FirstAsync());
        var about = await estate.Company.In(async s => (await Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Staff.Contracts.IStaffDirectory>(s).FindByAccount(estate.Dispatcher.AccountId))!.StaffId);
        var id = await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = complaint, publicPlaceId = estate.Garden, description = "态度不好", aboutStaffId = about })).ShouldBeMade();

        (await estate.Manager.Client.GetAsync($"api/v1/tickets/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await estate.Dispatcher.Client.GetAsync($"api/v1/tickets/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await estate.Dispatcher.Client.GetJson("api/v1/tickets")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await estate.Resident.Client.GetAsync($"api/v1/tickets/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Files_that_are_no_photo_or_video_are_refused_and_leave_nothing()
    {
        var estate = await Estate.Build();
        await (await estate.Resident.Client.Upload([0x4D, 0x5A, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 255, 255, 0, 0], "photo.jpg")).ShouldBeProblem(400, "attachments/not-media");
        await (await estate.Resident.Client.Upload([.. TestPhotos.Jpeg().Take(200)])).ShouldBeProblem(400, "attachments/broken");
        await (await estate.Resident.Client.Upload([])).ShouldBeProblem(400, "attachments/empty");
        await (await estate.Resident.Client.Upload([.. TestPhotos.Jpeg(), .. new byte[16 * 1024 * 1024]])).ShouldBeProblem(400, "attachments/photo-too-large");

        (await estate.Company.Read(db => db.Set<Platform.Attachments.Attachment>().CountAsync())).ShouldBe(0);
    }
}
