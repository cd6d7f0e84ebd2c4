using System.Net;
using System.Text.RegularExpressions;
using Data;
using Estates.Places;
using Estates.Residents;
using Microsoft.EntityFrameworkCore;

namespace Estates.Tests;

public sealed class PageTests
{
    [Fact]
    public async Task Every_desk_page_opens_and_names_what_it_shows()
    {
        var estate = await Estate.New(occupied: 1);
        var admin = await estate.Admin();
        var (community, building, unit) = (estate.Made.CommunityId, estate.Made.Buildings[0], estate.Made.Units[0]);

        await Shows(admin, "estates", Estate.Name, unit.Label);
        await Shows(admin, $"estates?community={community}&building={building}&kind=Home&state=&text=1-1&after=", unit.Label);
        await Shows(admin, "estates?community=rubbish&after=x", unit.Label);
        await Shows(admin, "estates/communities/new", "接管日期");
        await Shows(admin, $"estates/communities/{community}", Estate.Name, "中心花园", "B1-001");
        await Shows(admin, $"estates/buildings/new?community={community}", "层数");
        await Shows(admin, $"estates/buildings/{building}", "1幢");
        await Shows(admin, $"estates/units/{unit.Id}", unit.Label, unit.People[0].Name, unit.People[0].Phone);
        await Shows(admin, $"estates/units/{unit.Id}/edit", "建筑面积");
        await Shows(admin, $"estates/units/new?building={building}", "1单元");
        await Shows(admin, $"estates/places/new?community={community}", "所在楼栋");
        await Shows(admin, $"estates/places/{estate.Made.PublicPlaces[0]}", "中心花园");
        await Shows(admin, $"estates/parking?community={community}", "B1-001");
        await Shows(admin, $"residents?text={unit.People[0].Phone}", unit.People[0].Name);
        await Shows(admin, "residents/requests", "都核实完了");
        await Shows(admin, "estates/import", "下载模板");
        foreach (var gone in new[] { "communities", "buildings", "units", "places", "imports" })
            (await admin.Client.GetAsync($"estates/{gone}/{Guid.NewGuid()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_stranger_binds_a_home_on_the_phone_in_a_few_taps()
    {
        var estate = await Estate.New();
        var (keeper, stranger) = (await estate.Admin(), await estate.Company.Stranger());
        var section = await estate.Company.Read(db => db.Set<Section>().FirstAsync(s => s.BuildingId == estate.Made.Buildings[0]));

        await Shows(stranger, "homes", "还没有绑定房屋");
        await Shows(stranger, "homes/new", Estate.Name, "1幢");
        await Shows(stranger, $"homes/new?community={estate.Made.CommunityId}&building={estate.Made.Buildings[0]}", "1单元");
        var unit = await estate.Company.Read(db => db.Set<Unit>().FirstAsync(u => u.SectionId == section.Id));
        await stranger.Submit($"homes/new?community={estate.Made.CommunityId}&building={estate.Made.Buildings[0]}&section={section.Id}", "ask", ("Input.Unit", unit.Id.ToString()), ("Input.Relation", "Tenant"));
        await Shows(stranger, "homes", "待核实");
        var id = await estate.Company.Read(db => db.Set<Residency>().Select(r => r.Id).SingleAsync());
        await Shows(keeper, "residents/requests", "租客");
        await keeper.Submit("residents/requests", "decide", ("Verify", $"{id}:1"));

        await Shows(stranger, "homes", "已通过");
    }

    [Fact]
    public async Task A_parking_space_is_moved_to_a_unit_and_deleted_on_its_page()
    {
        var estate = await Estate.New();
        var admin = await estate.Admin();
        var space = await (await admin.Client.Post("api/v1/parking-spaces", new { communityId = estate.Made.CommunityId, number = "B1-7", kind = "owned", state = "free" })).ShouldBeMade();
        (string, string)[] fields = [("Input.Number", "B1-8"), ("Input.Area", "地下一层"), ("Input.Kind", "Owned"), ("Input.State", "Sold"), ("Input.Version", "1")];

        (await admin.Send($"estates/parking/{space}", "space", [.. fields, ("Input.Unit", "9-9-909")])).Html.ShouldContain("没有这个房号");
        await admin.Submit($"estates/parking/{space}", "space", [.. fields, ("Input.Unit", "1-1-101")]);
        (await estate.Company.Read(db => db.Set<ParkingSpace>().SingleAsync(p => p.Id == space))).UnitId.ShouldBe(estate.Made.Units[0].Id);
        await admin.Submit($"estates/parking/{space}", "delete", ("Sent", "2"));

        (await estate.Company.Read(db => db.Set<ParkingSpace>().AnyAsync(p => p.Id == space))).ShouldBeFalse();
    }

    [Fact]
    public async Task Forms_keep_places_and_say_what_is_wrong()
    {
        var estate = await Estate.New();
        var admin = await estate.Admin();
        var building = estate.Made.Buildings[0];

        await admin.Submit("estates/communities/new", "community", ("Input.Name", "锦绣里"), ("Input.Address", "湖滨路 2 号"), ("Input.From", "2025-01-01"), ("Input.Key", "k"));
        await admin.Submit($"estates/buildings/{building}", "building", ("Input.Number", "7"), ("Input.Floors", "9"), ("Input.Sections", "1 2 3"), ("Input.Version", "1"));
        (await admin.Send($"estates/buildings/{building}", "building", ("Input.Number", "7"), ("Input.Floors", "9"), ("Input.Version", "1"))).Status.ShouldBe(HttpStatusCode.OK);
        await admin.Submit($"estates/units/new?building={building}", "unit", ("Input.Section", "3"), ("Input.Number", "901"), ("Input.Kind", "Home"), ("Input.State", "Vacant"),
            ("Input.Floor", "9"), ("Input.FloorArea", "88.8"), ("Input.InsideArea", ""), ("Input.Key", "u"));
        var bad = await admin.Send($"estates/units/new?building={building}", "unit", ("Input.Section", "3"), ("Input.Number", "902"), ("Input.Kind", "Home"), ("Input.State", "Vacant"), ("Input.Floor", "9"), ("Input.FloorArea", "many"));

        bad.Html.ShouldContain("建筑面积要大于 0");
        (await estate.Company.Read(db => db.Set<Community>().CountAsync())).ShouldBe(2);
        (await estate.Company.Read(db => db.Set<Unit>().SingleAsync(u => u.Code == "7-3-901"))).FloorArea.ShouldBe(88.80m);
    }

    [Fact]
    public async Task A_sheet_is_uploaded_looked_at_and_confirmed_on_pages()
    {
        var estate = await Estate.New();
        var admin = await estate.Admin();
        var sheet = Estate.Sheet([Estate.Name, "9", null, "101", null, 1, 100, null, null, "何晓东", "13712349999", "业主", null]);

        var upload = await admin.SendFile("estates/import", "import", "file", "sheet.xlsx", sheet);
        upload.Status.ShouldBe(HttpStatusCode.Redirect, upload.Html);
        var wrong = await admin.SendFile("estates/import", "import", "file", "sheet.xlsx", "MZ program"u8.ToArray());
        await Shows(admin, upload.Location, "确认导入 1 行");
        await admin.Submit(upload.Location, "confirm");

        wrong.Html.ShouldContain("这不是 Excel 文件");
        await Shows(admin, upload.Location, "已导入");
        (await estate.Company.Read(db => db.Set<Resident>().SingleAsync(r => r.Phone == "13712349999"))).Name.ShouldBe("何晓东");
    }

    static async Task Shows(TestPerson person, string address, params string[] words)
    {
        var text = await person.Page(address);
        foreach (var word in words) text.ShouldContain(word, customMessage: address);
    }
}
