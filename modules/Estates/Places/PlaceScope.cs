using Platform.Access;

namespace Estates.Places;

/// <summary>What of the places a person's permission reaches, as part of the query.</summary>
static class PlaceScope
{
    internal static IQueryable<Unit> Within(this IQueryable<Unit> units, PersonAccess person, string permission) => person.ScopeOf(permission) switch
    {
        DataScope.All => units,
        DataScope.Community => units.Where(u => person.Communities.Contains(u.CommunityId)),
        DataScope.Building => units.Where(u => person.Buildings.Contains(u.BuildingId)),
        _ => units.Where(_ => false),
    };

    internal static IQueryable<Building> Within(this IQueryable<Building> buildings, PersonAccess person, string permission) => person.ScopeOf(permission) switch
    {
        DataScope.All => buildings,
        DataScope.Community => buildings.Where(b => person.Communities.Contains(b.CommunityId)),
        DataScope.Building => buildings.Where(b => person.Buildings.Contains(b.Id)),
        _ => buildings.Where(_ => false),
    };

    /// <summary>Whoever covers a building sees the community's name as well.</summary>
    internal static IQueryable<Community> Within(this IQueryable<Community> communities, IQueryable<Building> buildings, PersonAccess person, string permission) => person.ScopeOf(permission) switch
    {
        DataScope.All => communities,
        DataScope.Community => communities.Where(c => person.Communities.Contains(c.Id)),
        DataScope.Building => communities.Where(c => buildings.Any(b => b.CommunityId == c.Id && person.Buildings.Contains(b.Id))),
        _ => communities.Where(_ => false),
    };

    internal static IQueryable<PublicPlace> Within(this IQueryable<PublicPlace> places, PersonAccess person, string permission) => person.ScopeOf(permission) switch
    {
        DataScope.All => places,
        DataScope.Community => places.Where(p => person.Communities.Contains(p.CommunityId)),
        DataScope.Building => places.Where(p => p.BuildingId != null && person.Buildings.Contains(p.BuildingId.Value)),
        _ => places.Where(_ => false),
    };

    internal static IQueryable<ParkingSpace> Within(this IQueryable<ParkingSpace> spaces, IQueryable<Unit> units, PersonAccess person, string permission) => person.ScopeOf(permission) switch
    {
        DataScope.All => spaces,
        DataScope.Community => spaces.Where(p => person.Communities.Contains(p.CommunityId)),
        DataScope.Building => spaces.Where(p => units.Any(u => u.Id == p.UnitId && person.Buildings.Contains(u.BuildingId))),
        _ => spaces.Where(_ => false),
    };
}
