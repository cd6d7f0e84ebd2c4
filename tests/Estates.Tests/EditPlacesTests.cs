using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;

namespace Estates.Tests;

public sealed class EditPlacesTests
{
    [Fact]
    public async Task A_new_community_is_recorded_with_the_platform_once_even_when_tapped_twice()
    {
        var company = await TestCompany.New();
        var admin = await company.Person("管理员", ("estates.view", DataScope.All), ("estates.edit", DataScope.All));
        var body = new { name = "云栖花园", address = "文三路 1 号", servicePhone = "0571-88000000", takenOver = "2024-01-01" };

        var id = await (await admin.Client.Post("api/v1/communities", body, "k1")).ShouldBeMade();
        (await (await admin.Client.Post("api/v1/communities", body, "k1")).ShouldBeMade()).ShouldBe(id);
        await (await admin.Client.Post("api/v1/communities", body)).ShouldBeProblem(409, "estates/same-community");

        await using var scope = company.Host.Services.CreateAsyncScope();
        var host = scope.ServiceProvider.GetRequiredService<HostDb>();
        (await host.Communities.SingleAsync(c => c.Id == id)).Name.ShouldBe("云栖花园");
        (await host.Engagements.Where(e => e.CompanyId == company.Id).ToListAsync()).ShouldHaveSingleItem().Until.ShouldBeNull();
    }

    [Fact]
    public async Task Units_follow_the_number_of_their_building()
    {
        var estate = await Estate.New();
        var admin = await estate.Admin();
        var building = estate.Made.Buildings[0];

        (await admin.Client.PutAsync($"api/v1/buildings/{building}", System.Net.Http.Json.JsonContent.Create(new { number = "8幢", floors = 3, sections = new[] { "1", "2", "3" }, version = 1 }))).EnsureSuccessStatusCode();

        var units = await admin.Client.GetJson($"api/v1/units?buildingId={building}&text=8-2-");
        units.GetProperty("items").EnumerateArray().Select(u => u.GetProperty("label").GetString()).ShouldContain("8幢2单元101");
        await (await admin.Client.PutAsync($"api/v1/buildings/{building}", System.Net.Http.Json.JsonContent.Create(new { number = "9", floors = 3, version = 1 }))).ShouldBeProblem(409, "stale");
    }

    [Fact]
    public async Task A_unit_is_added_found_and_changed()
    {
        var estate = await Estate.New();
        var admin = await estate.Admin();
        var body = new { buildingId = estate.Made.Buildings[0], section = "1", number = "909", kind = "shop", floor = 9, floorArea = 88.5, insideArea = 70, state = "vacant" };

        var id = await (await admin.Client.Post("api/v1/units", body)).ShouldBeMade();
        await (await admin.Client.Post("api/v1/units", body)).ShouldBeProblem(409, "estates/same-unit");
        var unit = await admin.Client.GetJson($"api/v1/units/{id}");
        (await admin.Client.PutAsync($"api/v1/units/{id}", System.Net.Http.Json.JsonContent.Create(new { number = "910", kind = "office", floor = 9, floorArea = 90, insideArea = 0, state = "rented", version = 1 }))).EnsureSuccessStatusCode();

        unit.GetProperty("label").GetString().ShouldBe("1幢1单元909");
        var changed = await admin.Client.GetJson($"api/v1/units/{id}");
        changed.GetProperty("label").GetString().ShouldBe("1幢1单元910");
        changed.GetProperty("state").GetString().ShouldBe("rented");
        changed.GetProperty("version").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Pages_of_units_follow_each_other_without_gap()
    {
        var estate = await Estate.New(buildings: 12);
        var admin = await estate.Admin();
        var labels = new List<string>();

        string? after = null;
        do
        {
            var page = await admin.Client.GetJson("api/v1/units?limit=50" + (after is null ? "" : "&after=" + after));
            labels.AddRange(page.GetProperty("items").EnumerateArray().Select(u => u.GetProperty("label").GetString()!));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);

        labels.Count.ShouldBe(144);
        labels.Distinct().Count().ShouldBe(144);
        labels[0].ShouldBe("1幢1单元101");
        labels[^1].ShouldBe("12幢2单元302");
    }

    [Fact]
    public async Task Places_and_parking_are_kept_within_their_community()
    {
        var estate = await Estate.New();
        var other = await Estate.New();
        var admin = await estate.Admin();
        var community = estate.Made.CommunityId;

        var place = await (await admin.Client.Post("api/v1/public-places", new { communityId = community, name = "篮球场", kind = "playground" })).ShouldBeMade();
        await (await admin.Client.Post("api/v1/public-places", new { communityId = community, name = "篮球场", kind = "other" })).ShouldBeProblem(409, "estates/same-place");
        await (await admin.Client.Post("api/v1/public-places", new { communityId = other.Made.CommunityId, name = "球场", kind = "other" })).ShouldBeProblem(404, "not-found");
        var space = await (await admin.Client.Post("api/v1/parking-spaces", new { communityId = community, number = "B2-1", kind = "owned", state = "sold", unitId = estate.Made.Units[0].Id })).ShouldBeMade();
        await (await admin.Client.Post("api/v1/parking-spaces", new { communityId = community, number = "B2-2", kind = "owned", state = "sold", unitId = other.Made.Units[0].Id })).ShouldBeProblem(404, "not-found");

        (await admin.Client.GetJson($"api/v1/public-places/{place}")).GetProperty("name").GetString().ShouldBe("篮球场");
        (await admin.Client.GetJson($"api/v1/parking-spaces/{space}")).GetProperty("unit").GetString().ShouldBe("1-1-101");
    }
}
