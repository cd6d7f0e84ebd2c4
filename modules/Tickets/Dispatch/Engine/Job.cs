using Tickets.Categories;

namespace Tickets.Dispatch.Engine;

/// <summary>Work for which somebody is looked for.</summary>
sealed record Job(Guid Id, Guid Category, Guid Community)
{
    public IReadOnlyList<string> Skills { get; init; } = [];
    public Guid? Building { get; init; }
    public Spot At { get; init; }
    public Priority Priority { get; init; } = Priority.Normal;
    public DateTime Reported { get; init; }
    /// <summary>Somebody has to be there by then.</summary>
    public DateTime ArriveBy { get; init; }
    /// <summary>From here on it is offered at once, even to somebody who has other work first; null when nothing presses.</summary>
    public DateTime? OfferBy { get; init; }
    /// <summary>Nobody is at home before.</summary>
    public DateTime? NotBefore { get; init; }
    /// <summary>How long such work usually takes on site.</summary>
    public double Minutes { get; init; } = 40;
    /// <summary>Who has been asked for it and has not accepted it yet.</summary>
    public Guid? Holder { get; init; }
    /// <summary>Who had it and did not take it, or gave it back.</summary>
    public IReadOnlySet<Guid> Declined { get; init; } = new HashSet<Guid>();
    /// <summary>How often somebody worked at this very place lately.</summary>
    public IReadOnlyDictionary<Guid, int> Familiar { get; init; } = new Dictionary<Guid, int>();
}
