using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tickets.Categories;
using Tickets.Life;

namespace Tickets.Tests;

/// <summary>What residents and staff say to each other, apart from what happened.</summary>
public sealed class TalkTests
{
    [Fact]
    public async Task Resident_and_staff_talk_with_pictures_and_the_staff_among_themselves_unseen()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        var (leak, part, sketch) = (await Photo(estate.Resident), await Photo(estate.Plumber), await Photo(estate.Plumber));
        (await estate.Do(estate.Resident, id, "comment", new { note = "现在漏得更大了", files = new[] { leak } })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "comment", new { files = new[] { part } })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "comment", new { note = "总阀也老化了，建议一起换", files = new[] { sketch }, toResident = false })).EnsureSuccessStatusCode();
        await (await estate.Do(estate.Plumber, id, "comment", new { note = "  " })).ShouldBeProblem(400, "tickets/nothing-said");

        var home = await estate.Resident.Client.GetJson($"api/v1/tickets/{id}");
        var thread = home.GetProperty("thread").EnumerateArray().ToList();
        thread.Select(l => (l.GetProperty("text").GetString(), l.GetProperty("mine").GetBoolean(), l.GetProperty("byResident").GetBoolean(), l.GetProperty("note").GetBoolean())).ShouldBe([("现在漏得更大了", true, true, false), (null, false, false, false)]);
        thread.Select(l => l.GetProperty("files")[0].GetProperty("attachmentId").GetGuid()).ShouldBe([leak, part]);
        home.GetProperty("timeline").EnumerateArray().ShouldNotContain(m => m.GetProperty("act").GetString() == "comment");
        var page = await estate.Resident.Page($"tickets/{id}");
        page.IndexOf("现在漏得更大了", StringComparison.Ordinal).ShouldBeLessThan(page.IndexOf(part.ToString(), StringComparison.Ordinal));
        page.ShouldNotContain("总阀也老化了");
        foreach (var (file, status) in new[] { (leak, HttpStatusCode.OK), (part, HttpStatusCode.OK), (sketch, HttpStatusCode.NotFound) }) (await estate.Resident.Client.GetAsync($"api/v1/attachments/{file}")).StatusCode.ShouldBe(status);
        (await estate.Neighbour.Client.GetAsync($"api/v1/attachments/{part}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await estate.Dispatcher.Client.GetJson($"api/v1/tickets/{id}")).GetProperty("thread").EnumerateArray().Count(l => l.GetProperty("note").GetBoolean()).ShouldBe(1);
        (await estate.Dispatcher.Page($"desk/tickets/{id}")).ShouldContain("总阀也老化了");
        (await estate.Dispatcher.Client.GetAsync($"api/v1/attachments/{sketch}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await estate.Told(estate.Plumber, $"work/{id}", "住户留言：{0}，{1}。")).ShouldBeTrue();
        (await estate.Told(estate.Resident, $"tickets/{id}", "{0}：有新留言，请查看。")).ShouldBeTrue();
    }

    [Fact]
    public async Task One_field_answers_from_each_page()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        await estate.Resident.Submit($"tickets/{id}", "talk", ("Said.Note", "false"), ("Said.Text", "几点来？"));
        await estate.Plumber.Submit($"work/{id}", "talk", ("Said.Note", "false"), ("Said.Text", "两点前到"));
        await estate.Dispatcher.Submit($"desk/tickets/{id}", "talk", ("Said.Note", "true"), ("Said.Text", "老客户"));

        (await estate.Company.Read(db => db.Set<TicketMove>().Where(m => m.TicketId == id && m.Act == TicketAct.Comment).OrderBy(m => m.At).Select(m => new { m.Note, m.ToResident }).ToListAsync()))
            .ShouldBe([new { Note = (string?)"几点来？", ToResident = true }, new { Note = (string?)"两点前到", ToResident = true }, new { Note = (string?)"老客户", ToResident = false }]);
        (await estate.Resident.Page($"tickets/{id}")).ShouldNotContain("老客户");
    }

    [Fact]
    public async Task Nobody_floods_a_conversation_but_others_and_other_tickets_go_on()
    {
        var estate = await Estate.Build();
        var (id, other) = (await estate.Reported(), await estate.Reported());
        for (var i = 0; i < ActOnTicket.MostWords; i++) (await estate.Do(estate.Resident, id, "comment", new { note = $"第 {i} 条" })).EnsureSuccessStatusCode();

        await (await estate.Do(estate.Resident, id, "comment", new { note = "还有" })).ShouldBeProblem(422, "tickets/talks-too-fast");
        (await estate.Do(estate.Resident, other, "comment", new { note = "另一张" })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Dispatcher, id, "comment", new { note = "看到了" })).EnsureSuccessStatusCode();
        (await estate.Company.Read(db => db.Set<TicketMove>().CountAsync(m => m.TicketId == id && m.Act == TicketAct.Comment))).ShouldBe(ActOnTicket.MostWords + 1);
        (await estate.Resident.Page($"tickets/{id}")).ShouldContain("更早的 1 条");
    }

    [Fact]
    public async Task Who_complains_without_a_name_talks_without_one_and_is_limited_all_the_same()
    {
        var estate = await Estate.Build();
        var leaf = await estate.Company.Read(db => db.Set<Category>().Where(c => c.ParentId != null && c.Kind == TicketKind.Complaint && c.Where == PlaceRule.Both && c.Dispatch == DispatchMode.Manual).Select(c => c.Id).FirstAsync());
        var id = await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = leaf, unitId = estate.Home, description = "楼下垃圾没人收", anonymous = true })).ShouldBeMade();
        var photo = await Photo(estate.Resident);
        (await estate.Do(estate.Resident, id, "comment", new { note = "今天又来了", files = new[] { photo } })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Manager, id, "comment", new { note = "已经安排保洁" })).EnsureSuccessStatusCode();

        var seen = await estate.Manager.Client.GetJson($"api/v1/tickets/{id}");
        seen.GetRawText().ShouldNotContain("林静怡");
        seen.GetProperty("thread").EnumerateArray().Select(Line).ShouldBe([("匿名住户", "今天又来了", false), ("许文斌", "已经安排保洁", true)]);
        (await estate.Resident.Client.GetJson($"api/v1/tickets/{id}")).GetProperty("thread").EnumerateArray().Select(Line).ShouldBe([("匿名住户", "今天又来了", true), ("许文斌", "已经安排保洁", false)]);
        foreach (var page in new[] { $"desk/tickets/{id}", "desk/complaints" }) (await estate.Manager.Page(page)).ShouldNotContain("林静怡");
        var answer = await estate.Manager.Client.GetAsync($"api/v1/attachments/{photo}");
        answer.EnsureSuccessStatusCode();
        string.Join('\n', answer.Headers.Concat(answer.Content.Headers).SelectMany(h => h.Value)).ShouldNotContain(estate.Resident.AccountId.ToString());

        for (var i = 1; i < ActOnTicket.MostWords; i++) (await estate.Do(estate.Resident, id, "comment", new { note = $"第 {i} 条" })).EnsureSuccessStatusCode();
        await (await estate.Do(estate.Resident, id, "comment", new { note = "还有" })).ShouldBeProblem(422, "tickets/talks-too-fast");

        static (string?, string?, bool) Line(JsonElement l) => (l.GetProperty("by").GetString(), l.GetProperty("text").GetString(), l.GetProperty("mine").GetBoolean());
    }

    static async Task<Guid> Photo(TestPerson who) => await (await who.Client.Upload(TestPhotos.Jpeg(8, 8))).ShouldBeMade();
}
