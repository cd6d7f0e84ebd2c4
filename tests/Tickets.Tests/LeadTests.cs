using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Notices;
using Staff.Contracts;
using Tickets.Life;

namespace Tickets.Tests;

/// <summary>What the lead of a department sees of its people's tickets, hears of them and does with them; on a host whose clock can be moved.</summary>
public sealed class LeadTests : IAsyncLifetime
{
    readonly TestHost host = TestHost.New();
    Estate estate = null!;
    TestPerson lead = null!;

    public async ValueTask InitializeAsync()
    {
        estate = await Estate.Build(file =>
        {
            file["tickets"]!["acceptMinutes"] = 15;
            foreach (var leaf in file["categories"]!.AsArray().SelectMany(g => g!["children"]!.AsArray()).Where(l => (string?)l!["key"] == "water-leak"))
                (leaf!["responseMinutes"], leaf["arriveMinutes"], leaf["resolveMinutes"], leaf["roundTheClock"], leaf["priority"]) = (200, 600, 2400, true, "normal");
        }, host);
        (lead, _) = await TransferTests.Hire(estate, "高班长", "engineering", lead: true);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task At_four_fifths_of_the_time_the_lead_is_told_and_not_yet_the_dispatchers()
    {
        var id = await Accepted();
        await Later(5 * 60 + 1);
        await Told(estate.Plumber, $"work/{id}", 1);
        (await Count(lead, $"work/{id}")).ShouldBe(0);
        await Later(3 * 60);
        await Told(lead, $"work/{id}", 1);
        (await Count(estate.Dispatcher, $"desk/tickets/{id}")).ShouldBe(0);
        await Later(2 * 60);
        await Told(estate.Manager, $"desk/tickets/{id}", 1);
        await Told(estate.Dispatcher, $"desk/tickets/{id}", 1);
        await Told(lead, $"work/{id}", 2);
    }

    [Fact]
    public async Task The_lead_opens_what_the_own_people_have_gives_it_to_another_of_them_and_the_first_hears_of_it()
    {
        var id = await Accepted();
        (await lead.Page($"work/{id}")).ShouldContain("转派");
        var stranger = (await TransferTests.Hire(estate, "赵主管", "service", lead: true)).Person;
        (await stranger.Client.GetAsync($"api/v1/tickets/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        var (_, outsider) = await TransferTests.Hire(estate, "钱客服", "service", skill: 3);

        await (await estate.Do(lead, id, "transfer", new { staffId = outsider, note = "他近" })).ShouldBeProblem(403, "tickets/only-within-department");
        await (await estate.Do(lead, id, "start")).ShouldBeProblem(403, "tickets/not-yours");
        await (await estate.Do(lead, id, "return", new { note = "不做" })).ShouldBeProblem(403, "tickets/not-yours");
        (await estate.Do(lead, id, "transfer", new { staffId = estate.SecondPlumberId, note = "周师傅走不开" })).EnsureSuccessStatusCode();

        (await Read(id)).AssigneeId.ShouldBe(estate.SecondPlumberId);
        (await estate.Told(estate.Plumber, "day", "{0}，{1} 已改派给 {2}，您不用去了。")).ShouldBeTrue();
        (await estate.Plumber.Client.GetAsync($"api/v1/tickets/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_department_without_a_lead_shows_nobody_what_colleagues_have()
    {
        var (worker, workerId) = await TransferTests.Hire(estate, "孙师傅", "order", skill: 3);
        var (colleague, _) = await TransferTests.Hire(estate, "李师傅", "order", skill: 3);
        var id = await estate.Reported();
        (await estate.Do(estate.Dispatcher, id, "transfer", new { staffId = workerId, note = "就他" })).EnsureSuccessStatusCode();
        (await worker.Client.GetAsync($"api/v1/tickets/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        (await colleague.Client.GetAsync($"api/v1/tickets/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await lead.Client.GetAsync($"api/v1/tickets/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_moves_to_another_department_takes_the_own_tickets_along()
    {
        var id = await Accepted();
        var (other, _) = await TransferTests.Hire(estate, "赵主管", "order", lead: true);
        var order = (await estate.Company.In(services => services.GetRequiredService<IStaffDirectory>().Departments())).Single(d => d.People.Any(p => p.Name == "赵主管")).Id;
        var admin = await estate.Company.Person("管理员", ("staff.edit", Platform.Access.DataScope.All), ("staff.view", Platform.Access.DataScope.All));
        var version = (await admin.Client.GetJson($"api/v1/staff/{estate.PlumberId}")).GetProperty("profile").GetProperty("version").GetInt32();
        (await admin.Client.PutAsync($"api/v1/staff/{estate.PlumberId}", System.Net.Http.Json.JsonContent.Create(new { version, name = "周建国", departmentId = order, position = "水电工", fieldWork = true }))).EnsureSuccessStatusCode();

        for (var i = 0; i < 200 && (await Read(id)).TeamId != order; i++) await Task.Delay(50);
        (await other.Client.GetAsync($"api/v1/tickets/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        (await lead.Client.GetAsync($"api/v1/tickets/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_complaint_in_the_hands_of_the_own_people_is_not_the_leads_business()
    {
        var id = await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = await estate.Category("c-noise"), unitId = estate.Home, description = "太吵" })).ShouldBeMade();
        (await estate.Do(estate.Manager, id, "assign", new { staffId = estate.PlumberId, note = "去看看" })).EnsureSuccessStatusCode();
        (await Read(id)).TeamId.ShouldNotBeNull();
        (await lead.Client.GetAsync($"api/v1/tickets/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_nobody_accepts_goes_to_the_lead_last_who_gives_it_to_somebody()
    {
        var id = await estate.Reported();
        await Later(16);
        for (var i = 0; i < 200 && (await Read(id)).AssigneeId != estate.SecondPlumberId; i++) await Task.Delay(50);
        (await Read(id)).AssigneeId.ShouldBe(estate.SecondPlumberId);
        await Later(16);
        (await estate.Told(lead, $"work/{id}", "转给您部门：{0}，{1}。请接单，或派给部门里的人。")).ShouldBeTrue();

        var ticket = await Read(id);
        (ticket.WaitsForDepartment, ticket.DepartmentName).ShouldBe((true, "工程部"));
        (await estate.Company.Read(db => db.Set<Notice>().AnyAsync(n => n.AccountId == estate.Dispatcher.AccountId && n.Text.Contains("没有人接单")))).ShouldBeFalse("the lead comes first");
        (await estate.Do(lead, id, "transfer", new { staffId = estate.PlumberId, note = "你去" })).EnsureSuccessStatusCode();
        (await Read(id)).AssigneeId.ShouldBe(estate.PlumberId);
    }

    [Fact]
    public async Task Once_the_department_did_not_take_it_either_the_dispatchers_are_told()
    {
        var id = await estate.Reported();
        for (var i = 0; i < 2; i++)
        {
            var before = (await Read(id)).AssignedAt;
            await Later(16);
            for (var j = 0; j < 200 && (await Read(id)).AssignedAt == before; j++) await Task.Delay(50);
        }
        await Later(16);
        (await estate.Told(estate.Dispatcher, $"desk/tickets/{id}", "部门里没有人接单：{0}，{1}。请改派或打电话给主管。")).ShouldBeTrue();
    }

    async Task<Guid> Accepted()
    {
        var id = await estate.Reported();
        (await estate.Do(estate.Dispatcher, id, "transfer", new { staffId = estate.PlumberId, note = "就他" })).Dispose();
        (await estate.Do(estate.Plumber, id, "accept", new { promisedAt = host.Clock.GetUtcNow().UtcDateTime.AddHours(10) })).EnsureSuccessStatusCode();
        return id;
    }

    Task<Ticket> Read(Guid id) => estate.Company.Read(db => db.Set<Ticket>().AsNoTracking().SingleAsync(t => t.Id == id));

    Task Later(int minutes)
    {
        host.Clock.Shift += TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(1);
        return Task.CompletedTask;
    }

    Task<int> Count(TestPerson person, string link) => estate.Company.Read(db => db.Set<Notice>().CountAsync(n => n.AccountId == person.AccountId && n.Kind == "tickets.reminder" && n.Link == link));

    async Task Told(TestPerson person, string link, int times)
    {
        for (var i = 0; i < 200 && await Count(person, link) < times; i++) await Task.Delay(50);
        (await Count(person, link)).ShouldBe(times, person.Name);
    }
}
