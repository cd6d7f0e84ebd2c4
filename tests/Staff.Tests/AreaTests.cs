using System.Net.Http.Json;
using Data;
using Estates.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Platform.Notices;
using static Staff.Tests.Given;

namespace Staff.Tests;

public sealed class AreaTests
{
    [Fact]
    public async Task Staff_cover_whole_communities_or_some_buildings_of_them()
    {
        var company = await Given.Company();
        var (estate, other) = (await Build(company), await Build(await Given.Company()));
        var boss = await company.Person("班长", ("staff.view", DataScope.All), ("staff.edit", DataScope.All));
        var id = await company.Hire(Somebody());
        var (community, building) = (estate.CommunityId, estate.Buildings[1]);

        await boss.Submit($"staff/{id}/edit", "areas", ("version", "1"), ("building", $"{community}:{building}"));
        (await Covered()).ShouldBe([(community, building)]);
        (await boss.Page($"staff/{id}")).ShouldContain("2幢");
        await boss.Submit($"staff/{id}/edit", "areas", ("version", "2"), ("community", community.ToString()), ("building", $"{community}:{building}"));
        (await Covered()).ShouldBe([(community, null)]);

        foreach (var wrong in new[] { (community, (Guid?)other.Buildings[0]), (community, Guid.NewGuid()), (other.CommunityId, null), (Guid.NewGuid(), null) })
            await (await boss.Client.PutAsJsonAsync($"api/v1/staff/{id}/areas", new { version = 3, areas = new[] { new { communityId = wrong.Item1, buildingId = wrong.Item2 } } })).ShouldBeProblem(400, "staff/unknown-community");
        (await Covered()).ShouldBe([(community, null)]);

        async Task<List<(Guid, Guid?)>> Covered() => [.. (await company.Read(db => db.Staff.Where(s => s.Id == id).Join(db.Set<Member>(), s => s.MemberId, m => m.Id, (_, m) => m).SelectMany(m => m.Areas).ToListAsync())).Select(a => (a.CommunityId, a.BuildingId))];
    }

    [Fact]
    public async Task Leave_is_announced_decided_told_and_can_be_taken_back()
    {
        var company = await Given.Company();
        var boss = await company.Person("班长", ("staff.view", DataScope.All), ("staff.edit", DataScope.All));
        var (person, _) = await company.Technician();
        var day = DateTime.UtcNow.AddDays(20).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var leave = await (await person.Client.Post("api/v1/me/leaves", new { from = day, until = day, reason = "探亲" })).ShouldBeMade();

        (await Told(boss)).ShouldContain("请假");
        (await boss.Client.Post($"api/v1/leaves/{leave}/decision", new { version = 1, approve = true })).EnsureSuccessStatusCode();
        (await Told(person)).ShouldContain("已同意");
        await (await boss.Client.Post($"api/v1/me/leaves/{leave}/withdraw", new { })).ShouldBeProblem(403, "forbidden");
        (await person.Client.Post($"api/v1/me/leaves/{leave}/withdraw", new { })).EnsureSuccessStatusCode();
        await (await person.Client.Post($"api/v1/me/leaves/{leave}/withdraw", new { })).ShouldBeProblem(409, "staff/leave-decided");

        (await company.Read(db => db.Leaves.SingleAsync())).State.ShouldBe(Shifts.LeaveState.Withdrawn);
        await (await person.Client.Post("api/v1/me/leaves", new { from = day, until = day, reason = "改期" })).ShouldBeMade();

        async Task<string> Told(TestPerson who)
        {
            for (var i = 0; i < 100; i++)
            {
                if (await company.Read(db => db.Set<Notice>().Where(n => n.AccountId == who.AccountId).Select(n => n.Text).FirstOrDefaultAsync()) is { } text) return text;
                await Task.Delay(50);
            }
            throw new TimeoutException("No notice came.");
        }
    }

    static Task<DemoEstate> Build(TestCompany company) => company.In(s => s.GetRequiredService<IEstatesDemo>().Build(new DemoCommunity("云栖花园", "杭州", "0571-0000", new DateOnly(2020, 1, 1), 2, 1, 3, 2, 0, 1, _ => new("无人", "13700000000"), [])));
}
