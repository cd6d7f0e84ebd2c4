using System.Net;
using Data;
using Estates.Places;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;

namespace Estates.Tests;

public sealed class DeletePlacesTests
{
    [Fact]
    public async Task What_was_entered_by_mistake_is_deleted_from_the_inside_out()
    {
        var company = await TestCompany.New();
        var admin = await company.Person("管理员", ("estates.view", DataScope.All), ("estates.edit", DataScope.All));
        var community = await Make(admin, "communities", new { name = "云栖花园", address = "文三路 1 号", takenOver = "2024-01-01" });
        var building = await Make(admin, "buildings", new { communityId = community, number = "1", floors = 3, sections = new[] { "1", "2" } });
        var unit = await Make(admin, "units", new { buildingId = building, section = "1", number = "101", kind = "home", floor = 1, floorArea = 90, insideArea = 80, state = "vacant" });
        var place = await Make(admin, "public-places", new { communityId = community, buildingId = building, name = "大堂", kind = "corridor" });
        var space = await Make(admin, "parking-spaces", new { communityId = community, number = "B1-1", kind = "owned", state = "sold", unitId = unit });

        foreach (var used in new[] { $"communities/{community}", $"buildings/{building}", $"buildings/{building}/sections/1", $"units/{unit}" })
            await (await Delete(admin, used)).ShouldBeProblem(409, "estates/still-used");
        foreach (var gone in new[] { $"parking-spaces/{space}", $"units/{unit}", $"buildings/{building}/sections/1" }) (await Delete(admin, gone)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await company.Read(db => db.Set<Section>().Select(s => s.Number).ToListAsync())).ShouldBe(["2"]);
        foreach (var gone in new[] { $"public-places/{place}", $"buildings/{building}?version=2", $"communities/{community}" }) (await Delete(admin, gone)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await company.Read(db => db.Set<Community>().AnyAsync())).ShouldBeFalse();
        (await company.Read(db => db.Set<Section>().AnyAsync())).ShouldBeFalse();
        await using var scope = company.Host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<HostDb>().Communities.AnyAsync(c => c.Id == community)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_stale_page_deletes_nothing()
    {
        var estate = await Estate.New();
        var admin = await estate.Admin();

        await (await Delete(admin, $"units/{estate.Made.Units[0].Id}?version=7")).ShouldBeProblem(409, "stale");

        (await estate.Company.Read(db => db.Set<Unit>().AnyAsync(u => u.Id == estate.Made.Units[0].Id))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_unit_that_somebody_lived_in_stays()
    {
        var estate = await Estate.New(occupied: 1);
        var admin = await estate.Admin();

        await (await Delete(admin, $"units/{estate.Made.Units[0].Id}")).ShouldBeProblem(409, "estates/still-used");

        (await estate.Company.Read(db => db.Set<Unit>().AnyAsync(u => u.Id == estate.Made.Units[0].Id))).ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_edits_one_building_deletes_nothing_elsewhere()
    {
        var estate = await Estate.New();
        var keeper = await estate.Staff("estates.edit", DataScope.Building);
        await estate.Cover(keeper, estate.Made.Buildings[1]);
        var elsewhere = await estate.Company.Read(db => db.Set<Unit>().FirstAsync(u => u.BuildingId == estate.Made.Buildings[0]));
        var here = await estate.Company.Read(db => db.Set<Unit>().FirstAsync(u => u.BuildingId == estate.Made.Buildings[1]));

        await (await Delete(keeper, $"units/{elsewhere.Id}")).ShouldBeProblem(404, "not-found");
        (await Delete(keeper, $"units/{here.Id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await Delete(keeper, $"communities/{estate.Made.CommunityId}")).ShouldBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task Staff_no_longer_cover_a_building_that_is_gone()
    {
        var estate = await Estate.New();
        var (admin, keeper) = (await estate.Admin(), await estate.Staff("estates.view", DataScope.Building));
        var building = await Make(admin, "buildings", new { communityId = estate.Made.CommunityId, number = "99", floors = 3 });
        await estate.Cover(keeper, building);

        (await Delete(admin, $"buildings/{building}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await estate.Company.Read(db => db.Set<MemberArea>().AnyAsync(a => a.BuildingId == building))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_hand_back_ends_service_after_its_last_day_and_can_be_taken_back()
    {
        var estate = await Estate.New();
        var admin = await estate.Admin();
        var address = $"api/v1/communities/{estate.Made.CommunityId}";
        await (await admin.Client.Post(address + "/hand-back", new { version = 1 })).ShouldBeProblem(400, "estates/last-day");

        (await admin.Client.Post(address + "/hand-back", new { lastDay = DateTime.UtcNow.AddDays(9).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), version = 1 })).EnsureSuccessStatusCode();
        (await admin.Client.GetJson("api/v1/homes/communities")).GetArrayLength().ShouldBe(1, "the last day is still to come");
        (await admin.Client.Post(address + "/keep", new { version = 2 })).EnsureSuccessStatusCode();
        (await admin.Client.Post(address + "/hand-back", new { lastDay = "2026-01-31", version = 3 })).EnsureSuccessStatusCode();
        (await admin.Client.GetJson("api/v1/homes/communities")).GetArrayLength().ShouldBe(0);

        await using var scope = estate.Company.Host.Services.CreateAsyncScope();
        var host = scope.ServiceProvider.GetRequiredService<HostDb>();
        (await host.Engagements.SingleAsync(e => e.CommunityId == estate.Made.CommunityId)).Until.ShouldBe(new DateOnly(2026, 1, 31));
    }

    [Fact]
    public async Task A_community_that_another_company_took_over_cannot_be_kept()
    {
        var (estate, other) = (await Estate.New(), await TestCompany.New());
        var admin = await estate.Admin();
        var address = $"api/v1/communities/{estate.Made.CommunityId}";
        (await admin.Client.Post(address + "/hand-back", new { lastDay = "2026-01-31", version = 1 })).EnsureSuccessStatusCode();
        await using var scope = estate.Company.Host.Services.CreateAsyncScope();
        var host = scope.ServiceProvider.GetRequiredService<HostDb>();
        host.Engagements.Add(new Platform.Accounts.CommunityEngagement { CommunityId = estate.Made.CommunityId, CompanyId = other.Id, From = new(2026, 2, 1) });
        await host.SaveChangesAsync();

        await (await admin.Client.Post(address + "/keep", new { version = 2 })).ShouldBeProblem(409, "estates/run-by-another");

        (await estate.Company.Read(db => db.Set<Community>().SingleAsync())).HandedBack.ShouldBe(new DateOnly(2026, 1, 31));
    }

    static async Task<Guid> Make(TestPerson admin, string collection, object body) => await (await admin.Client.Post("api/v1/" + collection, body)).ShouldBeMade();

    static Task<HttpResponseMessage> Delete(TestPerson admin, string what) => admin.Client.DeleteAsync("api/v1/" + what + (what.Contains('?') ? "" : "?version=1"));
}
