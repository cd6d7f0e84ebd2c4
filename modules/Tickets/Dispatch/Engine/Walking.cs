namespace Tickets.Dispatch.Engine;

/// <summary>
/// Minutes on foot. Buildings stand in the order of their numbers, so many minutes apart; where that is wrong the company states the minutes between two of them.
/// </summary>
sealed class Walking(double perBuilding = 2, double betweenCommunities = 20, IReadOnlyDictionary<(Guid Community, int From, int To), double>? stated = null)
{
    const double SameBuilding = 1;
    const double SomewhereInTheCommunity = 4;
    const double Longest = 15;

    readonly IReadOnlyDictionary<(Guid Community, int From, int To), double> stated = stated ?? new Dictionary<(Guid, int, int), double>();

    /// <summary>From one job to the next, while it is not known which those are.</summary>
    internal static double Typical => SomewhereInTheCommunity;

    internal double Minutes(Spot? from, Spot to)
    {
        if (from is not { } here) return SomewhereInTheCommunity;
        if (here.Community != to.Community) return betweenCommunities;
        if (here.Building is not { } a || to.Building is not { } b) return SomewhereInTheCommunity;
        if (a == b) return SameBuilding;
        return stated.TryGetValue((to.Community, Math.Min(a, b), Math.Max(a, b)), out var said) ? said : Math.Min(Longest, SameBuilding + perBuilding * Math.Abs(a - b));
    }
}
