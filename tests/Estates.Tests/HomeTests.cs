using Data;
using Estates.Residents;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Platform.Notices;

namespace Estates.Tests;

public sealed class HomeTests
{
    [Fact]
    public async Task A_verified_request_makes_the_stranger_a_resident_of_the_company()
    {
        var estate = await Estate.New();
        var (keeper, stranger) = (await estate.Admin(), await estate.Company.Stranger());
        var unit = estate.Made.Units[3];

        var id = await (await stranger.Client.Post("api/v1/homes/requests", new { unitId = unit.Id, relation = "owner" })).ShouldBeMade();
        (await stranger.Client.GetJson("api/v1/homes"))[0].GetProperty("state").GetString().ShouldBe("requested");
        await Noticed(estate.Company, keeper.AccountId);
        (await keeper.Client.Post($"api/v1/residencies/{id}/verify", new { version = 1 })).EnsureSuccessStatusCode();

        var home = (await stranger.Client.GetJson("api/v1/homes"))[0];
        home.GetProperty("state").GetString().ShouldBe("verified");
        home.GetProperty("label").GetString().ShouldBe(unit.Label);
        var access = await estate.Company.In(async s => await s.GetRequiredService<IAccessReader>().Read(stranger.AccountId));
        access!.Roles.ShouldBe(["resident"]);
        await using var scope = estate.Company.Host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<HostDb>().Memberships.AnyAsync(m => m.AccountId == stranger.AccountId && m.CompanyId == estate.Company.Id)).ShouldBeTrue();
        await Noticed(estate.Company, stranger.AccountId);
        await (await keeper.Client.Post($"api/v1/residencies/{id}/verify", new { version = 2 })).ShouldBeProblem(409, "estates/already-decided");
    }

    [Fact]
    public async Task Tapping_twice_at_once_makes_one_request()
    {
        var estate = await Estate.New();
        var stranger = await estate.Company.Stranger();
        var body = new { unitId = estate.Made.Units[0].Id, relation = "tenant" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => stranger.Client.Post("api/v1/homes/requests", body)));
        var ids = new List<Guid>();
        foreach (var answer in answers) ids.Add(await answer.ShouldBeMade());

        ids.Distinct().Count().ShouldBe(1);
        (await estate.Company.Read(db => db.Set<Residency>().CountAsync())).ShouldBe(1);
        (await estate.Company.Read(db => db.Set<Resident>().CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_says_why_and_the_person_may_ask_again()
    {
        var estate = await Estate.New();
        var (keeper, stranger) = (await estate.Admin(), await estate.Company.Stranger());
        var body = new { unitId = estate.Made.Units[0].Id, relation = "owner" };
        var id = await (await stranger.Client.Post("api/v1/homes/requests", body)).ShouldBeMade();

        await (await keeper.Client.Post($"api/v1/residencies/{id}/refuse", new { reason = "", version = 1 })).ShouldBeProblem(400, "estates/reason");
        (await keeper.Client.Post($"api/v1/residencies/{id}/refuse", new { reason = "房产证上是别人的名字", version = 1 })).EnsureSuccessStatusCode();

        (await stranger.Client.GetJson("api/v1/homes"))[0].GetProperty("reason").GetString().ShouldBe("房产证上是别人的名字");
        (await estate.Company.Read(db => db.Set<Member>().AnyAsync(m => m.AccountId == stranger.AccountId))).ShouldBeFalse();
        (await (await stranger.Client.Post("api/v1/homes/requests", body)).ShouldBeMade()).ShouldNotBe(id);
    }

    [Fact]
    public async Task Staff_of_another_building_cannot_decide()
    {
        var estate = await Estate.New();
        var keeper = await estate.Staff("residents.verify", DataScope.Building);
        await estate.Cover(keeper, estate.Made.Buildings[1]);
        var stranger = await estate.Company.Stranger();
        var id = await (await stranger.Client.Post("api/v1/homes/requests", new { unitId = estate.Made.Units[0].Id, relation = "owner" })).ShouldBeMade();

        await (await keeper.Client.Post($"api/v1/residencies/{id}/verify", new { version = 1 })).ShouldBeProblem(404, "not-found");
        (await keeper.Client.GetJson("api/v1/residencies/requests")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Somebody_prepared_by_phone_is_bound_when_the_proven_phone_comes()
    {
        var estate = await Estate.New();
        var (keeper, stranger) = (await estate.Admin(), await estate.Company.Stranger());
        await (await keeper.Client.Post("api/v1/residents", new { unitId = estate.Made.Units[0].Id, name = "林静怡", phone = stranger.Phone, relation = "owner" })).ShouldBeMade();

        (await stranger.Client.GetJson("api/v1/homes")).GetArrayLength().ShouldBe(0);
        await (await stranger.Client.Post("api/v1/homes/requests", new { unitId = estate.Made.Units[1].Id, relation = "owner" })).ShouldBeProblem(409, "estates/phone-not-proven");
        await Estate.Prove(stranger);
        var homes = await stranger.Client.GetJson("api/v1/homes");

        homes[0].GetProperty("state").GetString().ShouldBe("verified");
        (await estate.Company.Read(db => db.Set<Member>().AnyAsync(m => m.AccountId == stranger.AccountId && m.Roles.Any()))).ShouldBeTrue();
    }

    [Fact]
    public async Task Somebody_is_not_entered_under_a_number_that_is_on_record_for_another_name()
    {
        var estate = await Estate.New();
        var keeper = await estate.Admin();
        var phone = (await estate.Company.Stranger()).Phone;
        await (await keeper.Client.Post("api/v1/residents", new { unitId = estate.Made.Units[0].Id, name = "林静怡", phone, relation = "owner" })).ShouldBeMade();

        var refused = await keeper.Client.Post("api/v1/residents", new { unitId = estate.Made.Units[1].Id, name = "陈建国", phone, relation = "owner" });

        await refused.ShouldBeProblem(409, "estates/other-name");
        (await refused.Content.ReadAsStringAsync()).ShouldNotContain("林静怡");
        (await estate.Company.Read(db => db.Set<Residency>().CountAsync())).ShouldBe(1);
        await (await keeper.Client.Post("api/v1/residents", new { unitId = estate.Made.Units[1].Id, name = "林静怡", phone, relation = "owner" })).ShouldBeMade();
    }

    [Fact]
    public async Task Somebody_who_moves_out_of_the_last_home_loses_the_role()
    {
        var estate = await Estate.New();
        var (keeper, stranger) = (await estate.Admin(), await estate.Company.Stranger());
        var id = await (await stranger.Client.Post("api/v1/homes/requests", new { unitId = estate.Made.Units[0].Id, relation = "tenant" })).ShouldBeMade();
        (await keeper.Client.Post($"api/v1/residencies/{id}/verify", new { version = 1 })).EnsureSuccessStatusCode();

        (await keeper.Client.Post($"api/v1/residencies/{id}/end", new { version = 2 })).EnsureSuccessStatusCode();

        (await estate.Company.Read(db => db.Set<Residency>().SingleAsync(r => r.Id == id))).State.ShouldBe(ResidencyState.Ended);
        var access = await estate.Company.In(async s => await s.GetRequiredService<IAccessReader>().Read(stranger.AccountId));
        access!.Roles.ShouldBeEmpty();
        (await stranger.Client.GetJson("api/v1/homes"))[0].GetProperty("current").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Of_several_homes_the_chosen_one_comes_first()
    {
        var estate = await Estate.New();
        var (keeper, owner) = (await estate.Admin(), await estate.Company.Stranger());
        foreach (var unit in estate.Made.Units.Take(2))
        {
            var id = await (await owner.Client.Post("api/v1/homes/requests", new { unitId = unit.Id, relation = "owner" })).ShouldBeMade();
            (await keeper.Client.Post($"api/v1/residencies/{id}/verify", new { version = 1 })).EnsureSuccessStatusCode();
        }
        (await Homes()).ShouldBe([estate.Made.Units[0].Id, estate.Made.Units[1].Id]);

        var second = await estate.Company.Read(db => db.Set<Residency>().SingleAsync(r => r.UnitId == estate.Made.Units[1].Id));
        (await owner.Client.Post($"api/v1/homes/{second.Id}/choose", new { })).EnsureSuccessStatusCode();

        (await Homes()).ShouldBe([estate.Made.Units[1].Id, estate.Made.Units[0].Id]);
        await (await (await estate.Company.Stranger()).Client.Post($"api/v1/homes/{second.Id}/choose", new { })).ShouldBeProblem(404, "not-found");

        Task<List<Guid>> Homes() => estate.Company.In(async s => (await s.GetRequiredService<Contracts.IHomes>().HomesOf(owner.AccountId)).Select(h => h.Place.Id).ToList());
    }

    static async Task Noticed(TestCompany company, Guid account)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if (await company.Read(db => db.Set<Notice>().AnyAsync(n => n.AccountId == account))) return;
            await Task.Delay(100);
        }
        Assert.Fail("No notice came.");
    }
}
