using Platform;
using Platform.Accounts;
using Platform.Model;
using Platform.Time;
using Tickets.Categories;
using Tickets.Clock;

namespace Tickets.Life;

/// <summary>A repair, complaint, suggestion or internal order and its way through <see cref="TicketLife.Table"/>.</summary>
sealed partial class Ticket : Aggregate
{
    internal const int MaxPhotos = 9;
    internal const int MaxWords = 500;
    internal static readonly TimeSpan RatingEditable = TimeSpan.FromDays(1);

    Ticket() { }

    internal static Result<Ticket> Submit(Guid id, string number, Category category, string path, TicketPlace place, Contact contact, string? description, TicketSource source, Act by, bool anonymous = false)
    {
        var words = description?.Trim();
        if (words is not { Length: > 0 and <= 1000 }) return TicketErrors.NoWords;
        if (anonymous && category.Kind is not (TicketKind.Complaint or TicketKind.Suggestion)) return TicketErrors.OnlyComplaintsHide;
        var (name, phone) = anonymous ? (Nobody, "") : (contact.Name?.Trim(), Phones.Normalize(contact.Phone));
        if (name is not { Length: > 0 and <= 30 } || phone is null) return TicketErrors.NoContact;
        if (category.Where == PlaceRule.Unit && place.UnitId is null) return TicketErrors.WrongPlace with { Args = [Words.T("户内")] };
        if (category.Where == PlaceRule.Public && place.PublicPlaceId is null) return TicketErrors.WrongPlace with { Args = [Words.T("公共区域")] };

        var ticket = new Ticket
        {
            Id = id,
            Number = number,
            Kind = category.Kind,
            CategoryId = category.Id,
            Title = category.Name,
            CategoryPath = path,
            Priority = category.Priority,
            Dispatch = category.Dispatch,
            CommunityId = place.CommunityId,
            Community = place.Community,
            BuildingId = place.BuildingId,
            UnitId = place.UnitId,
            PublicPlaceId = place.PublicPlaceId,
            PlaceLabel = place.Label,
            PlaceCode = place.Code,
            ReporterAccountId = contact.AccountId,
            ContactName = name,
            ContactPhone = phone,
            Description = words,
            Source = source,
            EnteredBy = by.AccountId!.Value,
            SubmittedAt = by.Now,
            Anonymous = anonymous,
        };
        return ticket;
    }

    public string Number { get; private set; } = "";
    public TicketKind Kind { get; private set; }
    public Guid CategoryId { get; private set; }
    public string Title { get; private set; } = "";
    public string CategoryPath { get; private set; } = "";
    public Priority Priority { get; private set; }
    public DispatchMode Dispatch { get; private set; }
    public TicketState State { get; private set; }
    public TicketSource Source { get; private set; }

    public Guid CommunityId { get; private set; }
    public string Community { get; private set; } = "";
    public Guid? BuildingId { get; private set; }
    public Guid? UnitId { get; private set; }
    public Guid? PublicPlaceId { get; private set; }
    public string PlaceLabel { get; private set; } = "";
    public string PlaceCode { get; private set; } = "";
    public string? Room { get; private set; }

    public Guid? ReporterAccountId { get; private set; }
    public Guid EnteredBy { get; private set; }
    public string ContactName { get; private set; } = "";
    public string ContactPhone { get; private set; } = "";
    public string Description { get; private set; } = "";
    public DateTime? PreferredFrom { get; private set; }
    public DateTime? PreferredTo { get; private set; }
    public bool MayEnterAlone { get; private set; }
    public DateTime? HappenedAt { get; private set; }

    /// <summary>The employee a complaint is about; it is hidden from that person.</summary>
    public Guid? AboutAccountId { get; private set; }

    /// <summary>The known outage that it is about.</summary>
    public Guid? IncidentId { get; private set; }

    /// <summary>Whose work did not hold, when it was reopened.</summary>
    public Guid? ReworkOfId { get; private set; }

    public Guid? AssigneeId { get; private set; }
    public Guid? AssigneeAccountId { get; private set; }
    public string? AssigneeName { get; private set; }
    public DateTime? PromisedAt { get; private set; }

    public DateTime SubmittedAt { get; private set; }
    public DateTime? AssignedAt { get; private set; }
    public DateTime? AcceptedAt { get; private set; }
    public DateTime? StartedAt { get; private set; }
    public DateTime? DoneAt { get; private set; }
    public DateTime? EndedAt { get; private set; }
    public DateTime? UrgedAt { get; private set; }
    public int Urged { get; private set; }
    public int Reopened { get; private set; }

