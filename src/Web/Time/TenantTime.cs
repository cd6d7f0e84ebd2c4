using Platform.Tenancy;
using static Platform.Words;

namespace Web.Time;

/// <summary>Times as people of the company read them: in its zone, short, relative to today.</summary>
public sealed class TenantTime(ICurrentTenant tenant, TimeProvider clock)
{
    readonly TimeZoneInfo zone = tenant.Info?.Zone ?? TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>Now (UTC).</summary>
    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Today in the company's zone.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Local(Now));

    /// <summary>Wall-clock of an instant (UTC).</summary>
    public DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), zone);

    /// <summary>The instant (UTC) of a wall-clock time; a skipped one moves on by an hour.</summary>
    public DateTime ToUtc(DateTime local)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(local) ? local.AddHours(1) : local, zone);
    }

    /// <summary>14:30 today, 昨天 14:30, 11-22 14:30, or 2025-11-22 14:30.</summary>
    public string Text(DateTime utc)
    {
        var local = Local(utc);
        var time = local.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        var days = DateOnly.FromDateTime(local).DayNumber - Today.DayNumber;
        return days switch
        {
            0 => time,
            -1 => T("昨天 {0}", time),
            1 => T("明天 {0}", time),
            _ => local.ToString(local.Year == Today.Year ? "MM-dd HH:mm" : "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The time of day, 14:30.</summary>
    public string Clock(DateTime utc) => Local(utc).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>42 分, 3 小时 12 分, 2 天.</summary>
    public static string Span(TimeSpan span) => span.TotalHours < 1 ? T("{0} 分", Math.Max(1, (int)span.TotalMinutes))
        : span.TotalDays < 2 ? (span.Minutes == 0 ? T("{0} 小时", (int)span.TotalHours) : T("{0} 小时 {1} 分", (int)span.TotalHours, span.Minutes))
        : T("{0} 天", (int)span.TotalDays);
}
