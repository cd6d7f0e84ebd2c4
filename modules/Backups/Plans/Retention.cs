using Platform.Backups;

namespace Backups.Plans;

/// <summary>When packages are made and which of them are kept.</summary>
static class Retention
{
    // Companies of one hour begin spread over three, each always at the same minute.
    const int Spread = 180;

    /// <summary>The first moment (UTC) after <paramref name="now"/> at which the company is to be backed up. A night on which that time does not exist has it an hour later.</summary>
    internal static DateTime Next(Guid company, int hour, TimeZoneInfo zone, DateTime now)
    {
        var minutes = (hour * 60) + (company.ToByteArray()[^1] * Spread / 256);
        var day = TimeZoneInfo.ConvertTimeFromUtc(now, zone).Date.AddDays(-1);
        while (true)
        {
            var local = day.AddMinutes(minutes);
            if (zone.IsInvalidTime(local)) local = local.AddHours(1);
            var at = TimeZoneInfo.ConvertTimeToUtc(local, zone);
            if (at > now) return at;
            day = day.AddDays(1);
        }
    }

    /// <summary>Which of the company's packages are no longer kept: those that are neither among the newest nor the first of a month that is still kept. The newest always is.</summary>
    internal static IReadOnlyList<Guid> Outlived(IReadOnlyCollection<(Guid Id, DateTime At)> packages, int keepNewest, int keepMonths, TimeZoneInfo zone)
    {
        var newestFirst = packages.OrderByDescending(p => p.At).ThenByDescending(p => p.Id).ToList();
        var kept = newestFirst.Take(Math.Max(1, keepNewest)).Select(p => p.Id).ToHashSet();
        var months = newestFirst.GroupBy(p => TimeZoneInfo.ConvertTimeFromUtc(p.At, zone) is var local ? (local.Year, local.Month) : default).Take(keepMonths);
        kept.UnionWith(months.Select(m => m.Last().Id));
        return [.. newestFirst.Select(p => p.Id).Where(id => !kept.Contains(id))];
    }
}
