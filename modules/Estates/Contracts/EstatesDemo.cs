namespace Estates.Contracts;

/// <summary>A person of a demonstration.</summary>
public sealed record DemoPerson(string Name, string Phone);

/// <summary>An account that lives in the unit of that ordinal, counted from 0 in building order.</summary>
public sealed record DemoAccount(Guid AccountId, string Name, string Phone, int Unit, ResidentRelation Relation = ResidentRelation.Owner);

/// <summary>A community to invent.</summary>
/// <param name="Name">Name, new in the company.</param>
/// <param name="Address">Address.</param>
/// <param name="ServicePhone">Service telephone.</param>
/// <param name="TakenOver">First day of service.</param>
/// <param name="Buildings">Number of buildings.</param>
/// <param name="Sections">Sections per building; 0 for buildings without.</param>
/// <param name="Floors">Floors.</param>
/// <param name="UnitsPerFloor">Units per floor and section.</param>
/// <param name="Occupied">Share of units with people, 0 to 1.</param>
/// <param name="Seed">Same seed, same community.</param>
/// <param name="NextPerson">Invents people; repeated phones are dropped.</param>
/// <param name="Accounts">Accounts that live here.</param>
/// <param name="PublicPlaces">Names of public places; null for the usual ones.</param>
public sealed record DemoCommunity(string Name, string Address, string ServicePhone, DateOnly TakenOver, int Buildings, int Sections, int Floors, int UnitsPerFloor, double Occupied, int Seed,
    Func<Random, DemoPerson> NextPerson, IReadOnlyList<DemoAccount> Accounts, IReadOnlyList<string>? PublicPlaces = null);

/// <summary>A unit that was made, with the people in it.</summary>
public sealed record DemoUnit(Guid Id, Guid BuildingId, string Label, IReadOnlyList<ResidentInfo> People);

/// <summary>What was made.</summary>
public sealed record DemoEstate(Guid CommunityId, IReadOnlyList<Guid> Buildings, IReadOnlyList<DemoUnit> Units, IReadOnlyList<Guid> PublicPlaces);

/// <summary>Makes communities for demonstrations and benchmarks, a thousand units in about a second.</summary>
public interface IEstatesDemo
{
    /// <summary>Makes the community in the current company and saves it. The accounts become members with the role <c>resident</c>, if there is one.</summary>
    Task<DemoEstate> Build(DemoCommunity plan, CancellationToken stop = default);
}
