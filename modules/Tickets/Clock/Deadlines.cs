using Platform.Settings;
using Platform.Tenancy;
using Platform.Time;
using Tickets.Categories;

namespace Tickets.Clock;

/// <summary>What a ticket owes next.</summary>
enum Phase { Respond, Arrive, Resolve }

/// <summary>When a ticket has to be where. Instants (UTC), so that lists sort and reminders fire without arithmetic.</summary>
/// <param name="From">Where counting began: the report, or the reopening.</param>
/// <param name="RespondBy">Somebody has accepted it by then.</param>
/// <param name="ArriveBy">Somebody is there by then; null where only the technician's promise counts.</param>
/// <param name="ResolveBy">It is done by then.</param>
/// <param name="RoundTheClock">Nights and holidays count as well.</param>
sealed record Deadlines(DateTime From, DateTime RespondBy, DateTime? ArriveBy, DateTime ResolveBy, bool RoundTheClock)
{
    /// <summary>
    /// The targets of a category, which are meant for its usual priority; a ticket of another priority gets the company's share of them. What is urgent
    /// counts round the clock.
    /// </summary>
    internal static Deadlines Count(WorkingCalendar calendar, TicketSettings rules, Category category, Priority priority, DateTime from)
    {
        var (all, share) = (category.RoundTheClock || priority == Priority.Urgent, rules.PercentOf(priority) / (decimal)rules.PercentOf(category.Priority));
        DateTime At(int minutes) => calendar.Add(from, TimeSpan.FromMinutes((double)Math.Max(1, Math.Round(minutes * share))), all);
        return new(from, At(category.ResponseMinutes), category.ArriveMinutes > 0 ? At(category.ArriveMinutes) : null, At(category.ResolveMinutes), all);
    }
}

/// <summary>The company's calendar and the deadlines it gives.</summary>
sealed class TicketClock(ICompanySettings settings, ICurrentTenant tenant)
{
    internal async Task<WorkingCalendar> Calendar(CancellationToken stop) => new(await settings.Get<CalendarSettings>(stop), tenant.Required.Zone);

    internal async Task<Deadlines> For(Category category, Priority priority, DateTime from, CancellationToken stop) =>
        Deadlines.Count(await Calendar(stop), await settings.Get<TicketSettings>(stop), category, priority, from);
}
