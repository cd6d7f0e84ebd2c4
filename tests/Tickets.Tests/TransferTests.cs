using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Events;
using Staff.Contracts;
using Tickets.Clock;
using Tickets.Dispatch;
using Tickets.Life;

namespace Tickets.Tests;

/// <summary>From hand to hand: colleague, department, contractor; accepted or refused.</summary>
public sealed class TransferTests
{
    [Fact]
    public async Task A_colleague_who_refuses_gives_it_back_and_the_dispatcher_reads_why()
    {
        var estate = await Estate.Build();
        var id = await Held(estate);
        var takers = await estate.Plumber.Client.GetJson($"api/v1/tickets/{id}/takers");
        var second = takers.GetProperty("colleagues").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "何晓东");
        second.GetProperty("skills")[0].GetString().ShouldBe("水暖");
        (await estate.Do(estate.Plumber, id, "transfer", new { staffId = estate.SecondPlumberId, note = "赶不过去" })).EnsureSuccessStatusCode();

        var mine = await estate.SecondPlumber.Client.GetJson($"api/v1/tickets/{id}");
        (mine.GetProperty("refusedTo").GetString(), Acts(mine).Contains("refuse")).ShouldBe(("周建国", true));
        (await estate.SecondPlumber.Page($"work/{id}")).ShouldContain("拒绝，退给周建国");
        await (await estate.Do(estate.SecondPlumber, id, "refuse", new { note = " " })).ShouldBeProblem(400, "tickets/no-reason");
        (await estate.Do(estate.SecondPlumber, id, "refuse", new { note = "没带工具" })).EnsureSuccessStatusCode();

        var seen = await estate.Dispatcher.Client.GetJson($"api/v1/tickets/{id}");
        (seen.GetProperty("state").GetString(), seen.GetProperty("technician").GetProperty("name").GetString()).ShouldBe(("assigned", "周建国"));
        var last = seen.GetProperty("timeline").EnumerateArray().Last();
        (last.GetProperty("act").GetString(), last.GetProperty("note").GetString(), last.GetProperty("text").GetString()).ShouldBe(("refuse", "没带工具", "已拒绝，退给周建国"));
        (await estate.Told(estate.Plumber, $"work/{id}", "{2}拒绝了您转的单，又回到您手上：{0}，{1}。原因：{3}")).ShouldBeTrue();
        (await estate.Told(estate.Dispatcher, $"desk/tickets/{id}", "{2}拒绝了工单：{0}，{1}。原因：{3}")).ShouldBeTrue();
        (await estate.SecondPlumber.Client.GetAsync($"api/v1/tickets/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_the_desk_gave_and_is_refused_waits_for_the_desk_again()
    {
        var estate = await Estate.Build(Manual);
        var id = await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak())).ShouldBeMade();
        (await estate.Do(estate.Dispatcher, id, "assign", new { staffId = estate.PlumberId })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "refuse", new { note = "在别的小区" })).EnsureSuccessStatusCode();

