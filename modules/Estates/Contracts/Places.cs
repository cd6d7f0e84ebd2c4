namespace Estates.Contracts;

/// <summary>What a place is.</summary>
public enum PlaceKind
{
    /// <summary>A home, shop or office (房屋).</summary>
    Unit,
    /// <summary>A public area or fixed point (公共区域): garden, gate, pump room, lift.</summary>
    PublicPlace,
}

/// <summary>A community of the company.</summary>
public sealed record CommunityInfo(Guid Id, string Name, string? ServicePhone);

/// <summary>A building of a community. <paramref name="Label"/> is <c>3幢</c>.</summary>
public sealed record BuildingInfo(Guid Id, Guid CommunityId, string Label);

/// <summary>A place as people read it. <paramref name="Label"/> is <c>3幢2单元1102</c> or <c>中心花园</c>.</summary>
public sealed record PlaceInfo(Guid Id, PlaceKind Kind, Guid CommunityId, string Community, Guid? BuildingId, string? Building, string? Section, string? Unit, int? Floor, string Label);

/// <summary>A home of a resident: verified and current.</summary>
public sealed record Home(PlaceInfo Place, ResidentRelation Relation, decimal FloorArea);

/// <summary>How a person belongs to a unit.</summary>
public enum ResidentRelation
{
    /// <summary>业主.</summary>
    Owner,
    /// <summary>家庭成员.</summary>
    Family,
    /// <summary>租客.</summary>
    Tenant,
}

/// <summary>A person of a unit.</summary>
public sealed record ResidentInfo(Guid ResidentId, Guid? AccountId, string Name, string Phone, ResidentRelation Relation);

/// <summary>Finds places of the current company, in the communities that it runs today.</summary>
public interface IPlaces
{
    /// <summary>All communities that the company runs, by name.</summary>
    Task<IReadOnlyList<CommunityInfo>> Communities(CancellationToken stop = default);

    /// <summary>All buildings of those communities, in the order of their numbers.</summary>
    Task<IReadOnlyList<BuildingInfo>> Buildings(CancellationToken stop = default);

    /// <summary>How many units each building has; one without is left out.</summary>
    Task<IReadOnlyDictionary<Guid, int>> UnitCounts(CancellationToken stop = default);

    /// <summary>The unit or public place of that id, or null.</summary>
    Task<PlaceInfo?> Find(Guid placeId, PlaceKind kind, CancellationToken stop = default);

    /// <summary>Public places of a community, by label.</summary>
    Task<IReadOnlyList<PlaceInfo>> PublicPlaces(Guid communityId, CancellationToken stop = default);

    /// <summary>Up to <paramref name="limit"/> units whose number (<c>3-2-1102</c>, <c>1102</c>), resident name or phone starts with the text.</summary>
    Task<IReadOnlyList<PlaceInfo>> SearchUnits(string text, int limit, CancellationToken stop = default);
}

/// <summary>Finds homes and their people in the current company.</summary>
public interface IHomes
{
    /// <summary>The verified, current homes of an account: the one it chose first, the others by label.</summary>
    Task<IReadOnlyList<Home>> HomesOf(Guid accountId, CancellationToken stop = default);

    /// <summary>Accounts that live in the community, or in one building of it, in the order of their ids after <paramref name="after"/>.</summary>
    Task<IReadOnlyList<Guid>> AccountsIn(Guid communityId, Guid? buildingId, Guid? after, int limit, CancellationToken stop = default);

    /// <summary>The current people of a unit.</summary>
    Task<IReadOnlyList<ResidentInfo>> PeopleOf(Guid unitId, CancellationToken stop = default);
}
