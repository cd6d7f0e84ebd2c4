using Estates.Contracts;
using Staff.Contracts;
using Tickets.Dispatch.Engine;
using Tickets.Life;

namespace Tickets.Dispatch;

/// <summary>A ticket in somebody's hands.</summary>
sealed record OpenWork(Guid Staff, TicketState State, Guid Community, Guid? Building, Guid Category, DateTime? StartedAt, DateTime? PromisedAt, DateTime? PreferredFrom);

/// <summary>When somebody's hands will be free, and where that will be.</summary>
static class Hands
{
    static readonly TimeSpan Soon = TimeSpan.FromHours(4);

    /// <summary>Work that has lasted longer than usual will not end this minute either.</summary>
    internal static double Remaining(double usual, double elapsed) => Math.Max(usual - elapsed, 0.35 * usual);

    internal static Worker Worker(Candidate person, IReadOnlyList<OpenWork> open, int week, (Guid Community, Guid? Building)? last, Dictionary<Guid, Quality>? quality, EstateMap map, Func<Guid, double> usual, DateTime now)
    {
        var free = now;
        Spot? at = last is { Community: var community, Building: var building } && community != Guid.Empty ? map.Spot(community, building) : null;
        // What waits for material, and what is promised for much later, does not keep anybody from other work.
        foreach (var work in open.Where(o => o.State != TicketState.Suspended && !((o.PreferredFrom ?? o.PromisedAt) > now + Soon)).OrderByDescending(o => o.State).ThenBy(o => o.PromisedAt))
        {
            free = work is { State: TicketState.InProgress, StartedAt: { } started } ? free.AddMinutes(Remaining(usual(work.Category), (now - started).TotalMinutes)) : free.AddMinutes(Walking.Typical + usual(work.Category));
            at = map.Spot(work.Community, work.Building);
        }
        return new(person.Card.StaffId)
        {
            Skills = person.Skills,
            Certified = person.Certified.ToHashSet(),
            Expired = person.Expired.ToHashSet(),
            Communities = person.Communities.ToHashSet(),
            Buildings = person.Buildings.ToHashSet(),
            OnDuty = person.Card.OnDuty,
            OnShift = person.OnShift,
            OnLeave = person.OnLeave,
            ShiftEnds = person.ShiftEnds,
            At = at,
            FreeAt = free,
            Open = open.Count,
            Week = week,
            Quality = quality ?? [],
        };
    }
}

/// <summary>Buildings by their order in the community.</summary>
sealed class EstateMap
{
    readonly Dictionary<Guid, Spot> spots = [];
    readonly Dictionary<(string Community, string Building), Spot> named = [];

    internal EstateMap(IReadOnlyList<BuildingInfo> buildings, IReadOnlyList<CommunityInfo> communities)
    {
        var names = communities.ToDictionary(c => c.Id, c => c.Name);
        foreach (var community in buildings.GroupBy(b => b.CommunityId))
            foreach (var (building, order) in community.Select((b, order) => (b, order)))
                spots[building.Id] = named[(names.GetValueOrDefault(community.Key, ""), building.Label)] = new(community.Key, order);
    }

    internal Spot Spot(Guid community, Guid? building) => building is { } id && spots.TryGetValue(id, out var spot) ? spot : new(community, null);

    /// <summary>Stated walks whose names nobody knows any more are left out.</summary>
    internal Walking Walking(DispatchRules rules)
    {
        Dictionary<(Guid, int, int), double> stated = [];
        foreach (var walk in rules.Walks)
            if (named.TryGetValue((walk.Community, walk.From), out var a) && named.TryGetValue((walk.Community, walk.To), out var b))
                stated[(a.Community, Math.Min(a.Building!.Value, b.Building!.Value), Math.Max(a.Building.Value, b.Building.Value))] = walk.Minutes;
        return new(rules.WalkMinutes, rules.CommunityMinutes, stated);
    }
}