        (await estate.Company.Read(db => db.Set<Ticket>().Where(t => t.Id == id).Select(t => new { t.State, t.AssigneeId }).SingleAsync())).ShouldBe(new { State = TicketState.Submitted, AssigneeId = (Guid?)null });
        (await estate.Told(estate.Dispatcher, $"desk/tickets/{id}", "{2}拒绝了工单：{0}，{1}。原因：{3}")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_department_sees_what_was_handed_to_it_and_its_lead_is_told()
    {
        var estate = await Estate.Build();
        var (lead, _) = await Hire(estate, "赵主管", "service", lead: true);
        var (clerk, _) = await Hire(estate, "钱客服", "service");
        var service = await Department(estate, "service");
        var id = await Held(estate);
        (await clerk.Client.GetAsync($"api/v1/tickets/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);

        await (await estate.Do(estate.Plumber, id, "transfer", new { departmentId = service })).ShouldBeProblem(400, "tickets/no-reason");
        await (await estate.Do(estate.Plumber, id, "transfer", new { departmentId = Guid.NewGuid(), note = "试试" })).ShouldBeProblem(400, "tickets/unknown-department");
        (await estate.Do(estate.Plumber, id, "transfer", new { departmentId = service, note = "要先和住户谈" })).EnsureSuccessStatusCode();

        (await estate.Told(lead, $"work/{id}", "转给您部门：{0}，{1}。请接单，或派给部门里的人。")).ShouldBeTrue();
        (await estate.Told(clerk, $"work/{id}", "部门里有单可以接：{0}，{1}。")).ShouldBeTrue();
        (await clerk.Client.GetJson("api/v1/tickets?mine=team")).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await clerk.Page("day")).ShouldContain("部门的单");
        Acts(await clerk.Client.GetJson($"api/v1/tickets/{id}")).Intersect(["accept", "refuse", "transfer"]).ShouldBe(["accept"]);
        Acts(await lead.Client.GetJson($"api/v1/tickets/{id}")).Intersect(["accept", "refuse", "transfer"]).ShouldBe(["accept", "transfer", "refuse"], ignoreOrder: true);
        foreach (var stranger in new[] { estate.Plumber, estate.SecondPlumber }) (await stranger.Client.GetAsync($"api/v1/tickets/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await estate.SecondPlumber.Client.GetJson("api/v1/tickets?mine=team")).GetProperty("items").GetArrayLength().ShouldBe(0);
        await (await estate.Do(clerk, id, "refuse", new { note = "不是我们的" })).ShouldBeProblem(403, "tickets/not-yours");
        await (await estate.Do(lead, id, "transfer", new { staffId = estate.SecondPlumberId, note = "你们去" })).ShouldBeProblem(403, "tickets/only-within-department");
        (await estate.Do(lead, id, "refuse", new { note = "和我们无关" })).EnsureSuccessStatusCode();
        (await estate.Company.Read(db => db.Set<Ticket>().Where(t => t.Id == id).Select(t => t.AssigneeId).SingleAsync())).ShouldBe(estate.PlumberId);
    }

    [Fact]
    public async Task Of_two_who_take_it_at_once_one_has_it_and_the_lead_keeps_sight_of_it()
    {
        var estate = await Estate.Build();
        var (lead, _) = await Hire(estate, "赵主管", "order", lead: true);
        var (first, firstId) = await Hire(estate, "孙师傅", "order", skill: 3);
        var (second, _) = await Hire(estate, "李师傅", "order", skill: 3);
        var id = await Held(estate);
        (await estate.Do(estate.Dispatcher, id, "transfer", new { departmentId = await Department(estate, "order"), note = "你们近" })).EnsureSuccessStatusCode();
        var version = (await estate.Manager.Client.GetJson($"api/v1/tickets/{id}")).GetProperty("version").GetInt32();
        var promise = DateTime.UtcNow.AddMinutes(30);

        var answers = await Task.WhenAll(new[] { first, second }.Select(p => p.Client.Post($"api/v1/tickets/{id}/accept", new { version, promisedAt = promise })));
        answers.Count(a => a.IsSuccessStatusCode).ShouldBe(1);
        var ticket = await estate.Company.Read(db => db.Set<Ticket>().AsNoTracking().SingleAsync(t => t.Id == id));
        var (taker, other) = ticket.AssigneeId == firstId ? (first, second) : (second, first);
        (ticket.State, ticket.AssigneeAccountId).ShouldBe((TicketState.Accepted, taker.AccountId));
        (await estate.Resident.Client.GetJson($"api/v1/tickets/{id}")).GetProperty("technician").GetProperty("name").GetString().ShouldBe(ticket.AssigneeName);
        (await other.Client.GetAsync($"api/v1/tickets/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await lead.Client.GetAsync($"api/v1/tickets/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_lead_gives_it_to_somebody_of_the_department_whose_refusal_brings_it_back_there()
    {
        var estate = await Estate.Build();
        var (lead, _) = await Hire(estate, "赵主管", "order", lead: true);
        var (worker, workerId) = await Hire(estate, "孙师傅", "order", skill: 3);
        var id = await Held(estate);
        (await estate.Do(estate.Dispatcher, id, "transfer", new { departmentId = await Department(estate, "order"), note = "你们近" })).EnsureSuccessStatusCode();

        await lead.Submit($"work/{id}", "transfer", ("Passed.Version", await Version(estate, id)), ("Passed.To", "s:" + workerId), ("Passed.Note", "你在附近"));
        (await worker.Client.GetJson($"api/v1/tickets/{id}")).GetProperty("refusedTo").GetString().ShouldBe("秩序维护部");
        (await estate.Do(worker, id, "refuse", new { note = "不会" })).EnsureSuccessStatusCode();
        (await estate.Company.Read(db => db.Set<Ticket>().AsNoTracking().SingleAsync(t => t.Id == id))).WaitsForDepartment.ShouldBeTrue();
    }

    [Fact]
    public async Task What_nobody_of_the_department_takes_in_time_is_told_to_the_dispatchers()
    {
        var estate = await Estate.Build();
        await Hire(estate, "赵主管", "service", lead: true);
        var id = await Held(estate);
        (await estate.Do(estate.Dispatcher, id, "transfer", new { departmentId = await Department(estate, "service"), note = "先谈谈" })).EnsureSuccessStatusCode();
        var at = await estate.Company.Read(db => db.Set<Ticket>().Where(t => t.Id == id).Select(t => t.AssignedAt!.Value).SingleAsync());
        (await estate.Company.Read(db => db.Set<OutboxMessage>().AnyAsync(m => m.Payload.Contains(id.ToString()) && m.Handler.Contains("OfferToNext") && m.DueAt > at))).ShouldBeTrue();

        await estate.Company.Change(async (services, _) => await services.GetRequiredService<OfferToNext>().Handle(new AcceptDue(id, at), new EventContext(Guid.CreateVersion7(), DateTime.UtcNow), default));
        (await estate.Told(estate.Dispatcher, $"desk/tickets/{id}", "部门里没有人接单：{0}，{1}。请改派或打电话给主管。")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_complaint_goes_to_a_person_and_never_to_a_whole_department()
    {
        var estate = await Estate.Build();
        await Hire(estate, "钱客服", "service");
        var id = await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = await estate.Category("c-noise"), unitId = estate.Home, description = "太吵" })).ShouldBeMade();
        await (await estate.Do(estate.Manager, id, "assign", new { departmentId = await Department(estate, "service"), note = "看看" })).ShouldBeProblem(422, "tickets/complaint-needs-somebody");
    }

    static async Task<Guid> Held(Estate estate)
    {
        var id = await estate.Reported();
        await estate.Do(estate.Dispatcher, id, "transfer", new { staffId = estate.PlumberId, note = "就他" });
        (await estate.Do(estate.Plumber, id, "accept", Estate.Soon)).EnsureSuccessStatusCode();
        return id;
    }

    static async Task<string> Version(Estate estate, Guid id) => (await estate.Manager.Client.GetJson($"api/v1/tickets/{id}")).GetProperty("version").GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture);

    static List<string> Acts(System.Text.Json.JsonElement ticket) => [.. ticket.GetProperty("acts").EnumerateArray().Select(a => a.GetString()!)];

    static async Task<Guid> Department(Estate estate, string key) => (await estate.Company.In(s => s.GetRequiredService<IStaffDirectory>().Departments())).Single(d => d.Name == (key == "service" ? "客户服务中心" : "秩序维护部")).Id;

    // Dispatch by hand only.
    internal static void Manual(System.Text.Json.Nodes.JsonObject file)
    {
        foreach (var leaf in file["categories"]!.AsArray().SelectMany(g => g!["children"]!.AsArray())) leaf!["dispatch"] = "manual";
    }

    // Hired where nobody's skills count unless asked for: an employee of that department with the work of a technician.
    internal static async Task<(TestPerson Person, Guid Id)> Hire(Estate estate, string name, string department, bool lead = false, int skill = 0, string kind = "plumbing")
    {
        var account = await estate.Company.NewAccount(name);
        var community = await estate.Company.Read(db => db.Set<Ticket>().Select(t => t.CommunityId).FirstOrDefaultAsync());
        var hired = await estate.Company.In(s => s.GetRequiredService<IStaffDemo>().Hire(new NewStaff(name, account.UserName!, department, department, "员工")
        {
            FieldWork = skill > 0,
            OnDuty = true,
            Lead = lead,
            Roles = ["technician"],
            Skills = skill > 0 ? [new NewSkill(kind, skill)] : [],
            Areas = community == Guid.Empty ? [] : [(community, null)],
        }));
        hired.Error.ShouldBeNull(hired.Error?.Message);
        return (estate.Company.Sign(account), hired.Value);
    }
}
