using Platform;
using Platform.Model;
using Staff.People;

namespace Staff.Shifts;

enum LeaveState { Requested, Approved, Refused, Withdrawn }

/// <summary>Days off that somebody asked for; they count once approved.</summary>
sealed class Leave : Aggregate
{
    const int LongestDays = 180;

    Leave() { }

    public Guid StaffId { get; private set; }
    /// <summary>First day, in the company's zone.</summary>
    public DateOnly From { get; private set; }
    /// <summary>Last day, inclusive.</summary>
    public DateOnly Until { get; private set; }
    public string Reason { get; private set; } = "";
    public LeaveState State { get; private set; }
    public DateTime RequestedAt { get; private set; }
    public Guid? DecidedBy { get; private set; }
    public DateTime? DecidedAt { get; private set; }

    internal static Result<Leave> Ask(Guid staffId, DateOnly from, DateOnly until, string? reason, DateOnly today, DateTime now)
    {
        if (reason?.Trim() is not { Length: > 0 and <= 200 } text) return StaffErrors.BadLeave;
        if (until < from) return StaffErrors.LeaveBackwards;
        if (from < today || until.Year > 2100) return StaffErrors.LeavePast;
        if (until.DayNumber - from.DayNumber >= LongestDays) return StaffErrors.LongLeave(LongestDays);
        return new Leave { StaffId = staffId, From = from, Until = until, Reason = text, RequestedAt = now };
    }

    internal Result<Done> Withdraw(DateOnly today)
    {
        if (State is LeaveState.Refused or LeaveState.Withdrawn) return StaffErrors.LeaveDecided;
        if (State == LeaveState.Approved && From <= today) return StaffErrors.LeaveBegun;
        State = LeaveState.Withdrawn;
        return Done.It;
    }

    internal Result<Done> Decide(bool approve, Guid by, DateTime now)
    {
        if (State != LeaveState.Requested) return StaffErrors.LeaveDecided;
        (State, DecidedBy, DecidedAt) = (approve ? LeaveState.Approved : LeaveState.Refused, by, now);
        return Done.It;
    }
}
