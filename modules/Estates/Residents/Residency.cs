using Estates.Contracts;
using Platform;
using Platform.Model;

namespace Estates.Residents;

/// <summary>Where a residency stands. The order matters: open ones come first, and only one may be open per person and unit.</summary>
enum ResidencyState { Requested, Verified, Refused, Ended }

/// <summary>Who decided: the account and the name it had then.</summary>
sealed record Decider(Guid AccountId, string Name);

/// <summary>A person belongs to a unit, from a day on and perhaps until one.</summary>
sealed class Residency : Aggregate
{
    Residency() { }

    Residency(Guid residentId, Guid unitId, ResidentRelation relation, DateOnly from, DateTime now) =>
        (ResidentId, UnitId, Relation, From, RequestedAt) = (residentId, unitId, relation, from, now);

    public Guid ResidentId { get; private set; }
    public Guid UnitId { get; private set; }
    public ResidentRelation Relation { get; private set; }
    public DateOnly From { get; private set; }
    /// <summary>Last day, for example of a lease.</summary>
    public DateOnly? Until { get; private set; }
    public ResidencyState State { get; private set; }
    public DateTime RequestedAt { get; private set; }
    public DateTime? DecidedAt { get; private set; }
    public Guid? DecidedBy { get; private set; }
    public string? DecidedByName { get; private set; }
    public string? Reason { get; private set; }

    /// <summary>Asked for by the person; staff look at it.</summary>
    public static Result<Residency> Request(Guid residentId, Guid unitId, ResidentRelation relation, DateOnly today, DateTime now) =>
        Enum.IsDefined(relation) ? new Residency(residentId, unitId, relation, today, now) : ResidentErrors.Relation;

    /// <summary>Entered by staff, who vouch for it.</summary>
    public static Result<Residency> Prepare(Guid residentId, Guid unitId, ResidentRelation relation, DateOnly from, DateOnly? until, Decider by, DateTime now)
    {
        if (!Enum.IsDefined(relation)) return ResidentErrors.Relation;
        if (from.Year is < 1950 or > 2100) return ResidentErrors.From;
        if (until < from) return ResidentErrors.UntilBeforeFrom;
        return new Residency(residentId, unitId, relation, from, now)
        {
            Until = until,
            State = ResidencyState.Verified,
            DecidedAt = now,
            DecidedBy = by.AccountId,
            DecidedByName = by.Name,
        };
    }

    public Result<Done> Verify(Decider by, DateTime now) => Decide(ResidencyState.Verified, by, null, now);

    public Result<Done> Refuse(string? reason, Decider by, DateTime now) =>
        reason?.Trim() is { Length: > 0 and <= 200 } why ? Decide(ResidencyState.Refused, by, why, now) : ResidentErrors.Reason;

    /// <summary>The person moves out; today or earlier ends it at once.</summary>
    public Result<Done> End(DateOnly lastDay, DateOnly today)
    {
        if (State != ResidencyState.Verified) return ResidentErrors.NotRunning;
        if (lastDay < From) return ResidentErrors.UntilBeforeFrom;
        Until = lastDay;
        if (lastDay <= today) State = ResidencyState.Ended;
        return Done.It;
    }

    /// <summary>Verified, begun and not over.</summary>
    public bool IsCurrent(DateOnly today) => State == ResidencyState.Verified && From <= today && (Until is null || Until >= today);

    /// <summary>The person takes a request back.</summary>
    public Result<Done> Withdraw()
    {
        if (State != ResidencyState.Requested) return ResidentErrors.AlreadyDecided;
        State = ResidencyState.Ended;
        return Done.It;
    }

    /// <summary>Closes a residency whose last day has passed, so that a new one may begin.</summary>
    public bool Lapse(DateOnly today)
    {
        if (State != ResidencyState.Verified || Until is null || Until >= today) return false;
        State = ResidencyState.Ended;
        return true;
    }

    /// <summary>Corrects what an import knows better.</summary>
    public Result<Done> Correct(ResidentRelation relation, DateOnly from)
    {
        if (from.Year is < 1950 or > 2100) return ResidentErrors.From;
        if (Until < from) return ResidentErrors.UntilBeforeFrom;
        (Relation, From) = (relation, from);
        return Done.It;
    }

    Result<Done> Decide(ResidencyState to, Decider by, string? reason, DateTime now)
    {
        if (State != ResidencyState.Requested) return ResidentErrors.AlreadyDecided;
        (State, DecidedAt, DecidedBy, DecidedByName, Reason) = (to, now, by.AccountId, by.Name, reason);
        return Done.It;
    }
}
