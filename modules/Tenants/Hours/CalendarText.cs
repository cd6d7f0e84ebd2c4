using System.Globalization;
using Platform;
using Platform.Time;

namespace Tenants.Hours;

/// <summary>A calendar as people type it: one entry a line.</summary>
static class CalendarText
{
    static readonly char[] Separators = ['\n', '\r', ' ', ',', '，', '、'];

    internal static CalendarPage.CalendarForm Of(CalendarSettings calendar) => new()
    {
        WorkingDays = [.. calendar.WorkingDays],
        Hours = string.Join('\n', calendar.Hours.Select(h => string.Create(CultureInfo.InvariantCulture, $"{h.From:HH:mm}-{h.To:HH:mm}"))),
        Holidays = Lines(calendar.Holidays),
        MakeUpDays = Lines(calendar.MakeUpDays),
    };

    static string Lines(IEnumerable<DateOnly> days) => string.Join('\n', days.Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    internal static Result<IReadOnlyList<DateOnly>> Days(string? text)
    {
        var days = new List<DateOnly>();
        foreach (var word in Words(text))
        {
            if (!DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return CommonErrors.Invalid("“{0}”不是日期，请写成 2026-10-01 的样子。", word);
            days.Add(day);
        }
        return days;
    }

    internal static Result<IReadOnlyList<WorkingHours>> Hours(string? text)
    {
        var hours = new List<WorkingHours>();
        foreach (var word in Words(text))
        {
            var ends = word.Split(['-', '–', '~'], 2);
            if (ends.Length != 2 || !Clock(ends[0], out var from) || !Clock(ends[1], out var to)) return CommonErrors.Invalid("“{0}”不是时段，请写成 08:30-12:00 的样子。", word);
            hours.Add(new(from, to));
        }
        return hours;
    }

    static bool Clock(string text, out TimeOnly time) => TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    static string[] Words(string? text) => (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
