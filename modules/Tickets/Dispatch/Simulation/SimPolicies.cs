using Tickets.Dispatch.Engine;

namespace Tickets.Dispatch.Simulation;

/// <summary>A way to give out work. It sees what the product would see: expected lengths, never the real ones.</summary>
abstract class SimPolicy
{
    internal abstract string Name { get; }

    /// <summary>Who is asked for what, now; what is left out waits for the next event. All keep the limits.</summary>
    internal abstract IEnumerable<(Job Job, Guid Worker)> Decide(IReadOnlyList<Job> waiting, Func<IReadOnlyList<Worker>> workers, Func<Job, Situation> situation);

    internal static IReadOnlyList<Func<SimPolicy>> All { get; } = [() => new InTurn(), () => new FirstFree(), () => new Nearest(), () => new Immediate(), () => new Batch()];

    protected static IEnumerable<Appraisal> Able(Job job, IReadOnlyList<Worker> workers, Situation situation) =>
        workers.Select(w => Appraiser.Appraise(w, job, situation)).Where(a => a.Blocked == Block.None);
}

/// <summary>Those that give each job to somebody as soon as it is there, whatever else that person has to do first.</summary>
abstract class AtOnce : SimPolicy
{
    internal override IEnumerable<(Job Job, Guid Worker)> Decide(IReadOnlyList<Job> waiting, Func<IReadOnlyList<Worker>> workers, Func<Job, Situation> situation)
    {
        foreach (var job in waiting.OrderBy(j => j.ArriveBy))
            if (Choose(job, workers(), situation(job)) is { } chosen) yield return (job, chosen);
    }

    protected abstract Guid? Choose(Job job, IReadOnlyList<Worker> workers, Situation situation);
}

/// <summary>The product's turn.</summary>
sealed class InTurn : AtOnce
{
    readonly Dictionary<Guid, DateTime> turns = [];

    internal override string Name => "round-robin";

    protected override Guid? Choose(Job job, IReadOnlyList<Worker> workers, Situation situation)
    {
        if (RoundRobinEngine.Next(job, workers, situation, turns) is not { } next) return null;
        turns[next.Id] = situation.Now;
        return next.Id;
    }
}

/// <summary>The nearest whose hands are free; when nobody's are, whoever has least in hand, and of those the nearest.</summary>
sealed class Nearest : AtOnce
{
    internal override string Name => "nearest";

    protected override Guid? Choose(Job job, IReadOnlyList<Worker> workers, Situation situation) =>
        Able(job, workers, situation).OrderBy(a => a.Worker.Open).ThenBy(a => a.Walk).ThenBy(a => a.Worker.Id).Select(a => (Guid?)a.Worker.Id).FirstOrDefault();
}

/// <summary>The product's immediate engine.</summary>
sealed class Immediate : AtOnce
{
    internal override string Name => "immediate";

    protected override Guid? Choose(Job job, IReadOnlyList<Worker> workers, Situation situation) =>
        ImmediateEngine.Rank(job, workers, situation) is [{ Blocked: Block.None } best, ..] ? best.Worker.Id : null;
}

/// <summary>Everything waits at the desk, what is due first in front, and goes to the first whose hands are free.</summary>
sealed class FirstFree : SimPolicy
{
    internal override string Name => "first-free";

    internal override IEnumerable<(Job Job, Guid Worker)> Decide(IReadOnlyList<Job> waiting, Func<IReadOnlyList<Worker>> workers, Func<Job, Situation> situation)
    {
        foreach (var job in waiting.OrderBy(j => j.ArriveBy))
            if (Able(job, [.. workers().Where(w => w.Open == 0)], situation(job)).OrderBy(a => a.Worker.FreeAt).ThenBy(a => a.Worker.Id).Select(a => (Guid?)a.Worker.Id).FirstOrDefault() is { } free) yield return (job, free);
    }
}

/// <summary>The product's batch engine.</summary>
sealed class Batch : SimPolicy
{
    internal override string Name => "batch";

    internal override IEnumerable<(Job Job, Guid Worker)> Decide(IReadOnlyList<Job> waiting, Func<IReadOnlyList<Worker>> workers, Func<Job, Situation> situation) => waiting.Count == 0 ? []
        : BatchEngine.Plan(waiting, workers(), situation(waiting[0]), new()).Where(p => p.Offer).Select(p => (p.Job, p.For.Worker.Id));
}