    /// <summary>Somebody must have it by then; null once accepted.</summary>
    public DateTime RespondBy { get; private set; }
    /// <summary>Somebody must be there by then; null where only the promise counts.</summary>
    public DateTime? ArriveBy { get; private set; }
    public DateTime ResolveBy { get; private set; }
    /// <summary>Where the deadlines were counted from.</summary>
    public DateTime ClockFrom { get; private set; }
    /// <summary>Where the answer is counted from: later than the rest, when the ticket was accepted before and came back.</summary>
    public DateTime RespondFrom { get; private set; }
    /// <summary>Nights and holidays count as well.</summary>
    public bool RoundTheClock { get; private set; }
    /// <summary>The suspension is for a reason that stops the clock.</summary>
    public bool ClockStopped { get; private set; }
    /// <summary>The deadline that alarms are set for.</summary>
    public Phase? ArmedPhase { get; private set; }
    public DateTime? ArmedFor { get; private set; }

    /// <summary>The instant that lists and the board sort by: the next deadline, far away for what is over.</summary>
    public DateTime DueAt { get; private set; }

    public DateTime? SuspendedAt { get; private set; }
    public string? SuspendReason { get; private set; }
    public DateTime? WakeAt { get; private set; }

    internal Result<Done> Detail(string? room, DateTime? from, DateTime? to, bool mayEnterAlone, DateTime? happenedAt, Guid? about, DateTime now)
    {
        if (room is { Length: > 30 }) return TicketErrors.NoPlace;
        if (from is not null != to is not null || from >= to || to < now || from > now.AddDays(30)) return TicketErrors.BadSlot;
        if (happenedAt > now.AddMinutes(5)) return TicketErrors.BadHappened;
        (Room, PreferredFrom, PreferredTo, MayEnterAlone, HappenedAt, AboutAccountId) = (string.IsNullOrWhiteSpace(room) ? null : room.Trim(), from, to, mayEnterAlone, happenedAt, about);
        return Done.It;
    }

    internal Result<TicketMove> Grab(Guid staffId, Guid team, DateTime? promisedAt, Act by)
    {
        if (State != TicketState.Submitted && AssigneeId is not null) return TicketErrors.Taken;
        if (Promise(promisedAt, by.Now) is { } wrong) return wrong;
        return Go(TicketAct.Grab, by, null, toResident: true, () =>
            (AssigneeId, AssigneeAccountId, AssigneeName, TeamId, AssignedAt, AcceptedAt, PromisedAt) = (staffId, by.AccountId, by.Name, team, by.Now, by.Now, promisedAt));
    }

    internal Result<TicketMove> Depart(Act by) => Go(TicketAct.Depart, by, null, toResident: true);

    internal Result<TicketMove> Start(Act by) => Go(TicketAct.Start, by, null, toResident: true, () => StartedAt ??= by.Now);

    internal Result<TicketMove> Suspend(string? reason, bool stopsClock, DateTime? wakeAt, Act by)
    {
        if (Reason(reason) is { } missing) return missing;
        if (wakeAt <= by.Now || wakeAt > by.Now.AddDays(60)) return TicketErrors.BadWake;
        return Go(TicketAct.Suspend, by, reason, toResident: true, () => (SuspendedAt, SuspendReason, WakeAt, ClockStopped) = (by.Now, reason!.Trim(), wakeAt, stopsClock));
    }

    internal Result<TicketMove> Resume(Act by, WorkingCalendar calendar) => Go(TicketAct.Resume, by, null, toResident: true, () =>
    {
        StartedAt ??= by.Now;
        Unsuspend(calendar, by.Now);
    });

    internal Result<TicketMove> Complete(string? note, IReadOnlyList<string> missing, Act by)
    {
        if (note is { Length: > 1000 }) return TicketErrors.BadWork;
        if (Kind is TicketKind.Complaint or TicketKind.Suggestion && State == TicketState.InProgress && string.IsNullOrWhiteSpace(note)) return TicketErrors.NoAnswer;
        return missing.Count > 0 && State == TicketState.InProgress ? TicketErrors.Missing(string.Join(Words.T("、"), missing)) : Go(TicketAct.Complete, by, note, toResident: true, () => DoneAt = by.Now);
    }

    internal Result<TicketMove> Rated(DateTime? ratedAt, Act by)
    {
        if (ratedAt is { } at && by.Now - at > RatingEditable) return TicketErrors.RatingClosed;
        return Go(TicketAct.Rate, by, null, toResident: true, () =>
        {
            if (State == TicketState.Done) State = TicketState.Confirmed;
        });
    }

    internal Result<TicketMove> Close(Act by) => Go(TicketAct.Close, by, null, toResident: true, () => EndedAt = by.Now);

    internal Result<TicketMove> Cancel(string? reason, Act by) => Reason(reason) is { } missing ? missing : Go(TicketAct.Cancel, by, reason, toResident: true, () => EndedAt = by.Now);

    internal Result<TicketMove> Reject(string? reason, Act by) => Reason(reason) is { } missing ? missing : Go(TicketAct.Reject, by, reason, toResident: true, () => EndedAt = by.Now);

