using Platform;
using Platform.Model;

namespace Estates.Places;

/// <summary>What a public place is.</summary>
enum PublicPlaceKind { Green, Gate, Lift, Equipment, Garage, Corridor, Playground, Other }

/// <summary>A public area or fixed point (公共区域), in a building or outside.</summary>
sealed class PublicPlace : Aggregate
{
    PublicPlace() { }

    public Guid CommunityId { get; private set; }
    public Guid? BuildingId { get; private set; }
    public string Name { get; private set; } = "";
    public PublicPlaceKind Kind { get; private set; }

    public static Result<PublicPlace> Open(Guid communityId, Guid? buildingId, string? name, PublicPlaceKind kind)
    {
        var place = new PublicPlace { CommunityId = communityId };
        return place.Change(buildingId, name, kind).Error is { } error ? error : place;
    }

    public Result<Done> Change(Guid? buildingId, string? name, PublicPlaceKind kind)
    {
        if (name?.Trim() is not { Length: > 0 and <= 40 } called) return PlaceErrors.PlaceName;
        if (!Enum.IsDefined(kind)) return PlaceErrors.PlaceKind;
        (BuildingId, Name, Kind) = (buildingId, called, kind);
        return Done.It;
    }
}
