using Platform;
using Tickets.Categories;

namespace Tickets.Life;

/// <summary>What is peculiar to complaints: nobody learns who reported anonymously, an answer is owed, and the second refusal goes to the managers.</summary>
sealed partial class Ticket
{
    static string Nobody => Words.T("匿名住户");
    const int RefusalsBeforeManagers = 2;

    /// <summary>The reporter's name, phone and home are not written down anywhere on it; only the reporter finds it among the own ones.</summary>
    public bool Anonymous { get; private set; }

    /// <summary>Since when it is the managers' own affair, because the resident turned down the answer twice.</summary>
    public DateTime? EscalatedAt { get; private set; }

    /// <summary>The complaint that led to this work.</summary>
    public Guid? FromTicketId { get; private set; }

    // The reporter's acts stand in the timeline under nobody's name.
    Act Veiled(Act by) => Anonymous && by.As.HasFlag(Actor.Reporter) ? by with { AccountId = null, Name = Nobody } : by;

    void Escalate(DateTime now)
    {
        if (Kind != TicketKind.Complaint || Reopened < RefusalsBeforeManagers) return;
        EscalatedAt ??= now;
        Dispatch = DispatchMode.Manual;
    }

    /// <summary>Other work came out of it, which the timeline names.</summary>
    internal Result<TicketMove> LedTo(string number, Act by) => Go(TicketAct.Spawn, by, null, toResident: true, subject: number);

    /// <summary>It is the work that a complaint led to.</summary>
    internal void ComesFrom(Ticket complaint) => FromTicketId = complaint.Id;
}