    internal Result<TicketMove> Reopen(string? reason, int days, Deadlines deadlines, Act by)
    {
        if (Reason(reason) is { } missing) return missing;
        if (DoneAt is { } done && by.Now - done > TimeSpan.FromDays(days)) return TicketErrors.ReopenTooLate with { Args = [days] };
        return Go(TicketAct.Reopen, by, reason, toResident: true, () =>
        {
            (Reopened, ReworkOfId) = (Reopened + 1, AssigneeId);
            Escalate(by.Now);
            Free();
            (StartedAt, DoneAt, EndedAt) = (null, null, null);
            Target(deadlines);
        });
    }

    internal Result<TicketMove> Urge(Act by)
    {
        if (UrgedAt is { } at && by.Now - at < TimeSpan.FromMinutes(30)) return TicketErrors.UrgedJustNow;
        return Go(TicketAct.Urge, by, null, toResident: true, () => (UrgedAt, Urged) = (by.Now, Urged + 1));
    }

    /// <summary>Says something: to the resident and the staff, or to the staff alone. A picture needs no words.</summary>
    internal Result<TicketMove> Comment(string? text, bool pictured, bool toResident, Act by) =>
        text?.Trim() is { Length: > MaxWords } || (!pictured && string.IsNullOrWhiteSpace(text)) ? TicketErrors.NothingSaid : Go(TicketAct.Comment, by, text, toResident);

    /// <summary>Another time suits better; whoever accepted it comes within that time.</summary>
    internal Result<TicketMove> Reschedule(DateTime? from, DateTime? to, string? note, Act by)
    {
        if (from is null || to is null || from >= to || to < by.Now || from > by.Now.AddDays(30) || to - from > TimeSpan.FromHours(12)) return TicketErrors.BadSlot;
        if (note is { Length: > 300 }) return TicketErrors.NoReason;
        return Go(TicketAct.Reschedule, by, note, toResident: true, () =>
        {
            (PreferredFrom, PreferredTo) = (from, to);
            if (State == TicketState.Accepted) PromisedAt = to;
        });
    }

    /// <summary>Something happens to a quote: the timeline keeps the amount and what was said.</summary>
    internal Result<TicketMove> Quoted(TicketAct act, decimal total, string? words, Act by) =>
        Go(act, by, act == TicketAct.WaiveQuote ? words : string.IsNullOrWhiteSpace(words) ? Money.Text(total) : Words.T("{0}，{1}", Money.Text(total), words.Trim()), toResident: true);

    /// <summary>A manager called back.</summary>
    internal Result<TicketMove> FollowedUp(string outcome, Act by) => Go(TicketAct.FollowUp, by, outcome, toResident: false);

    /// <summary>Ties it to a known outage, whose news the reporter then gets; or unties it.</summary>
    internal Result<TicketMove> Attach(Guid? incidentId, string? title, Act by) =>
        IncidentId == incidentId ? TicketErrors.NothingChanged : Go(TicketAct.Attach, by, incidentId is null ? Words.T("不再并入") : null, toResident: true, () => IncidentId = incidentId, subject: title);

    internal Result<TicketMove> Record(Act by, string summary, bool toResident) => Go(TicketAct.Record, by, summary, toResident);

    /// <summary>The first line of the timeline.</summary>
    internal TicketMove Submitted(Act by) => new(this, TicketAct.Submit, null, Veiled(by), null, toResident: true, null);

    Result<TicketMove> Go(TicketAct act, Act by, string? note, bool toResident, Action? effect = null, string? subject = null)
    {
        if (TicketLife.Find(act, State) is not { } rule) return TicketErrors.WrongState(act, State);
        if ((rule.By & by.As) == 0) return (rule.By & Actor.Assignee) != 0 ? TicketErrors.NotYours : TicketErrors.NotReporter;

        var from = State;
        effect?.Invoke();
        if (rule.To is { } to) State = to;
        Reckon();
        return new TicketMove(this, act, from, Veiled(by), string.IsNullOrWhiteSpace(note) ? null : note.Trim(), toResident, subject);
    }

    /// <summary>
    /// When something was really done that was pressed at <paramref name="pressed"/>: a clock that runs ahead counts as now; what was pressed before the present
    /// assignment was meant for an earlier one.
    /// </summary>
    internal Result<DateTime> TimeOf(DateTime? pressed, DateTime now) =>
        pressed is not { } at || at >= now ? now : at < (AssignedAt ?? SubmittedAt) ? TicketErrors.PressedBefore : at;

    static Error? Promise(DateTime? at, DateTime now) => at is null || at < now.AddMinutes(-1) || at > now.AddDays(7) ? TicketErrors.BadPromise : null;

    static Error? Reason(string? text) => text?.Trim() is { Length: > 0 and <= 300 } ? null : TicketErrors.NoReason;
}
