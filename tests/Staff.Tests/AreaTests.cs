using System.Net.Http.Json;
using Data;
using Estates.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
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
    public async Task The_page_says_how_many_buildings_are_covered_and_opens_only_there()
    {
        var company = await Given.Company();
        var (some, none) = (await Build(company), await Build(company, "湖畔公寓"));
        var boss = await company.Person("班长", ("staff.view", DataScope.All), ("staff.edit", DataScope.All));
        var id = await company.Hire(Somebody() with { Areas = [(some.CommunityId, some.Buildings[0]), (some.CommunityId, some.Buildings[1])] });

        var page = await boss.Page($"staff/{id}/edit");

        Part(page, some.CommunityId).ShouldContain("已选 2 栋");
        Part(page, some.CommunityId).ShouldContain("<details class=\"plain\" open");
        Part(page, none.CommunityId).ShouldContain("共 2 栋");
        Part(page, none.CommunityId).ShouldContain("<details class=\"plain\">");
        (await boss.Page($"staff/{id}")).ShouldContain("1幢、2幢");

        static string Part(string page, Guid community) => page[page.IndexOf($"value=\"{community}\"", StringComparison.Ordinal)..].Split("</li>")[0];
    }

    [Fact]
    public async Task A_building_counts_in_its_own_community_only_and_a_refusal_keeps_what_was_ticked()
    {
        var company = await Given.Company();
        var (estate, other) = (await Build(company), await Build(company, "湖畔公寓"));
        var boss = await company.Person("班长", ("staff.view", DataScope.All), ("staff.edit", DataScope.All));
        var id = await company.Hire(Somebody());

        await (await Put((estate.CommunityId, other.Buildings[0]))).ShouldBeProblem(400, "staff/unknown-community");
        var refused = await boss.Send($"staff/{id}/edit", "areas", ("version", "1"), ("community", estate.CommunityId.ToString()), ("building", $"{other.CommunityId}:{other.Buildings[1]}"), ("building", $"{other.CommunityId}:{Guid.NewGuid()}"));
        (await Put((estate.CommunityId, null), (estate.CommunityId, estate.Buildings[0]), (other.CommunityId, other.Buildings[0]))).EnsureSuccessStatusCode();

        refused.Html.ShouldContain("公司没有这个小区或楼栋");
        refused.Html.ShouldContain($"value=\"{estate.CommunityId}\" checked");
        refused.Html.ShouldContain($"value=\"{other.CommunityId}:{other.Buildings[1]}\" checked");
        var candidate = (await company.Candidates(DateTime.UtcNow)).Single();
        (candidate.Communities, candidate.Buildings).ShouldSatisfyAllConditions(c => c.Communities.ShouldBe([estate.CommunityId]), c => c.Buildings.ShouldBe([other.Buildings[0]]));

        Task<HttpResponseMessage> Put(params (Guid Community, Guid? Building)[] areas) =>
            boss.Client.PutAsJsonAsync($"api/v1/staff/{id}/areas", new { version = 1, areas = areas.Select(a => new { communityId = a.Community, buildingId = a.Building }) });
    }

    static Task<DemoEstate> Build(TestCompany company, string name = "云栖花园") => company.In(s => s.GetRequiredService<IEstatesDemo>().Build(new DemoCommunity(name, "杭州", "0571-0000", new DateOnly(2020, 1, 1), 2, 1, 3, 2, 0, 1, _ => new("无人", "13700000000"), [])));
}
