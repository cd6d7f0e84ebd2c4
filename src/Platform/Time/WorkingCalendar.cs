using Platform.Settings;

namespace Platform.Time;

/// <summary>A stretch of working time within a day, local wall-clock.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive; later than <paramref name="From"/>.</param>
public sealed record WorkingHours(TimeOnly From, TimeOnly To);

/// <summary>A company's working time, in local wall-clock. 调休 make-up days work like weekdays, holidays not at all.</summary>
public sealed record CalendarSettings : ICompanySetting
{
    /// <inheritdoc />
    public static string Key => "calendar";

    /// <summary>Days of the week that are worked.</summary>
    public IReadOnlyList<DayOfWeek> WorkingDays { get; init; } = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];
    /// <summary>Hours of a worked day, ascending and disjoint.</summary>
    public IReadOnlyList<WorkingHours> Hours { get; init; } = [new(new(8, 30), new(12, 0)), new(new(13, 30), new(18, 0))];
    /// <summary>Days off.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];
    /// <summary>Days worked although the week says otherwise.</summary>
    public IReadOnlyList<DateOnly> MakeUpDays { get; init; } = [];
}

/// <summary>Counts working time. Deadlines are kept as instants, so nothing else needs to know the calendar.</summary>
public sealed class WorkingCalendar(CalendarSettings settings, TimeZoneInfo zone)
{
    // A calendar without working days would loop for ever; a year without a working minute means round the clock.
    const int Horizon = 366;

    /// <summary>
    /// The instant (UTC) at which <paramref name="amount"/> of working time has passed since <paramref name="start"/> (UTC).
    /// With <paramref name="roundTheClock"/> every minute counts. Hours skipped or repeated by daylight saving count as they really pass.
    /// </summary>
    public DateTime Add(DateTime start, TimeSpan amount, bool roundTheClock = false)
    {
        if (roundTheClock || amount <= TimeSpan.Zero) return start + amount;

        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(start, zone));
        for (var passed = 0; passed <= Horizon; passed++, day = day.AddDays(1))
        {
            foreach (var (from, to) in Stretches(day))
            {
                var begin = from > start ? from : start;
                if (begin >= to) continue;
                if (to - begin >= amount) return begin + amount;
                amount -= to - begin;
            }
        }
        return start + amount;
    }

    /// <summary>
    /// How much working time passes between the two instants (UTC); zero when <paramref name="to"/> is not later. What <see cref="Add"/> adds, this counts:
    /// a calendar without working time in a year counts round the clock.
    /// </summary>
    public TimeSpan Between(DateTime from, DateTime to, bool roundTheClock = false)
    {
        if (to <= from) return TimeSpan.Zero;
        if (roundTheClock || settings.Hours.Count == 0 || (settings.WorkingDays.Count == 0 && settings.MakeUpDays.Count == 0)) return to - from;

        var (total, last) = (TimeSpan.Zero, DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(to, zone)));
        for (var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(from, zone)); day <= last; day = day.AddDays(1))
        {
            foreach (var stretch in Stretches(day))
            {
                var (begin, end) = (stretch.From > from ? stretch.From : from, stretch.To < to ? stretch.To : to);
                if (end > begin) total += end - begin;
            }
        }
        return total;
    }

    /// <summary>True when the instant (UTC) lies in working time.</summary>
    public bool IsWorking(DateTime instant) =>
        Stretches(DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(instant, zone))).Any(s => s.From <= instant && instant < s.To);

    /// <summary>True when the day is worked at all.</summary>
    public bool IsWorkingDay(DateOnly day) =>
        settings.MakeUpDays.Contains(day) || (settings.WorkingDays.Contains(day.DayOfWeek) && !settings.Holidays.Contains(day));

    IEnumerable<(DateTime From, DateTime To)> Stretches(DateOnly day)
    {
        if (!IsWorkingDay(day)) yield break;
        foreach (var hours in settings.Hours) yield return (ToUtc(day.ToDateTime(hours.From)), ToUtc(day.ToDateTime(hours.To)));
    }

    DateTime ToUtc(DateTime local)
    {
        // A wall-clock time that daylight saving skips is read as the moment of the jump.
        if (zone.IsInvalidTime(local))
        {
            var before = local.AddHours(-2);
            return TimeZoneInfo.ConvertTimeToUtc(before, zone) + (Jump(before) - before);
        }
        return TimeZoneInfo.ConvertTimeToUtc(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), zone);
    }

    DateTime Jump(DateTime before)
    {
        var at = before;
        while (!zone.IsInvalidTime(at)) at = at.AddMinutes(1);
        return at;
    }
}
