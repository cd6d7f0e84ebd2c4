using Platform;
using Platform.Model;

namespace Estates.Places;

/// <summary>Whose a parking space is.</summary>
enum ParkingKind { Owned, CivilDefence, Shared }

/// <summary>How a parking space is used.</summary>
enum ParkingState { Free, Sold, Rented, Closed }

/// <summary>What can be said of a parking space.</summary>
sealed record ParkingFacts(string? Number, string? Area, ParkingKind Kind, ParkingState State, Guid? UnitId);

/// <summary>A parking space (车位), tied to a unit or free.</summary>
sealed class ParkingSpace : Aggregate
{
    ParkingSpace() { }

    public Guid CommunityId { get; private set; }
    public string Number { get; private set; } = "";
    public string SortKey { get; private set; } = "";
    /// <summary>Where it lies: <c>地下一层 B 区</c>.</summary>
    public string Area { get; private set; } = "";
    public ParkingKind Kind { get; private set; }
    public ParkingState State { get; private set; }
    public Guid? UnitId { get; private set; }

    public static Result<ParkingSpace> Open(Guid communityId, ParkingFacts facts)
    {
        var space = new ParkingSpace { CommunityId = communityId };
        return space.Change(facts).Error is { } error ? error : space;
    }

    public Result<Done> Change(ParkingFacts facts)
    {
        if (facts.Number?.Trim() is not { Length: > 0 and <= 20 } number) return PlaceErrors.ParkingNumber;
        if (facts.Area?.Trim() is { Length: > 40 }) return PlaceErrors.ParkingArea;
        if (!Enum.IsDefined(facts.Kind) || !Enum.IsDefined(facts.State)) return PlaceErrors.ParkingKind;
        if (facts is { UnitId: not null, State: ParkingState.Free or ParkingState.Closed }) return PlaceErrors.FreeButTied;

        (Number, SortKey, Area, Kind, State, UnitId) = (number, PlaceNames.SortKey(number), facts.Area?.Trim() ?? "", facts.Kind, facts.State, facts.UnitId);
        return Done.It;
    }
}
