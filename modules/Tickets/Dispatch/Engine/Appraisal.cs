using Tickets.Categories;

namespace Tickets.Dispatch.Engine;

/// <summary>Why somebody cannot be given a ticket by the product; the desk still can, except for people who left.</summary>
enum Block { None, OffDuty, Leave, Area, Skill, Overload, Declined, ShiftEnds }

/// <summary>Somebody weighed for a job. The cost is in minutes: what arrives sooner, and what is worth a detour of so many minutes, is cheaper.</summary>
readonly record struct Appraisal(Worker Worker, Block Blocked, double Cost, DateTime Arrival, double Walk)
{
    /// <summary>From 1 to 100, for people to read; 0 for whom something speaks against.</summary>
    internal int Score(Job job, Situation situation)
    {
        var score = (int)Math.Round(100 * 60 / (60 + Math.Max(0, Cost - Appraiser.Waiting(job, situation.Now))));
        return Blocked == Block.None ? Math.Max(score, 1) : 0;
    }
}

/// <summary>Weighs one person for one job. The only place where that is done.</summary>
static class Appraiser
{
    /// <summary>The person as they are now, with what they have in hand before it.</summary>
    internal static Appraisal Appraise(Worker worker, Job job, Situation situation)
    {
        var walk = situation.Walking.Minutes(worker.At, job.At);
        return Appraise(worker, job, situation, Later(worker.FreeAt, situation.Now), walk, ahead: 0);
    }

    /// <summary>The person once they have done <paramref name="ahead"/> other jobs, setting out at <paramref name="start"/>.</summary>
    internal static Appraisal Appraise(Worker worker, Job job, Situation situation, DateTime start, double walk, int ahead)
    {
        var there = start.AddMinutes(walk);
        var arrival = job.NotBefore is { } from ? Later(there, from) : there;
        var blocked = Blocked(worker, job, situation, there, ahead);
        return new(worker, blocked, Cost(worker, job, situation, arrival, walk, ahead), arrival, walk);
    }

    internal static Block Limits(Worker worker, Job job) =>
        job.Skills.Any(s => !worker.Skills.ContainsKey(s)) ? Block.Skill
        : worker.OnLeave ? Block.Leave
        : !worker.OnDuty || !worker.OnShift ? Block.OffDuty
        : !Covers(worker, job) ? Block.Area
        : job.Declined.Contains(worker.Id) ? Block.Declined
        : Block.None;

    static Block Blocked(Worker worker, Job job, Situation situation, DateTime there, int ahead) =>
        Limits(worker, job) is not Block.None and var limit ? limit
        : worker.Open + ahead >= situation.MostOpen ? Block.Overload
        // Whoever is expected later than that comes on another shift, which nobody knows yet.
        : worker.ShiftEnds is { } end && there > end && (job.NotBefore is null || job.NotBefore < end) ? Block.ShiftEnds
        : Block.None;

    internal static bool Covers(Worker worker, Job job) => worker.Communities.Contains(job.Community) || (job.Building is { } building && worker.Buildings.Contains(building));

    static double Cost(Worker worker, Job job, Situation situation, DateTime arrival, double walk, int ahead)
    {
        var weights = situation.Weights;
        return Waiting(job, arrival)
            + Weights.Share(weights.Urgency) * Late(job, arrival)
            + Weights.Share(weights.Distance) * 0.5 * walk
            + Weights.Share(weights.Load) * 2 * (worker.Open + ahead)
            + Weights.Share(weights.Skill) * Unskilled(worker, job)
            + Weights.Share(weights.Area) * Away(worker, job)
            - Weights.Share(weights.Familiarity) * 2 * Math.Min(3, job.Familiar.GetValueOrDefault(worker.Id))
            + Weights.Share(weights.Quality) * Doubt(worker.Quality.GetValueOrDefault(job.Category))
            + Weights.Share(weights.Fairness) * Busy(worker, situation);
    }

    /// <summary>Each further minute of waiting weighs more than the one before, and more for what is urgent.</summary>
    internal static double Waiting(Job job, DateTime until)
    {
        var minutes = Math.Max(0, (until - (job.NotBefore is { } from ? Later(from, job.Reported) : job.Reported)).TotalMinutes);
        return Factor(job.Priority) * minutes * (1 + minutes / 120);
    }

    // Work lasts as long as it lasts: what would arrive just in time is half lost already.
    static double Late(Job job, DateTime arrival)
    {
        var over = (arrival - job.ArriveBy).TotalMinutes;
        return over <= -Margin ? 0 : Factor(job.Priority) * (over <= 0 ? MissedBy * (over + Margin) / Margin : MissedBy + over);
    }

    const double Margin = 10;
    const double MissedBy = 240;

    static double Factor(Priority priority) => priority switch { Priority.Low => 0.5, Priority.High => 1.5, Priority.Urgent => 3, _ => 1 };

    static double Unskilled(Worker worker, Job job) => job.Skills.Count == 0 ? 0 : job.Skills.Average(s => 5 - worker.Skills.GetValueOrDefault(s)) * 1.5;

    static double Away(Worker worker, Job job) => job.Building is { } building && worker.Buildings.Contains(building) ? 0 : worker.Communities.Contains(job.Community) ? 3 : 10;

    static double Doubt(Quality quality) => 2 * (5 - (quality.Rating ?? 4.5)) + (quality.Done == 0 ? 0 : 20.0 * quality.Rework / Math.Max(5, quality.Done));

    static double Busy(Worker worker, Situation situation) => situation.MeanWeek <= 0 ? 0 : 4 * Math.Clamp((worker.Week - situation.MeanWeek) / Math.Max(3, situation.MeanWeek), -1, 2);

    internal static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;
}
