using Estates.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;

namespace Estates.Tests;

public sealed class ScopeTests
{
    [Fact]
    public async Task Staff_of_one_building_see_only_that_building()
    {
        var estate = await Estate.New(occupied: 1);
        var staff = await estate.Company.Person("楼管", ("estates.view", DataScope.Building), ("residents.view", DataScope.Building));
        await estate.Cover(staff, estate.Made.Buildings[0]);
        var foreign = estate.Made.Units.First(u => u.BuildingId == estate.Made.Buildings[1]);

        var units = (await staff.Client.GetJson("api/v1/units?limit=200")).GetProperty("items").EnumerateArray().ToList();
        units.Count.ShouldBe(12);
        units.ShouldAllBe(u => u.GetProperty("buildingId").GetGuid() == estate.Made.Buildings[0]);
        (await staff.Client.GetJson("api/v1/buildings")).GetArrayLength().ShouldBe(1);
        (await staff.Client.GetJson("api/v1/communities")).GetArrayLength().ShouldBe(1);
        await (await staff.Client.GetAsync($"api/v1/units/{foreign.Id}")).ShouldBeProblem(404, "not-found");
        await (await staff.Client.GetAsync($"api/v1/residents/{foreign.People[0].ResidentId}")).ShouldBeProblem(404, "not-found");
        var residents = (await staff.Client.GetJson("api/v1/residents?limit=200")).GetProperty("items").EnumerateArray().ToList();
        residents.Count.ShouldBe(estate.Made.Units.Where(u => u.BuildingId == estate.Made.Buildings[0]).Sum(u => u.People.Count));
    }

    [Fact]
    public async Task Phones_are_masked_for_those_who_may_not_see_residents()
    {
        var estate = await Estate.New(occupied: 1);
        var unit = estate.Made.Units[0];
        var plain = await estate.Staff("estates.view");
        var trusted = await estate.Admin();

        var masked = (await plain.Client.GetJson($"api/v1/units/{unit.Id}")).GetProperty("people")[0].GetProperty("phone").GetString();
        var open = (await trusted.Client.GetJson($"api/v1/units/{unit.Id}")).GetProperty("people")[0].GetProperty("phone").GetString();

        open!.Length.ShouldBe(11);
        masked.ShouldBe(open[..3] + "****" + open[7..]);
        (await plain.Client.GetAsync("api/v1/residents")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_stranger_sees_door_numbers_and_no_people()
    {
        var estate = await Estate.New(occupied: 1);
        var stranger = await estate.Company.Stranger();

        (await stranger.Client.GetAsync("api/v1/residents")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        (await stranger.Client.GetAsync("api/v1/units")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        (await stranger.Client.GetAsync($"api/v1/units/{estate.Made.Units[0].Id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        var building = (await stranger.Client.GetJson($"api/v1/homes/buildings?communityId={estate.Made.CommunityId}"))[0];
        var section = building.GetProperty("sections")[0].GetProperty("id").GetGuid();
        var units = await stranger.Client.GetJson($"api/v1/homes/units?buildingId={building.GetProperty("id").GetGuid()}&sectionId={section}");

        units.GetArrayLength().ShouldBe(6);
        units[0].EnumerateObject().Select(p => p.Name).ShouldBe(["id", "number"]);
    }

    [Fact]
    public async Task Another_company_finds_nothing()
    {
        var estate = await Estate.New(occupied: 1);
        var other = await Estate.New();
        var admin = await other.Admin();

        await (await admin.Client.GetAsync($"api/v1/units/{estate.Made.Units[0].Id}")).ShouldBeProblem(404, "not-found");
        await (await admin.Client.GetAsync($"api/v1/communities/{estate.Made.CommunityId}")).ShouldBeProblem(404, "not-found");
        await (await admin.Client.Post("api/v1/homes/requests", new { unitId = estate.Made.Units[0].Id, relation = "owner" })).ShouldBeProblem(400, "estates/unknown-unit");
    }

    [Fact]
    public async Task Other_modules_find_units_by_number_name_and_phone()
    {
        var estate = await Estate.New(occupied: 1);
        var person = estate.Made.Units[5].People[0];

        await estate.Company.In(async services =>
        {
            var places = services.GetRequiredService<IPlaces>();
            (await places.SearchUnits("2-1-1", 10)).Select(p => p.Label).ShouldBe(["2幢1单元101", "2幢1单元102"]);
            (await places.SearchUnits("302", 10)).Count.ShouldBe(4);
            (await places.SearchUnits(person.Phone, 5)).ShouldHaveSingleItem().Id.ShouldBe(estate.Made.Units[5].Id);
            (await places.SearchUnits("1", 3)).Count.ShouldBe(3);
            (await places.PublicPlaces(estate.Made.CommunityId)).ShouldContain(p => p.Label == "中心花园");
            (await services.GetRequiredService<IHomes>().PeopleOf(estate.Made.Units[5].Id)).Select(p => p.Name).ShouldContain(person.Name);
            return true;
        });
    }
}
