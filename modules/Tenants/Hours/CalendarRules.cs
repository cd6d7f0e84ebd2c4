using Platform;
using Platform.Time;

namespace Tenants.Hours;

/// <summary>What a calendar must fulfil, wherever it comes from.</summary>
static class CalendarRules
{
    const int MostDays = 400;

    /// <summary>Everything that is wrong, with its place inside the calendar.</summary>
    internal static IEnumerable<(string Place, Error Error)> Check(CalendarSettings calendar)
    {
        if (calendar.WorkingDays.Count == 0) yield return ("workingDays", CommonErrors.Invalid("每周至少有一个工作日。"));
        if (calendar.WorkingDays.Distinct().Count() != calendar.WorkingDays.Count) yield return ("workingDays", CommonErrors.Invalid("同一天写了两次。"));
        if (calendar.Hours.Count is 0 or > 6) yield return ("hours", CommonErrors.Invalid("一天要有 1–6 段工作时间。"));
        for (var i = 0; i < calendar.Hours.Count; i++)
        {
            var (from, to) = calendar.Hours[i];
            if (from >= to) yield return ($"hours[{i}]", CommonErrors.Invalid("结束要晚于开始。"));
            if (i > 0 && from < calendar.Hours[i - 1].To) yield return ($"hours[{i}]", CommonErrors.Invalid("工作时间要按先后写，不能重叠。"));
        }
        foreach (var (place, days) in new[] { ("holidays", calendar.Holidays), ("makeUpDays", calendar.MakeUpDays) })
        {
            if (days.Count > MostDays) yield return (place, CommonErrors.Invalid("最多 {0} 天。", MostDays));
            for (var i = 0; i < days.Count; i++)
                if (days.Take(i).Contains(days[i])) yield return ($"{place}[{i}]", CommonErrors.Invalid("同一天写了两次。"));
        }
        for (var i = 0; i < calendar.MakeUpDays.Count; i++)
            if (calendar.Holidays.Contains(calendar.MakeUpDays[i])) yield return ($"makeUpDays[{i}]", CommonErrors.Invalid("{0:yyyy-MM-dd} 不能既放假又补班。", calendar.MakeUpDays[i]));
    }
}
