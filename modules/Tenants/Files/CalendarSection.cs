using Microsoft.Extensions.DependencyInjection;
using Platform.Settings;
using Platform.Time;
using Tenants.Hours;

namespace Tenants.Files;

/// <summary>Working days and hours, holidays and make-up days.</summary>
sealed class CalendarSection : ICompanySection
{
    public string Name => CalendarSettings.Key;

    public Type Shape => typeof(CalendarSettings);

    public void Validate(object value, CompanyFileProblems problems)
    {
        foreach (var (place, error) in CalendarRules.Check((CalendarSettings)value)) problems.Add($"$.calendar.{place}", error.Text, error.Args);
    }

    public async Task Apply(object value, IServiceProvider services, CompanyChanges changes, CancellationToken stop)
    {
        var settings = services.GetRequiredService<ICompanySettings>();
        var (before, after) = (await settings.Get<CalendarSettings>(stop), (CalendarSettings)value);
        if (!await settings.Set(after, stop)) return;

        Compare(changes, "workingDays", before.WorkingDays, after.WorkingDays);
        Compare(changes, "hours", before.Hours.Select(h => $"{h.From:HH\\:mm}–{h.To:HH\\:mm}"), after.Hours.Select(h => $"{h.From:HH\\:mm}–{h.To:HH\\:mm}"));
        Compare(changes, "holidays", before.Holidays, after.Holidays);
        Compare(changes, "makeUpDays", before.MakeUpDays, after.MakeUpDays);
    }

    static void Compare<T>(CompanyChanges changes, string what, IEnumerable<T> before, IEnumerable<T> after)
    {
        var (old, now) = (before.ToList(), after.ToList());
        if (old.SequenceEqual(now)) return;
        changes.Changed("calendar." + what, Text(old.Except(now)), Text(now.Except(old)));
    }

    static string Text<T>(IEnumerable<T> values)
    {
        var words = values.Select(v => v is DateOnly day ? day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : v!.ToString()).ToList();
        return words.Count == 0 ? "·" : string.Join(' ', words);
    }

    public async Task<object> Export(IServiceProvider services, CancellationToken stop) => await services.GetRequiredService<ICompanySettings>().Get<CalendarSettings>(stop);
}
