using Estates.Places;
using Estates.Residents;
using Estates.Contracts;

namespace Estates.Tests;

public sealed class PlaceTests
{
    static readonly UnitFacts Facts = new(UnitKind.Home, 11, 92.6m, 73m, UnitState.Vacant);

    [Theory]
    [InlineData("3", "2", "1102", "3幢2单元1102", "3-2-1102")]
    [InlineData("3号楼", "2单元", "1102室", "3幢2单元1102", "3-2-1102")]
    [InlineData("Ａ栋", null, "101", "A幢101", "A-101")]
    [InlineData("商业楼", null, "B1-02", "商业楼B1-02", "商业楼-B1-02")]
    public void A_unit_is_called_as_people_call_it(string building, string? section, string number, string label, string code)
    {
        var made = Building.Build(Guid.NewGuid(), building, 11, section is null ? [] : [section]).Value;
        var unit = Unit.Open(made, made.Sections.SingleOrDefault(), number, Facts).Value;

        PlaceNames.UnitLabel(made.Number, made.Sections.SingleOrDefault()?.Number, unit.Number).ShouldBe(label);
        unit.Code.ShouldBe(code);
    }

    [Fact]
    public void Building_12_comes_after_building_3() => string.CompareOrdinal(PlaceNames.SortKey("3-2-1102"), PlaceNames.SortKey("12-1-101")).ShouldBeLessThan(0);

    [Fact]
    public void A_unit_refuses_impossible_figures()
    {
        var building = Building.Build(Guid.NewGuid(), "1", 6, []).Value;

        Unit.Open(building, null, "101", Facts with { FloorArea = 0 }).Error.ShouldBe(PlaceErrors.FloorArea);
        Unit.Open(building, null, "101", Facts with { InsideArea = 93m }).Error.ShouldBe(PlaceErrors.InsideArea);
        Unit.Open(building, null, "101", Facts with { Floor = 201 }).Error.ShouldBe(PlaceErrors.Floor);
        Unit.Open(building, null, " ", Facts).Error.ShouldBe(PlaceErrors.UnitNumber);
        Building.Build(Guid.NewGuid(), "", 6, []).Error.ShouldBe(PlaceErrors.BuildingNumber);
        Building.Build(Guid.NewGuid(), "1", 0, []).Error.ShouldBe(PlaceErrors.Floors);
    }

    [Fact]
    public void A_free_parking_space_belongs_to_no_unit() =>
        ParkingSpace.Open(Guid.NewGuid(), new("B1-001", null, ParkingKind.Owned, ParkingState.Free, Guid.NewGuid())).Error.ShouldBe(PlaceErrors.FreeButTied);

    [Fact]
    public void A_community_is_handed_back_once_and_not_before_it_was_taken_over()
    {
        var community = Community.TakeOver(Guid.NewGuid(), "云栖花园", "文三路 1 号", null, new(2024, 1, 1)).Value;

        community.HandBack(new(2023, 12, 31)).Error.ShouldBe(PlaceErrors.HandedBackTooEarly);
        community.HandBack(new(2026, 6, 30)).Error.ShouldBeNull();
        community.HandBack(new(2026, 7, 1)).Error.ShouldBe(PlaceErrors.AlreadyHandedBack);
    }

    [Fact]
    public void A_request_is_decided_once_and_refused_with_a_reason()
    {
        var now = DateTime.UtcNow;
        var today = DateOnly.FromDateTime(now);
        var by = new Decider(Guid.NewGuid(), "王管家");
        var request = Residency.Request(Guid.NewGuid(), Guid.NewGuid(), ResidentRelation.Owner, today, now).Value;

        request.Refuse(" ", by, now).Error.ShouldBe(ResidentErrors.Reason);
        request.Verify(by, now).Error.ShouldBeNull();
        request.Refuse("不是业主", by, now).Error.ShouldBe(ResidentErrors.AlreadyDecided);
        request.IsCurrent(today).ShouldBeTrue();
        request.End(today.AddDays(-1), today).Error.ShouldBe(ResidentErrors.UntilBeforeFrom);
        request.End(today.AddDays(30), today).Error.ShouldBeNull();
        request.IsCurrent(today.AddDays(31)).ShouldBeFalse();
    }
}
