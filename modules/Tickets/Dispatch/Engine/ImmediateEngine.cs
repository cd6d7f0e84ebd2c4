namespace Tickets.Dispatch.Engine;

/// <summary>Decides for one job at once: everybody weighed, the best first, those whom a limit excludes at the end, and last of all whoever cannot do it.</summary>
static class ImmediateEngine
{
    internal static IReadOnlyList<Appraisal> Rank(Job job, IReadOnlyCollection<Worker> workers, Situation situation)
    {
        var here = situation.Among(workers);
        return [.. workers.Select(w => Appraiser.Appraise(w, job, here)).OrderBy(a => a.Blocked != Block.None).ThenBy(a => a.Blocked == Block.Skill).ThenBy(a => a.Cost).ThenBy(a => a.Worker.Open).ThenBy(a => a.Worker.Id)];
    }
}

/// <summary>Gives everybody who can do it their turn, whoever waited longest first.</summary>
static class RoundRobinEngine
{
    internal static Worker? Next(Job job, IReadOnlyCollection<Worker> workers, Situation situation, IReadOnlyDictionary<Guid, DateTime> lastTurn) =>
        workers.Where(w => Appraiser.Appraise(w, job, situation).Blocked == Block.None).OrderBy(w => lastTurn.GetValueOrDefault(w.Id)).ThenBy(w => w.Id).FirstOrDefault();
}
