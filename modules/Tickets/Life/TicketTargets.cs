using Platform;
using Platform.Time;
using Tickets.Categories;
using Tickets.Clock;

namespace Tickets.Life;

/// <summary>The ticket's clock: what it owes next, and what moves its deadlines.</summary>
sealed partial class Ticket
{
    /// <summary>What the ticket owes now, since when and until when.</summary>
    internal sealed record Course(Phase Phase, DateTime From, DateTime By);

    /// <summary>Null while nothing is owed: the clock stands still, or all is done.</summary>
    internal Course? Running => State switch
    {
        TicketState.Submitted or TicketState.Assigned => new(Phase.Respond, RespondFrom, RespondBy),
        TicketState.Accepted or TicketState.OnTheWay when Arrival is { } by => new(Phase.Arrive, AcceptedAt!.Value, by),
        TicketState.Accepted or TicketState.OnTheWay or TicketState.InProgress => new(Phase.Resolve, ClockFrom, ResolveBy),
        TicketState.Suspended when !ClockStopped => new(Phase.Resolve, ClockFrom, ResolveBy),
        _ => null,
    };

    // The company's target or the technician's word, whichever is sooner, and never after the end.
    internal DateTime? Arrival => (ArriveBy, PromisedAt) switch
    {
        ({ } target, { } promise) => Earlier(Earlier(target, promise), ResolveBy),
        ({ } target, null) => Earlier(target, ResolveBy),
        (null, { } promise) => Earlier(promise, ResolveBy),
        _ => null,
    };

    static DateTime Earlier(DateTime a, DateTime b) => a < b ? a : b;

    /// <summary>True when alarms for this deadline are still to be set.</summary>
    internal bool Arm(Phase phase, DateTime by)
    {
        if (ArmedPhase == phase && ArmedFor == by) return false;
        (ArmedPhase, ArmedFor) = (phase, by);
        return true;
    }

    internal void Disarm() => (ArmedPhase, ArmedFor) = (null, null);

    internal void Target(Deadlines deadlines)
    {
        (ClockFrom, RespondFrom, RespondBy, ArriveBy, ResolveBy, RoundTheClock) = (deadlines.From, deadlines.From, deadlines.RespondBy, deadlines.ArriveBy, deadlines.ResolveBy, deadlines.RoundTheClock);
        Reckon();
    }

    /// <summary>Another category or priority: the deadlines are counted anew from where they began.</summary>
    internal Result<TicketMove> Reclassify(Category category, string path, Priority priority, Deadlines deadlines, string? reason, Act by)
    {
        if (Reason(reason) is { } missing) return missing;
        if (category.Kind != Kind) return TicketErrors.OtherKind;
        if (category.Id == CategoryId && priority == Priority) return TicketErrors.NothingChanged;
        return Go(TicketAct.Reclassify, by, reason, toResident: false, () =>
        {
            (CategoryId, Title, CategoryPath, Priority, Dispatch) = (category.Id, category.Name, path, priority, category.Dispatch);
            Target(deadlines);
        }, subject: path);
    }

    // Somebody had answered; whoever comes next has as long as the first one had.
    void AskAgain(WorkingCalendar calendar, DateTime now)
    {
        if (AcceptedAt is not null) (RespondFrom, RespondBy) = (now, calendar.Add(now, calendar.Between(RespondFrom, RespondBy, RoundTheClock), RoundTheClock));
    }

    // What was left when the clock stopped is left now. What was late then stays late.
    void Unsuspend(WorkingCalendar calendar, DateTime now)
    {
        if (SuspendedAt is not { } since) return;
        if (ClockStopped && ResolveBy > since) ResolveBy = calendar.Add(now, calendar.Between(since, ResolveBy, RoundTheClock), RoundTheClock);
        (SuspendedAt, SuspendReason, WakeAt, ClockStopped) = (null, null, null, false);
    }

    void Reckon() => DueAt = State switch
    {
        TicketState.Submitted or TicketState.Assigned => RespondBy,
        TicketState.Suspended => ClockStopped ? WakeAt ?? ResolveBy : ResolveBy,
        TicketState.Accepted or TicketState.OnTheWay => Arrival ?? ResolveBy,
        TicketState.InProgress => ResolveBy,
        _ => EndedAt ?? DoneAt ?? SubmittedAt,
    };
}
