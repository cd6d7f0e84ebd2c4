using Platform.Events;

namespace Estates.Contracts;

/// <summary>Somebody asked to be bound to a unit.</summary>
public sealed record HomeRequested(Guid ResidencyId) : IEvent;

/// <summary>Staff confirmed that a person belongs to a unit.</summary>
public sealed record HomeVerified(Guid ResidencyId) : IEvent;

/// <summary>Staff refused a request.</summary>
public sealed record HomeRefused(Guid ResidencyId) : IEvent;

/// <summary>Residents were prepared by staff or an import; accounts with their phones can be bound.</summary>
public sealed record ResidentsPrepared(IReadOnlyList<Guid> ResidentIds) : IEvent
{
    /// <summary>As many ids as fit into one message.</summary>
    public const int Most = 40;
}
