using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tickets.Contractors;
using Tickets.Life;

namespace Tickets.Tests;

public sealed class ContractorTests
{
    [Fact]
    public async Task A_contractor_opens_its_one_ticket_by_link_and_code_works_on_it_and_is_rated()
    {
        var estate = await Estate.Build();
        var (id, contractor) = await Ready(estate);
        var (link, code) = await Give(estate, id, contractor);
        using var guest = new Guest(estate.Company);

        (await guest.Open(link)).Html.ShouldNotContain("水槽");
        await guest.Submit(link, "open", ("Entry.Code", code), ("Entry.Name", "老郑"));
        (await guest.Open(link)).Html.ShouldContain("水槽");
        await guest.Submit(link, "act", ("Input.Act", "Accept"), ("Input.Promise", DateTime.UtcNow.AddHours(9).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture)));
        await guest.Submit(link, "act", ("Input.Act", "Start"));
        (await guest.Send(link, "act", TestPhotos.Jpeg(8, 8), ("Input.Act", "Record"), ("Input.Text", "换了钢丝绳"), ("Input.Slot", "Before"))).Status.ShouldBe(HttpStatusCode.Found);
        (await guest.Send(link, "act", TestPhotos.Jpeg(8, 8), ("Input.Act", "Record"), ("Input.Text", "试运行正常"), ("Input.Slot", "After"))).Status.ShouldBe(HttpStatusCode.Found);
        await guest.Submit(link, "act", ("Input.Act", "Complete"), ("Input.Note", "已修好"));

