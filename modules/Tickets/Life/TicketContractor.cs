using Platform;
using Platform.Time;

namespace Tickets.Life;

/// <summary>Work by somebody outside: the same way through the same states, without an account.</summary>
sealed partial class Ticket
{
    /// <summary>The company outside that has it; then nobody of ours does.</summary>
    public Guid? ContractorId { get; private set; }

    /// <summary>Hands it to a company outside; the reason is always asked for.</summary>
    internal Result<TicketMove> GiveTo(Guid contractorId, string name, Act by, string? note, WorkingCalendar calendar)
    {
        if (Reason(note) is { } missing) return missing;
        return Go(State == TicketState.Submitted ? TicketAct.Assign : TicketAct.Transfer, by, note, toResident: false, () =>
        {
            AskAgain(calendar, by.Now);
            (AssigneeId, AssigneeAccountId, AssigneeName, AssignedAt, PromisedAt, AcceptedAt, ContractorId) = (null, null, name, by.Now, null, null, contractorId);
            Unsuspend(calendar, by.Now);
        }, subject: name);
    }
}
