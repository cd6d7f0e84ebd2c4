using Platform;
using Platform.Time;
using Tickets.Categories;

namespace Tickets.Life;

/// <summary>Who has it: given, passed on, taken by a department, refused and given back.</summary>
sealed partial class Ticket
{
    /// <summary>The department it was handed to. It stays while somebody of that department has the ticket, so that the lead keeps sight of it.</summary>
    public Guid? DepartmentId { get; private set; }
    public string? DepartmentName { get; private set; }

    /// <summary>The department of the colleague who has it, whose lead sees it and may give it to another of them.</summary>
    public Guid? TeamId { get; private set; }

    /// <summary>The colleague who passed it on: whoever refuses it gives it back to that one.</summary>
    public Guid? GiverId { get; private set; }
    public Guid? GiverAccountId { get; private set; }
    public string? GiverName { get; private set; }

    /// <summary>A department has it, and nobody of it has taken it yet.</summary>
    internal bool WaitsForDepartment => State == TicketState.Assigned && DepartmentId is not null && AssigneeId is null;

    /// <summary>To whom a refusal leads; null is the dispatch desk.</summary>
    internal string? RefusedTo => State != TicketState.Assigned ? null : DepartmentId is not null && AssigneeId is not null ? DepartmentName : GiverName;

    /// <summary>Gives it to somebody; <paramref name="team"/> is where that person works.</summary>
    internal Result<TicketMove> AssignTo(Guid staffId, Guid accountId, string name, Guid team, Act by, string? note, WorkingCalendar calendar)
    {
        if (staffId == AssigneeId && State != TicketState.Submitted) return TicketErrors.SamePerson;
        var act = State == TicketState.Submitted ? TicketAct.Assign : TicketAct.Transfer;
        if (act == TicketAct.Transfer && Reason(note) is { } missing) return missing;
        return Go(act, by, note, toResident: false, () =>
        {
            AskAgain(calendar, by.Now);
            // Within the department it is the department that a refusal leads back to.
            if (DepartmentId is null || DepartmentId != team) Remember(by);
            (AssigneeId, AssigneeAccountId, AssigneeName, TeamId, AssignedAt, PromisedAt, AcceptedAt, ContractorId) = (staffId, accountId, name, team, by.Now, null, null, null);
            Unsuspend(calendar, by.Now);
        }, subject: name);
    }

    /// <summary>Hands it to a department: anybody of it may take it, or its lead gives it to somebody.</summary>
    internal Result<TicketMove> HandTo(Guid departmentId, string name, Act by, string? note, WorkingCalendar calendar)
    {
        if (Kind == TicketKind.Complaint) return TicketErrors.ComplaintNeedsSomebody;
        if (WaitsForDepartment && DepartmentId == departmentId) return TicketErrors.SameDepartment;
        if (Reason(note) is { } missing) return missing;
        return Go(State == TicketState.Submitted ? TicketAct.Assign : TicketAct.Transfer, by, note, toResident: false, () =>
        {
            AskAgain(calendar, by.Now);
            Remember(by);
            (DepartmentId, DepartmentName) = (departmentId, name);
            Vacate(by.Now);
            Unsuspend(calendar, by.Now);
        }, subject: name);
    }

    /// <summary>Hands it to a company outside; the reason is always asked for.</summary>
    internal Result<TicketMove> GiveTo(Guid contractorId, string name, Act by, string? note, WorkingCalendar calendar)
    {
        if (Reason(note) is { } missing) return missing;
        return Go(State == TicketState.Submitted ? TicketAct.Assign : TicketAct.Transfer, by, note, toResident: false, () =>
        {
            AskAgain(calendar, by.Now);
            Remember(by);
            (AssigneeId, AssigneeAccountId, AssigneeName, TeamId, AssignedAt, PromisedAt, AcceptedAt, ContractorId) = (null, null, name, null, by.Now, null, null, contractorId);
            Unsuspend(calendar, by.Now);
        }, subject: name);
    }