        (await estate.Do(estate.Resident, id, "rate", new { speed = 5, result = 4, attitude = 3 })).EnsureSuccessStatusCode();
        var stored = await estate.Company.Read(db => db.Set<Ticket>().SingleAsync(t => t.Id == id));
        (stored.ContractorId, stored.AssigneeId, stored.DoneAt is not null).ShouldBe((contractor, null, true));
        (await estate.Company.Read(db => db.Set<WorkEntry>().Where(w => w.TicketId == id).Select(w => w.By).Distinct().SingleAsync())).ShouldBe("迅达电梯 · 老郑");
        var row = (await estate.Manager.Client.GetJson("api/v1/contractors"))[0];
        (row.GetProperty("finished").GetInt32(), row.GetProperty("score").GetDouble()).ShouldBe((1, 4.0));
    }

    [Fact]
    public async Task A_link_alone_reaches_nothing_and_five_wrong_codes_end_it()
    {
        var estate = await Estate.Build();
        var (id, contractor) = await Ready(estate);
        var (link, code) = await Give(estate, id, contractor);
        using var guest = new Guest(estate.Company);
        foreach (var path in new[] { "day", "board", $"work/{id}", $"tickets/{id}", $"desk/tickets/{id}" }) (await guest.Open(path)).Status.ShouldBe(HttpStatusCode.Found, path);
        (await guest.Open($"api/v1/tickets/{id}")).Status.ShouldBe(HttpStatusCode.Unauthorized);

        for (var i = 0; i < 5; i++) (await guest.Send(link, "open", null, ("Entry.Code", code == "000000" ? "000001" : "000000"), ("Entry.Name", "某人"))).Html.ShouldContain(i < 4 ? "还可以试" : "试错太多次");
        (await guest.Send(link, "open", null, ("Entry.Code", code), ("Entry.Name", "某人"))).Html.ShouldContain("试错太多次");
        (await estate.Company.Read(db => db.Set<ContractorPass>().Select(p => p.Tries).SingleAsync())).ShouldBe(5);
    }

    [Fact]
    public async Task A_pass_reaches_its_own_ticket_and_files_and_nothing_else()
    {
        var estate = await Estate.Build();
        var (id, contractor) = await Ready(estate);
        var other = await estate.Reported();
        var photo = await (await estate.Resident.Client.Upload(TestPhotos.Jpeg(8, 8))).ShouldBeMade();
        (await estate.Do(estate.Resident, other, "comment", new { note = "看图", files = new[] { photo } })).EnsureSuccessStatusCode();
        var mine = await (await estate.Resident.Client.Upload(TestPhotos.Jpeg(8, 8))).ShouldBeMade();
        (await estate.Do(estate.Resident, id, "comment", new { note = "看图", files = new[] { mine } })).EnsureSuccessStatusCode();
        var (link, code) = await Give(estate, id, contractor);
        using var guest = new Guest(estate.Company);
        var files = $"api/v1/passes/{link[2..]}/files/";
        (await guest.Open(files + mine)).Status.ShouldBe(HttpStatusCode.NotFound);
        await guest.Submit(link, "open", ("Entry.Code", code), ("Entry.Name", "老郑"));

        (await guest.Open(files + mine)).Status.ShouldBe(HttpStatusCode.OK);
        (await guest.Open(files + photo)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await guest.Open($"api/v1/attachments/{mine}")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        // The cookie of one link opens no other.
        var (second, _) = await Give(estate, other, contractor);
        (await guest.Open(second)).Html.ShouldNotContain("滴水");
    }

    [Fact]
    public async Task A_newer_link_or_another_hand_ends_the_old_one()
    {
        var estate = await Estate.Build();
        var (id, contractor) = await Ready(estate);
        var (link, code) = await Give(estate, id, contractor);
        using var guest = new Guest(estate.Company);
        await guest.Submit(link, "open", ("Entry.Code", code), ("Entry.Name", "老郑"));
        var (newer, secondCode) = await Give(estate, id, contractor);
        (await guest.Open(link)).Status.ShouldBe(HttpStatusCode.NotFound);
        await guest.Submit(newer, "open", ("Entry.Code", secondCode), ("Entry.Name", "老郑"));

        (await estate.Do(estate.Dispatcher, id, "transfer", new { staffId = estate.PlumberId, note = "自己修" })).EnsureSuccessStatusCode();
        (await guest.Open(newer)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await estate.Company.Read(db => db.Set<Ticket>().Where(t => t.Id == id).Select(t => t.ContractorId).SingleAsync())).ShouldBeNull();
    }

    [Fact]
    public async Task A_contractor_may_give_it_back_with_a_reason()
    {
        var estate = await Estate.Build();
        var (id, contractor) = await Ready(estate);
        var (link, code) = await Give(estate, id, contractor);
        using var guest = new Guest(estate.Company);
        await guest.Submit(link, "open", ("Entry.Code", code), ("Entry.Name", "老郑"));
        (await guest.Send(link, "act", null, ("Input.Act", "Return"), ("Input.Note", " "))).Html.ShouldContain("请写明原因");
        (await guest.Send(link, "act", null, ("Input.Act", "Close"))).Html.ShouldContain("不能关闭");
        await guest.Send(link, "act", null, ("Input.Act", "Return"), ("Input.Note", "不是我们的范围"));
        var notes = await estate.Company.Read(db => db.Set<TicketMove>().Where(m => m.TicketId == id && m.Act == TicketAct.Return).Select(m => m.Note).ToListAsync());
        notes.ShouldBe(["不是我们的范围"]);
    }

    [Fact]
    public async Task Giving_work_away_needs_a_reason_and_a_contractor_in_use()
    {
        var estate = await Estate.Build();
        var (id, contractor) = await Ready(estate);
        await (await estate.Do(estate.Dispatcher, id, "contractor", new { contractorId = contractor })).ShouldBeProblem(400, "tickets/no-reason");
        await (await estate.Do(estate.Dispatcher, id, "contractor", new { contractorId = Guid.CreateVersion7(), note = "电梯" })).ShouldBeProblem(400, "tickets/unknown-contractor");
        await (await estate.Do(estate.Plumber, id, "contractor", new { contractorId = contractor, note = "电梯" })).ShouldBeProblem(403, "forbidden");
        (await estate.Company.Read(db => db.Set<ContractorPass>().AnyAsync())).ShouldBeFalse();
    }

    static async Task<(Guid Ticket, Guid Contractor)> Ready(Estate estate)
    {
        var contractor = await Contractor(estate);
        return (await estate.Reported(), contractor);
    }

    internal static async Task<Guid> Contractor(Estate estate)
    {
        var admin = await estate.Company.Person("管理员", ("tickets.contractors", Platform.Access.DataScope.All));
        await admin.Submit("settings/contractors?add=true", "contractor", ("Input.Name", "迅达电梯"), ("Input.Trade", "电梯维保"), ("Input.Contact", "郑工"), ("Input.Phone", "13700001111"), ("Input.InUse", "true"));
        return await estate.Company.Read(db => db.Set<Contractor>().Select(c => c.Id).SingleAsync());
    }

    internal static async Task<(string Link, string Code)> Give(Estate estate, Guid id, Guid contractor)
    {
        var given = await (await estate.Do(estate.Dispatcher, id, "contractor", new { contractorId = contractor, note = "要专业单位" })).Content.ReadAsStringAsync();
        var pass = JsonDocument.Parse(given).RootElement;
        return (pass.GetProperty("link").GetString()!, pass.GetProperty("code").GetString()!);
    }
}
