using Platform;
using Platform.Model;

namespace Estates.Places;

/// <summary>What a unit is for.</summary>
enum UnitKind { Home, Shop, Office, Storage, Other }

/// <summary>How a unit is used now.</summary>
enum UnitState { NotHandedOver, Vacant, OwnerOccupied, Rented, Renovating }

/// <summary>What can be said of a unit besides where it is.</summary>
sealed record UnitFacts(UnitKind Kind, int Floor, decimal FloorArea, decimal InsideArea, UnitState State);

/// <summary>A home, shop or office (房屋).</summary>
sealed class Unit : Aggregate
{
    Unit() { }

    Unit(Building building, Section? section, string number) =>
        (CommunityId, BuildingId, SectionId, Number) = (building.CommunityId, building.Id, section?.Id, number);

    public Guid CommunityId { get; private set; }
    public Guid BuildingId { get; private set; }
    public Guid? SectionId { get; private set; }
    /// <summary>Number on the door: <c>1102</c>.</summary>
    public string Number { get; private set; } = "";
    /// <summary>How people type it: <c>3-2-1102</c>.</summary>
    public string Code { get; private set; } = "";
    /// <summary>Orders 3-2-1102 before 12-1-101.</summary>
    public string SortKey { get; private set; } = "";
    public UnitKind Kind { get; private set; }
    public int Floor { get; private set; }
    public decimal FloorArea { get; private set; }
    public decimal InsideArea { get; private set; }
    public UnitState State { get; private set; }

    public static Result<Unit> Open(Building building, Section? section, string? number, UnitFacts facts)
    {
        if (PlaceNames.Unit(number) is not { } clean) return PlaceErrors.UnitNumber;
        var unit = new Unit(building, section, clean);
        unit.Locate(building.Number, section?.Number);
        return unit.Describe(facts).Error is { } error ? error : unit;
    }

    public Result<Done> Describe(UnitFacts facts)
    {
        if (Check(facts) is { } wrong) return wrong;
        (Kind, Floor, FloorArea, InsideArea, State) = (facts.Kind, facts.Floor, decimal.Round(facts.FloorArea, 2), decimal.Round(facts.InsideArea, 2), facts.State);
        return Done.It;
    }

    /// <summary>What is wrong with the facts, or null.</summary>
    public static Error? Check(UnitFacts facts)
    {
        if (!Enum.IsDefined(facts.Kind)) return PlaceErrors.UnitKind;
        if (!Enum.IsDefined(facts.State)) return PlaceErrors.UnitState;
        if (facts.Floor is < -9 or > 200) return PlaceErrors.Floor;
        if (facts.FloorArea is < 0.01m or > 100_000) return PlaceErrors.FloorArea;
        return facts.InsideArea < 0 || facts.InsideArea > facts.FloorArea ? PlaceErrors.InsideArea : null;
    }

    public Result<Done> Renumber(string? number, string buildingNumber, string? sectionNumber)
    {
        if (PlaceNames.Unit(number) is not { } clean) return PlaceErrors.UnitNumber;
        Number = clean;
        Locate(buildingNumber, sectionNumber);
        return Done.It;
    }

    /// <summary>Follows its building's number.</summary>
    public void Locate(string buildingNumber, string? sectionNumber)
    {
        Code = PlaceNames.Code(buildingNumber, sectionNumber, Number);
        SortKey = PlaceNames.SortKey(Code);
    }
}
