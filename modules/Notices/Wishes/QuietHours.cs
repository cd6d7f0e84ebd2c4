namespace Notices.Wishes;

/// <summary>Hours of the day in which nothing but the urgent is sent; they may reach over midnight. None when both ends are the same.</summary>
/// <param name="From">Inclusive, wall-clock.</param>
/// <param name="Until">Exclusive, wall-clock.</param>
readonly record struct QuietHours(TimeOnly From, TimeOnly Until)
{
    /// <summary>True when the wall-clock time is quiet.</summary>
    internal bool Covers(TimeOnly time) => From < Until ? time >= From && time < Until : From != Until && (time >= From || time < Until);

    /// <summary>The first instant (UTC) from <paramref name="utc"/> on that is not quiet. An hour that daylight saving skips ends them early, one that it repeats may begin them again.</summary>
    internal DateTime End(DateTime utc, TimeZoneInfo zone)
    {
        while (true)
        {
            var local = TimeZoneInfo.ConvertTimeFromUtc(utc, zone);
            if (!Covers(TimeOnly.FromDateTime(local))) return utc;

            var end = local.Date + Until.ToTimeSpan();
            if (end <= local) end = end.AddDays(1);
            // By the clock as it runs now; where it is put forward or back before then, look again from the change.
            var straight = utc + (end - local);
            if (zone.GetUtcOffset(utc) == zone.GetUtcOffset(straight)) return straight;
            utc = Change(utc, straight, zone);
        }
    }

    // The first second at which the zone's offset is another.
    static DateTime Change(DateTime from, DateTime until, TimeZoneInfo zone)
    {
        from = from.AddTicks(-(from.Ticks % TimeSpan.TicksPerSecond));
        var before = zone.GetUtcOffset(from);
        var (low, high) = (0L, (until.Ticks - from.Ticks) / TimeSpan.TicksPerSecond + 1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (zone.GetUtcOffset(from.AddSeconds(middle)) == before) low = middle;
            else high = middle;
        }
        return from.AddSeconds(high);
    }
}
