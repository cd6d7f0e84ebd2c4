using Platform;
using Platform.Model;

namespace Tickets.Life;

/// <summary>A line of a ticket's timeline.</summary>
sealed class TicketMove : Entry
{
    TicketMove() { }

    internal TicketMove(Ticket ticket, TicketAct act, TicketState? from, Act by, string? note, bool toResident, string? subject)
    {
        (TicketId, Act, From, To) = (ticket.Id, act, from, ticket.State);
        (At, ActorAccountId, ActorName, As) = (by.Now, by.AccountId, by.Name, by.As);
        (Note, ToResident, Subject) = (note, toResident, subject);
        (ReceivedAt, Latitude, Longitude, Accuracy, SignedBy) = (by.ReceivedAt, by.Spot?.Latitude, by.Spot?.Longitude, by.Spot?.Accuracy, by.SignedBy);
    }

    public Guid TicketId { get; private set; }
    public TicketAct Act { get; private set; }
    public TicketState? From { get; private set; }
    public TicketState To { get; private set; }
    public DateTime At { get; private set; }
    public Guid? ActorAccountId { get; private set; }
    public string ActorName { get; private set; } = "";
    public Actor As { get; private set; }
    public string? Note { get; private set; }
    /// <summary>Whom it was given to, for assignments.</summary>
    public string? Subject { get; private set; }
    /// <summary>When it reached the product, where it was done without a network.</summary>
    public DateTime? ReceivedAt { get; private set; }
    public double? Latitude { get; private set; }
    public double? Longitude { get; private set; }
    /// <summary>Metres.</summary>
    public double? Accuracy { get; private set; }
    /// <summary>Who signed for the finished work.</summary>
    public string? SignedBy { get; private set; }
    /// <summary>Part of what the resident sees.</summary>
    public bool ToResident { get; private set; }
}

enum WorkKind { Step, Problem, Material, Labour }

/// <summary>What was done, found or used on site, and how long it took. Written once; a correction is another line.</summary>
sealed class WorkEntry : Entry
{
    /// <summary>Hours of one line of labour: several people for a day.</summary>
    const decimal MostHours = 99;

    WorkEntry() { }

    internal static Result<WorkEntry> New(Guid ticketId, WorkKind kind, string? text, decimal? quantity, string? unit, Act by)
    {
        if (text?.Trim() is not { Length: > 0 and <= 300 } words || unit is { Length: > 10 } || !Enum.IsDefined(kind)) return TicketErrors.BadWork;
        var counted = kind switch
        {
            WorkKind.Material => quantity is >= 0.001m and <= 99_999,
            WorkKind.Labour => quantity is >= 0.05m and <= MostHours && decimal.Round(quantity.Value, 2) == quantity,
            _ => quantity is null,
        };
        if (!counted) return kind == WorkKind.Labour ? TicketErrors.BadHours : TicketErrors.BadWork;
        return new WorkEntry { TicketId = ticketId, Kind = kind, Text = words, Quantity = quantity, Unit = kind == WorkKind.Material ? unit?.Trim() : null, At = by.Now, ReceivedAt = by.ReceivedAt, By = by.Name };
    }

    public Guid TicketId { get; private set; }
    public WorkKind Kind { get; private set; }
    public string Text { get; private set; } = "";
    /// <summary>Of a material in its unit; of labour (工时) in hours of one person.</summary>
    public decimal? Quantity { get; private set; }
    public string? Unit { get; private set; }
    public DateTime At { get; private set; }
    /// <summary>When it reached the product, where it was written without a network.</summary>
    public DateTime? ReceivedAt { get; private set; }
    public string By { get; private set; } = "";
}

enum FileSlot { Report, Before, After, Work, Comment, Signature }

/// <summary>A photo or video of a ticket and what it shows.</summary>
sealed class TicketFile : Entry
{
    TicketFile() { }

    internal TicketFile(Guid ticketId, Guid attachmentId, FileSlot slot, bool isVideo, DateTime at, Guid? moveId = null) =>
        (TicketId, AttachmentId, Slot, IsVideo, At, MoveId) = (ticketId, attachmentId, slot, isVideo, at, moveId);

    public Guid TicketId { get; private set; }
    public Guid AttachmentId { get; private set; }
    public FileSlot Slot { get; private set; }
    /// <summary>The line of the conversation that it belongs to; who may read that may see this.</summary>
    public Guid? MoveId { get; private set; }
    public bool IsVideo { get; private set; }
    public DateTime At { get; private set; }
}

/// <summary>The reporter's judgement: three scores from 1 to 5, once, changeable for a day.</summary>
sealed class Rating : Part
{
    Rating() { }

    internal Rating(Guid ticketId, DateTime now) => (TicketId, At) = (ticketId, now);

    public Guid TicketId { get; private set; }
    public int Speed { get; private set; }
    public int Result { get; private set; }
    public int Attitude { get; private set; }
    public string? Comment { get; private set; }
    public List<string> Tags { get; private set; } = [];
    public DateTime At { get; private set; }

    /// <summary>Counts from now on, for work that was done again.</summary>
    internal void Renew(DateTime now) => At = now;

    internal int Lowest => Math.Min(Speed, Math.Min(Result, Attitude));

    /// <summary>Tags that the company does not offer are left out.</summary>
    internal Result<Done> Score(int speed, int result, int attitude, string? comment, IEnumerable<string>? tags = null)
    {
        if (speed is < 1 or > 5 || result is < 1 or > 5 || attitude is < 1 or > 5 || comment is { Length: > 500 }) return TicketErrors.BadScore;
        Tags = [.. (tags ?? []).Distinct()];
        (Speed, Result, Attitude, Comment) = (speed, result, attitude, string.IsNullOrWhiteSpace(comment) ? null : comment.Trim());
        return Done.It;
    }
}
