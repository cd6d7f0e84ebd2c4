using CsCheck;
using Notices.Wishes;

namespace Notices.Tests;

/// <summary>Quiet hours against a clock that is looked at minute by minute.</summary>
public sealed class QuietHoursTests
{
    static readonly TimeZoneInfo[] Zones = [.. new[] { "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago", "Pacific/Apia", "Asia/Kolkata" }.Select(TimeZoneInfo.FindSystemTimeZoneById)];

    static readonly Gen<TimeOnly> Times = Gen.Int[0, 24 * 60 - 1].Select(m => TimeOnly.MinValue.AddMinutes(m));

    static readonly Gen<(DateTime, TimeZoneInfo, TimeOnly, TimeOnly)> Cases = Gen.Select(Gen.Int[0, 3 * 366 * 24 * 60 - 1].Select(m => new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(m)), Gen.Int[0, Zones.Length - 1].Select(i => Zones[i]), Times, Times);

    static DateTime ByTheMinute(DateTime utc, TimeZoneInfo zone, TimeOnly from, TimeOnly until)
    {
        for (; ; utc = utc.AddMinutes(1))
        {
            var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, zone));
            var quiet = from < until ? time >= from && time < until : from > until && (time >= from || time < until);
            if (!quiet) return utc;
        }
    }

    [Fact]
    public void They_end_at_the_minute_at_which_somebody_who_watches_the_clock_sees_them_end() =>
        Cases.Sample((utc, zone, from, until) => new QuietHours(from, until).End(utc, zone) == ByTheMinute(utc, zone, from, until), iter: 5000);

    [Fact]
    public void Around_the_changes_of_the_clock_too()
    {
        foreach (var zone in Zones)
            for (var day = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc); day.Year == 2025; day = day.AddDays(1))
            {
                if (zone.GetUtcOffset(day) == zone.GetUtcOffset(day.AddDays(1))) continue;
                for (var minute = -600; minute < 1440; minute += 7)
                    foreach (var (from, until) in new[] { (new TimeOnly(22, 0), new TimeOnly(7, 0)), (new(22, 0), new(2, 30)), (new(0, 30), new(1, 30)), (new(1, 45), new(23, 50)), (new(23, 30), new(0, 0)) })
                        new QuietHours(from, until).End(day.AddMinutes(minute), zone).ShouldBe(ByTheMinute(day.AddMinutes(minute), zone, from, until), $"{zone.Id} {day.AddMinutes(minute):O} {from}–{until}");
            }
    }
}
