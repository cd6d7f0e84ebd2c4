using CsCheck;
using Platform.Time;

namespace Data.Tests;

public sealed class WorkingCalendarTests
{
    static readonly DateOnly Year = new(2026, 1, 1);

    // Boundaries within the hour that the clocks skip or repeat are tried by example: a minute of the wall clock does not name one instant there.
    static readonly Gen<WorkingHours[]> AnyHours = Gen.Int[0, 95].Where(q => q is < 8 or >= 12).Array[2, 6].Select(quarters =>
    {
        var edges = quarters.Distinct().Order().Select(q => new TimeOnly(q / 4, q % 4 * 15)).ToArray();
        return edges.Length < 2 ? [new WorkingHours(new(8, 30), new(12, 0))] : edges.Chunk(2).Where(c => c.Length == 2).Select(c => new WorkingHours(c[0], c[1])).ToArray();
    });

    static readonly Gen<DateOnly[]> AnyDays = Gen.Int[0, 364].Select(Year.AddDays).Array[0, 40];

    static readonly Gen<CalendarSettings> AnyCalendar = Gen.Select(AnyHours, Gen.Enum<DayOfWeek>().Array[1, 6], AnyDays, AnyDays,
        (hours, week, holidays, makeUp) => new CalendarSettings { Hours = hours, WorkingDays = [.. week.Distinct()], Holidays = holidays, MakeUpDays = makeUp });

    // Any minute of the year, and often one near the nights on which Europe changes its clocks.
    static readonly Gen<DateTime> AnyStart = Gen.OneOf(Minutes(0, 360 * 1440), Minutes(86 * 1440, 89 * 1440), Minutes(296 * 1440, 299 * 1440));

    static Gen<DateTime> Minutes(int from, int to) => Gen.Int[from, to].Select(m => Year.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddMinutes(m));

    [Theory]
    [InlineData("Asia/Shanghai")]
    [InlineData("Europe/Berlin")]
    public void A_deadline_is_what_counting_minute_by_minute_gives(string zoneId)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);

        Gen.Select(AnyCalendar, AnyStart, Gen.Int[1, 400]).Sample((settings, start, minutes) =>
            new WorkingCalendar(settings, zone).Add(start, TimeSpan.FromMinutes(minutes)) == Count(settings, zone, start, minutes), iter: 400);
    }

    [Theory]
    [InlineData("Asia/Shanghai")]
    [InlineData("Europe/Berlin")]
    public void An_instant_is_working_time_when_the_wall_clock_says_so(string zoneId)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);

        Gen.Select(AnyCalendar, AnyStart).Sample((settings, at) => new WorkingCalendar(settings, zone).IsWorking(at) == Works(settings, zone, at), iter: 5000);
    }

    [Theory]
    [InlineData("Asia/Shanghai")]
    [InlineData("Europe/Berlin")]
    public void Time_added_in_two_pieces_is_time_added_at_once(string zoneId)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);

        Gen.Select(AnyCalendar, AnyStart, Gen.Int[1, 150], Gen.Int[1, 150]).Sample((settings, start, first, second) =>
        {
            var calendar = new WorkingCalendar(settings, zone);
            return calendar.Add(calendar.Add(start, TimeSpan.FromMinutes(first)), TimeSpan.FromMinutes(second)) == calendar.Add(start, TimeSpan.FromMinutes(first + second));
        }, iter: 2000);
    }

    [Theory]
    [InlineData("Asia/Shanghai")]
    [InlineData("Europe/Berlin")]
    public void Time_between_two_instants_is_what_counting_minute_by_minute_gives(string zoneId)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);

        Gen.Select(AnyCalendar, AnyStart, Gen.Int[0, 6000]).Sample((settings, start, minutes) =>
            new WorkingCalendar(settings, zone).Between(start, start.AddMinutes(minutes)).TotalMinutes == Enumerable.Range(0, minutes).Count(m => Works(settings, zone, start.AddMinutes(m))), iter: 300);
    }

    [Theory]
    [InlineData("Asia/Shanghai")]
    [InlineData("Europe/Berlin")]
    public void What_was_added_is_between(string zoneId)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);

        Gen.Select(AnyCalendar, AnyStart, Gen.Int[1, 300], Gen.Bool).Sample((settings, start, minutes, roundTheClock) =>
        {
            var calendar = new WorkingCalendar(settings, zone);
            return calendar.Between(start, calendar.Add(start, TimeSpan.FromMinutes(minutes), roundTheClock), roundTheClock) == TimeSpan.FromMinutes(minutes);
        }, iter: 2000);
    }

    // The plainest reading of the rules: one step per minute, each asked for by itself.
    static DateTime Count(CalendarSettings settings, TimeZoneInfo zone, DateTime start, int minutes)
    {
        var horizon = start.AddDays(366);
        for (var at = start; at < horizon; at = at.AddMinutes(1))
            if (Works(settings, zone, at) && --minutes == 0) return at.AddMinutes(1);
        throw new InvalidOperationException("A calendar without working time.");
    }

    static bool Works(CalendarSettings settings, TimeZoneInfo zone, DateTime at)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(at, zone);
        var (day, time) = (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        var worked = settings.MakeUpDays.Contains(day) || (settings.WorkingDays.Contains(day.DayOfWeek) && !settings.Holidays.Contains(day));
        return worked && settings.Hours.Any(h => h.From <= time && time < h.To);
    }

    [Theory]
    // Friday 17:00 in Shanghai: an hour is left, the rest is Monday's.
    [InlineData("Asia/Shanghai", "2026-06-05T09:00Z", 120, "2026-06-08T01:30Z")]
    [InlineData("Asia/Shanghai", "2026-06-05T09:00Z", 60, "2026-06-05T10:00Z")]
    // Lunch does not count.
    [InlineData("Asia/Shanghai", "2026-06-05T03:30Z", 60, "2026-06-05T06:00Z")]
    public void The_usual_week_is_counted_as_people_expect(string zone, string start, int minutes, string due) =>
        new WorkingCalendar(new CalendarSettings(), TimeZoneInfo.FindSystemTimeZoneById(zone)).Add(Utc(start), TimeSpan.FromMinutes(minutes)).ShouldBe(Utc(due));

    [Fact]
    public void A_shift_that_begins_in_the_skipped_hour_begins_when_the_clocks_jump()
    {
        var night = new CalendarSettings { WorkingDays = [DayOfWeek.Sunday], Hours = [new(new(2, 30), new(4, 0))] };

        new WorkingCalendar(night, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).Add(Utc("2026-03-28T12:00Z"), TimeSpan.FromMinutes(10)).ShouldBe(Utc("2026-03-29T01:10Z"));
    }

    [Fact]
    public void Round_the_clock_every_minute_counts() =>
        new WorkingCalendar(new CalendarSettings(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")).Add(Utc("2026-06-06T00:00Z"), TimeSpan.FromHours(5), roundTheClock: true).ShouldBe(Utc("2026-06-06T05:00Z"));

    [Fact]
    public void A_calendar_without_working_time_counts_round_the_clock() =>
        new WorkingCalendar(new CalendarSettings { WorkingDays = [] }, TimeZoneInfo.Utc).Add(Utc("2026-06-06T00:00Z"), TimeSpan.FromHours(5)).ShouldBe(Utc("2026-06-06T05:00Z"));

    static DateTime Utc(string text) => DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal);
}
