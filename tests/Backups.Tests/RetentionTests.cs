using Backups.Plans;
using CsCheck;

namespace Backups.Tests;

/// <summary>When packages are made and which are kept.</summary>
public sealed class RetentionTests
{
    static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    static readonly DateTime Epoch = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void The_next_night_is_in_the_window_of_the_hour_and_never_further_than_a_day_and_an_hour() =>
        Gen.Select(Gen.Guid, Gen.Int[0, 23], Gen.Int[0, 2 * 365 * 24 * 60], Gen.Bool).Sample((company, hour, minutes, east) =>
        {
            var zone = east ? Shanghai : Berlin;
            var now = Epoch.AddMinutes(minutes);
            var next = Retention.Next(company, hour, zone, now);
            next.ShouldBeGreaterThan(now);
            (next - now).ShouldBeLessThanOrEqualTo(TimeSpan.FromHours(25));
            var local = TimeZoneInfo.ConvertTimeFromUtc(next, zone);
            var after = ((local.Hour * 60) + local.Minute - (hour * 60) + 1440) % 1440;
            // An hour more in the night on which the time did not exist.
            after.ShouldBeInRange(0, zone == Shanghai ? 179 : 239);
            Retention.Next(company, hour, zone, next.AddSeconds(-1)).ShouldBe(next);
        }, iter: 500);

    [Fact]
    public void Companies_do_not_begin_all_at_once() =>
        Enumerable.Range(0, 300).Select(_ => Retention.Next(Guid.NewGuid(), 2, Shanghai, Epoch)).GroupBy(at => at).Max(g => g.Count()).ShouldBeLessThan(30);

    [Fact]
    public void The_newest_and_the_first_of_each_kept_month_stay_and_all_others_go() =>
        Gen.Select(Gen.Int[0, 400].Array[0, 60], Gen.Int[1, 10], Gen.Int[0, 8]).Sample((days, newest, months) =>
        {
            var packages = days.Distinct().Select(d => (Id: Guid.NewGuid(), At: Epoch.AddDays(d).AddHours(20))).ToList();
            var outlived = Retention.Outlived(packages, newest, months, Shanghai).ToHashSet();

            // Said otherwise: one goes exactly when enough newer ones exist and it is not the oldest of a month among the newest months that have any.
            var kept = packages.Select(p => Month(p.At)).Distinct().OrderDescending().Take(months).ToHashSet();
            foreach (var one in packages)
            {
                var newer = packages.Count(p => p.At > one.At);
                var firstOfMonth = !packages.Any(p => p.At < one.At && Month(p.At) == Month(one.At));
                outlived.Contains(one.Id).ShouldBe(newer >= newest && !(firstOfMonth && kept.Contains(Month(one.At))));
            }
        }, iter: 300);

    [Fact]
    public void The_only_package_always_stays() => Retention.Outlived([(Guid.NewGuid(), Epoch)], 0, 0, Shanghai).ShouldBeEmpty();

    static int Month(DateTime at)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(at, Shanghai);
        return (local.Year * 12) + local.Month;
    }
}
