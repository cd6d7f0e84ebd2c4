namespace Tickets.Contracts;

/// <summary>Somebody of a demonstration who reports or works.</summary>
public sealed record DemoReporter(Guid? AccountId, string Name, string Phone, Guid UnitId);

/// <summary>An employee of a demonstration who takes field work.</summary>
public sealed record DemoTechnician(Guid StaffId, Guid AccountId, string Name, IReadOnlyList<string> Skills, IReadOnlyList<Guid> Communities);

/// <summary>Tickets to invent in the current company.</summary>
/// <param name="Seed">Same seed, same tickets.</param>
/// <param name="Count">How many.</param>
/// <param name="Days">Spread over so many days until now.</param>
/// <param name="Reporters">People who report, at their homes.</param>
/// <param name="PublicPlaces">Public places where something may be wrong.</param>
/// <param name="Technicians">People who work on them.</param>
public sealed record DemoTickets(int Seed, int Count, int Days, IReadOnlyList<DemoReporter> Reporters, IReadOnlyList<Guid> PublicPlaces, IReadOnlyList<DemoTechnician> Technicians);

/// <summary>Invents tickets with their whole history, for demonstrations and benchmarks.</summary>
public interface ITicketsDemo
{
    /// <summary>Makes tickets in all states, by the entities' own rules, and saves them.</summary>
    Task Make(DemoTickets plan, CancellationToken stop = default);
}
