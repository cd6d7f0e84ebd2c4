using System.Globalization;
using System.Text;
using Tickets.Dispatch.Engine;
using Tickets.Dispatch.Simulation;

namespace Tickets.Contracts;

/// <summary>What a simulated company looks like.</summary>
/// <param name="Communities">How many estates.</param>
/// <param name="Buildings">Buildings in each.</param>
/// <param name="Staff">Field staff of each, over all shifts of a day.</param>
/// <param name="Days">Days played.</param>
/// <param name="PerDay">Reports on a usual day in each estate.</param>
/// <param name="StormShare">How likely a day is a storm day, with twice the water and power trouble from early afternoon.</param>
public sealed record SimPlan(int Communities = 3, int Buildings = 18, int Staff = 16, int Days = 5, double PerDay = 84, double StormShare = 0.2);

/// <summary>A policy's figures over all seeds.</summary>
/// <param name="Name">The policy.</param>
/// <param name="P50">Minutes until half of the reports had somebody there.</param>
/// <param name="P90">Minutes until nine of ten had.</param>
/// <param name="Missed">Share of missed targets.</param>
/// <param name="Walk">Minutes on foot per report.</param>
/// <param name="Gini">How unevenly the work was spread.</param>
/// <param name="DecideP50">Milliseconds of a usual decision.</param>
/// <param name="DecideMost">Milliseconds of the longest.</param>
public sealed record SimFigures(string Name, double P50, double P90, double Missed, double Walk, double Gini, double DecideP50, double DecideMost);

/// <summary>Plays every way of dispatching over the same days of an invented company. It knows nothing of the database, and uses the product's own engines.</summary>
public static class DispatchSimulation
{
    /// <summary>One row per policy, in the order round-robin, first-free, nearest, immediate, batch.</summary>
    public static IReadOnlyList<SimFigures> Run(SimPlan plan, int seeds)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var worlds = Enumerable.Range(1, seeds).Select(seed => new SimWorld(plan, seed)).ToList();
        return [.. SimPolicy.All.Select(make => Summary(make().Name, [.. worlds.Select(w => SimRun.Play(w, make()))]))];
    }

    static SimFigures Summary(string name, IReadOnlyList<SimResult> results)
    {
        var waits = results.SelectMany(r => r.Waits).Order().ToList();
        var decisions = results.SelectMany(r => r.Decisions).Order().ToList();
        return new(name, At(waits, 0.5), At(waits, 0.9), (double)results.Sum(r => r.Missed) / waits.Count, results.Sum(r => r.Walked) / waits.Count, results.Average(r => r.Gini), At(decisions, 0.5), decisions[^1]);
    }

    static double At(List<double> sorted, double share) => sorted[(int)Math.Min(sorted.Count - 1, Math.Floor(sorted.Count * share))];

    /// <summary>Milliseconds of one decision of the batch engine over so many people and open reports of one community, by seed.</summary>
    public static IReadOnlyList<double> Large(int staff, int jobs, int seeds)
    {
        List<double> took = [];
        for (var seed = 1; seed <= seeds; seed++)
        {
            var world = new SimWorld(new(1, 60, staff, 1, jobs * 1.2, 0), seed);
            var now = SimWorld.Start.AddHours(14);
            var people = world.Staff.Where(s => s.OnShift(now)).Concat(world.Staff.Where(s => !s.OnShift(now))).Select(s => s.Person with { FreeAt = now }).ToList();
            var open = world.Jobs.Take(jobs).Select(j => j.Job with { Reported = now.AddMinutes(-j.RealMinutes), ArriveBy = now.AddMinutes(2 * j.RealMinutes) }).ToList();
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            BatchEngine.Plan(open, people, new(now, new(), new(), 8), new());
            took.Add(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return took;
    }

    /// <summary>The figures as a table, and below it the ratios that we hold ourselves to.</summary>
    public static string Table(IReadOnlyList<SimFigures> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder();
        text.AppendLine("| policy | arrival p50 | arrival p90 | missed targets | walking per job | load spread (Gini) | decision p50 | decision max |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var row in rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Name} | {row.P50:0.0} min | {row.P90:0.0} min | {row.Missed:0.0%} | {row.Walk:0.0} min | {row.Gini:0.000} | {row.DecideP50:0.000} ms | {row.DecideMost:0.0} ms |");
        var (turn, nearest, batch) = (rows.Single(r => r.Name == "round-robin"), rows.Single(r => r.Name == "nearest"), rows.Single(r => r.Name == "batch"));
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"batch p90 arrival / round-robin: {batch.P90 / turn.P90:0.00} (goal 0.60 or less)");
        text.Append(CultureInfo.InvariantCulture, $"batch missed targets / nearest:  {batch.Missed / nearest.Missed:0.00} (goal 0.50 or less)");
        return text.ToString();
    }
}
