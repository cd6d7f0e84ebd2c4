using Platform.Settings;
using Tickets.Categories;
using Tickets.Dispatch;

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
    /// <summary>Share of a category's targets that a ticket of low priority gets, in percent of a normal one's.</summary>
    public int LowPercent { get; init; } = 200;
    /// <summary>The same for high priority.</summary>
    public int HighPercent { get; init; } = 50;
    /// <summary>The same for urgent ones.</summary>
    public int UrgentPercent { get; init; } = 25;
    /// <summary>A score this low, or lower, asks for a call back.</summary>
    public int LowScore { get; init; } = 2;
    /// <summary>The same fault in the same home counts as repeated within so many days.</summary>
    public int RepeatDays { get; init; } = 30;
    /// <summary>What people may tick beside their scores.</summary>
    public IReadOnlyList<string> RatingTags { get; init; } = ["上门准时", "说明清楚", "现场干净", "手艺好", "来得晚", "没修好", "态度差", "没收拾"];
    /// <summary>Reasons for a suspension that people choose from.</summary>
    public IReadOnlyList<SuspendReason> SuspendReasons { get; init; } = [new("等材料", true), new("住户不在家", true), new("住户要求改期", true), new("等外部单位", true), new("天气原因", true), new("人手不够", false)];
    /// <summary>Finished tickets close by themselves after so many days, and can be reopened as long.</summary>
    public int CloseAfterDays { get; init; } = 7;
    /// <summary>A technician with so many open tickets gets no more by dispatch.</summary>
    public int MaxOpenPerTechnician { get; init; } = 8;

    /// <summary>Who gets a ticket.</summary>
    public DispatchRules Dispatch { get; init; } = new();

    internal int PercentOf(Priority priority) => priority switch { Priority.Low => LowPercent, Priority.High => HighPercent, Priority.Urgent => UrgentPercent, _ => 100 };
}

/// <summary>Why work waits, and whether its clock stands still meanwhile.</summary>
sealed record SuspendReason(string Name, bool StopsClock);
