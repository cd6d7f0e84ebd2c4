using Tickets.Categories;

namespace Tickets.Dispatch.Simulation;

/// <summary>What is not urgent is served, and its time counted, from seven to ten in the evening.</summary>
static class SimHours
{
    const int Opens = 7;
    const int Closes = 22;

    internal static bool Serves(DateTime at, Priority priority) => priority == Priority.Urgent || at.Hour is >= Opens and < Closes;

    internal static DateTime Add(DateTime from, double minutes, Priority priority)
    {
        if (priority == Priority.Urgent) return from.AddMinutes(minutes);
        var at = Opening(from);
        var left = (at.Date.AddHours(Closes) - at).TotalMinutes;
        return minutes <= left ? at.AddMinutes(minutes) : Add(at.Date.AddDays(1).AddHours(Opens), minutes - left, priority);
    }

    internal static double Between(DateTime from, DateTime until, Priority priority)
    {
        if (priority == Priority.Urgent) return (until - from).TotalMinutes;
        var minutes = 0.0;
        for (var day = from.Date; day <= until.Date; day = day.AddDays(1))
        {
            var (start, end) = (Later(from, day.AddHours(Opens)), until < day.AddHours(Closes) ? until : day.AddHours(Closes));
            if (end > start) minutes += (end - start).TotalMinutes;
        }
        return minutes;
    }

    static DateTime Opening(DateTime at) => at.Hour < Opens ? at.Date.AddHours(Opens) : at.Hour >= Closes ? at.Date.AddDays(1).AddHours(Opens) : at;

    static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;
}