    internal Result<TicketMove> Accept(DateTime? promisedAt, Act by)
    {
        if (Promise(promisedAt, by.Now) is { } wrong) return wrong;
        if (WaitsForDepartment || (State == TicketState.Assigned && (by.As & Actor.Assignee) == 0)) return TicketErrors.NotYours;
        return Go(TicketAct.Accept, by, null, toResident: true, () => (AcceptedAt, PromisedAt) = (by.Now, promisedAt));
    }

    /// <summary>Somebody of the department takes what waits for it; two at once are told apart by the version.</summary>
    internal Result<TicketMove> Take(Guid staffId, DateTime? promisedAt, Act by)
    {
        if (!WaitsForDepartment) return State == TicketState.Assigned ? TicketErrors.Taken : TicketErrors.WrongState(TicketAct.Accept, State);
        if (Promise(promisedAt, by.Now) is { } wrong) return wrong;
        return Go(TicketAct.Accept, by, null, toResident: true, () =>
            (AssigneeId, AssigneeAccountId, AssigneeName, TeamId, AcceptedAt, PromisedAt) = (staffId, by.AccountId, by.Name, DepartmentId, by.Now, promisedAt));
    }

    /// <summary>Does not take what was given: it goes back to the department or the colleague it came from, and otherwise to the dispatchers. <paramref name="giversTeam"/> is where that colleague works.</summary>
    internal Result<TicketMove> Refuse(string? reason, Guid? giversTeam, Act by, WorkingCalendar calendar)
    {
        if (RefusedTo is not { } back) return Return(reason, by, calendar);
        if (Reason(reason) is { } missing) return missing;
        if (!SpeaksFor(by)) return TicketErrors.NotYours;
        return Go(TicketAct.Refuse, by, reason, toResident: false, () =>
        {
            if (DepartmentId is not null && AssigneeId is not null)
            {
                Vacate(by.Now);
                return;
            }
            (AssigneeId, AssigneeAccountId, AssigneeName, TeamId, AssignedAt, ContractorId) = (GiverId, GiverAccountId, GiverName, giversTeam, by.Now, null);
            (GiverId, GiverAccountId, GiverName, DepartmentId, DepartmentName) = (null, null, null, null, null);
        }, subject: back);
    }

    /// <summary>Gives it back to the dispatchers.</summary>
    internal Result<TicketMove> Return(string? reason, Act by, WorkingCalendar calendar)
    {
        if (Reason(reason) is { } missing) return missing;
        if (TicketLife.Find(TicketAct.Return, State) is not null && !SpeaksFor(by)) return TicketErrors.NotYours;
        return Go(TicketAct.Return, by, reason, toResident: false, () =>
        {
            AskAgain(calendar, by.Now);
            Unsuspend(calendar, by.Now);
            Free();
        });
    }

    /// <summary>Whoever has it works in another department now.</summary>
    internal void Follow(Guid team) => TeamId = team;

    // Whoever has it, or the lead of the department that it waits for.
    bool SpeaksFor(Act by) => (by.As & Actor.Assignee) != 0 || ((by.As & Actor.Lead) != 0 && WaitsForDepartment);

    // What the desk or the product gave goes back to the desk.
    void Remember(Act by)
    {
        var passed = (by.As & Actor.Assignee) != 0 && AssigneeId is not null && by.AccountId == AssigneeAccountId;
        (GiverId, GiverAccountId, GiverName) = passed ? (AssigneeId, AssigneeAccountId, AssigneeName) : (null, null, null);
        (DepartmentId, DepartmentName) = (null, null);
    }

    // The department has it, none of its people.
    void Vacate(DateTime now) => (AssigneeId, AssigneeAccountId, AssigneeName, TeamId, AssignedAt, PromisedAt, AcceptedAt, ContractorId) = (null, null, DepartmentName, null, now, null, null, null);

    // As if it had never been given to anybody.
    void Free()
    {
        (AssigneeId, AssigneeAccountId, AssigneeName, TeamId, AssignedAt, AcceptedAt, PromisedAt, ContractorId) = (null, null, null, null, null, null, null, null);
        (GiverId, GiverAccountId, GiverName, DepartmentId, DepartmentName) = (null, null, null, null, null);
    }
}
