namespace Tickets.Dispatch.Engine;

/// <summary>A place as far as walking is concerned: a building by its order in the community, or somewhere in the community.</summary>
readonly record struct Spot(Guid Community, int? Building);

/// <summary>How somebody's work of one category was received: the mean rating (1–5) and how often it had to be done again.</summary>
readonly record struct Quality(double? Rating, int Rework, int Done);

/// <summary>Somebody who could be given work, as of an instant. What is not accepted yet and may still be given to others does not count as theirs.</summary>
sealed record Worker(Guid Id)
{
    /// <summary>Key → level 1–5 of skills that are valid now.</summary>
    public IReadOnlyDictionary<string, int> Skills { get; init; } = new Dictionary<string, int>();
    public IReadOnlySet<string> Certified { get; init; } = new HashSet<string>();
    public IReadOnlySet<string> Expired { get; init; } = new HashSet<string>();
    public IReadOnlySet<Guid> Communities { get; init; } = new HashSet<Guid>();
    public IReadOnlySet<Guid> Buildings { get; init; } = new HashSet<Guid>();
    public bool OnDuty { get; init; } = true;
    public bool OnShift { get; init; } = true;
    public bool OnLeave { get; init; }
    public DateTime? ShiftEnds { get; init; }
    /// <summary>Where the work in hand, or the last one, is.</summary>
    public Spot? At { get; init; }
    /// <summary>When the work in hand will probably be done.</summary>
    public DateTime FreeAt { get; init; }
    public int Open { get; init; }
    /// <summary>Tickets finished in the last seven days.</summary>
    public int Week { get; init; }
    /// <summary>By category.</summary>
    public IReadOnlyDictionary<Guid, Quality> Quality { get; init; } = new Dictionary<Guid, Quality>();
}
