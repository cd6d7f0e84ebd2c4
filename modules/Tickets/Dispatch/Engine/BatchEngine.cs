using Google.OrTools.Graph;

namespace Tickets.Dispatch.Engine;

/// <summary>How far the batch engine binds people.</summary>
/// <param name="MinGain">Work that somebody was asked for goes to another only when that saves so many minutes.</param>
/// <param name="Lookahead">Work is offered to somebody whose hands will be free within so many minutes; all else waits, because the plan may still change.</param>
sealed record BatchRules(double MinGain = 10, double Lookahead = 5);

/// <summary>A job in the plan. <paramref name="Slot"/> jobs of the worker come before it.</summary>
readonly record struct Planned(Job Job, int Slot, Appraisal For, bool Offer)
{
    internal bool Moves => Job.Holder is { } holder && holder != For.Worker.Id;
}

/// <summary>
/// Decides for all jobs that nobody has accepted yet, over everybody, together: the cheapest assignment of jobs to places in people's day. It is solved
/// exactly as a flow of least cost, for hundreds of people and jobs well within a second.
/// </summary>
static class BatchEngine
{
    const int Cents = 100;
    internal const double Unserved = 100_000;

    internal static IReadOnlyList<Planned> Plan(IReadOnlyList<Job> jobs, IReadOnlyList<Worker> workers, Situation situation, BatchRules rules)
    {
        if (jobs.Count == 0 || workers.Count == 0) return [];
        var here = situation.Among(workers);
        var choices = Choices(jobs, workers, here, rules);
        return [.. Solve(jobs, workers, choices).GroupBy(c => c.Worker).OrderBy(g => g.Key).SelectMany(g => g.OrderBy(c => c.Slot).Select((c, order) => Place(jobs[c.Job], c, order, here, rules)))];
    }

    // A place in the day that stays empty is passed over.
    static Planned Place(Job job, Choice choice, int order, Situation situation, BatchRules rules)
    {
        var worker = choice.For.Worker;
        var next = order == 0 && worker.FreeAt <= situation.Now.AddMinutes(rules.Lookahead);
        return new(job, order, order == 0 ? Appraiser.Appraise(worker, job, situation) : choice.For, next || job.OfferBy <= situation.Now);
    }

    /// <summary>A job at a place in somebody's day.</summary>
    internal readonly record struct Choice(int Job, int Worker, int Slot, Appraisal For, double Cost);

    /// <summary>Every choice that breaks no limit.</summary>
    internal static List<Choice> Choices(IReadOnlyList<Job> jobs, IReadOnlyList<Worker> workers, Situation situation, BatchRules rules)
    {
        List<Choice> choices = [];
        // What follows the first job starts after others, of which only the usual length is known.
        var minutes = jobs.Average(j => j.Minutes) + Walking.Typical;
        var usual = TimeSpan.FromMinutes(minutes);
        var behind = (jobs.Count - 1.0) / workers.Count;
        for (var w = 0; w < workers.Count; w++)
        {
            var worker = workers[w];
            var mine = Enumerable.Range(0, jobs.Count).Where(j => Appraiser.Limits(worker, jobs[j]) == Block.None).ToList();
            var slots = Math.Min(mine.Count, Math.Min(situation.MostOpen - worker.Open, Depth(jobs.Count, workers.Count)));
            var free = Appraiser.Later(worker.FreeAt, situation.Now);
            foreach (var j in mine)
                for (var slot = 0; slot < slots; slot++)
                {
                    var walk = slot == 0 ? situation.Walking.Minutes(worker.At, jobs[j].At) : Walking.Typical;
                    var chosen = Appraiser.Appraise(worker, jobs[j], situation, free + slot * usual, walk, slot);
                    if (chosen.Blocked != Block.None) continue;
                    var delays = Math.Max(0, behind - slot) * (jobs[j].Minutes + walk - minutes);
                    choices.Add(new(j, w, slot, chosen, chosen.Cost + delays - (jobs[j].Holder == worker.Id ? rules.MinGain : 0)));
                }
        }
        return choices;
    }

    // Deep enough for about all the work; what skills that are spread unevenly leave over is planned when its turn is nearer.
    static int Depth(int jobs, int workers) => (int)Math.Ceiling((double)jobs / workers) + 1;

    /// <summary>The choices of least total cost, each job and each place in a day at most once.</summary>
    internal static IEnumerable<Choice> Solve(IReadOnlyList<Job> jobs, IReadOnlyList<Worker> workers, IReadOnlyList<Choice> choices)
    {
        var depth = choices.Count == 0 ? 0 : choices.Max(c => c.Slot) + 1;
        var sink = jobs.Count + workers.Count * depth;
        using var flow = new MinCostFlow(sink + 1, choices.Count + sink);
        foreach (var choice in choices) flow.AddArcWithCapacityAndUnitCost(choice.Job, jobs.Count + choice.Worker * depth + choice.Slot, 1, (long)Math.Round(Cents * choice.Cost));
        for (var slot = jobs.Count; slot < sink; slot++) flow.AddArcWithCapacityAndUnitCost(slot, sink, 1, 0);
        for (var job = 0; job < jobs.Count; job++)
        {
            flow.AddArcWithCapacityAndUnitCost(job, sink, 1, (long)(Cents * Unserved));
            flow.SetNodeSupply(job, 1);
        }
        flow.SetNodeSupply(sink, -jobs.Count);
        var solved = flow.Solve();
        if (solved != MinCostFlowBase.Status.OPTIMAL) throw new InvalidOperationException($"The plan could not be solved: {solved}.");
        for (var arc = 0; arc < choices.Count; arc++)
            if (flow.Flow(arc) > 0) yield return choices[arc];
    }
}
