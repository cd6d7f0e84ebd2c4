using Platform.Settings;

namespace Tickets;

/// <summary>A company's rules for tickets.</summary>
sealed record TicketSettings : ICompanySetting
{
    public static string Key => "tickets";

    public string RepairPrefix { get; init; } = "WX";
    public string ComplaintPrefix { get; init; } = "TS";
    public string OrderPrefix { get; init; } = "NB";
    /// <summary>Tickets a resident may report per local day.</summary>
    public int DailyLimit { get; init; } = 10;
    /// <summary>Residents see 138****0000 instead of the technician's phone.</summary>
    public bool MaskStaffPhone { get; init; }
    /// <summary>Minutes within which an assigned ticket should be accepted.</summary>
    public int AcceptMinutes { get; init; } = 15;
    /// <summary>Finished tickets close by themselves after so many days, and can be reopened as long.</summary>
    public int CloseAfterDays { get; init; } = 7;
    /// <summary>A technician with so many open tickets gets no more by dispatch.</summary>
    public int MaxOpenPerTechnician { get; init; } = 8;
}
