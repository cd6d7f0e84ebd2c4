using CsCheck;
using Tickets.Categories;
using Tickets.Dispatch.Engine;

namespace Tickets.Tests;

/// <summary>What the engines promise, on invented people and work.</summary>
public sealed class EngineTests
{
    static readonly DateTime Now = new(2026, 6, 1, 8, 0, 0, DateTimeKind.Utc);
    static readonly string[] Trades = ["plumbing", "electric", "lift"];
    static readonly BatchRules Rules = new();

    static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    sealed record Instance(IReadOnlyList<Worker> Workers, IReadOnlyList<Job> Jobs)
    {
        internal Situation Situation { get; } = new Situation(Now, new(), new(), MostOpen: 5).Among(Workers);
    }

    static readonly Gen<Worker> SomeWorker = Gen.Select(Gen.Int[1, 7], Gen.Int[1, 5], Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[-30, 90], Gen.Int[0, 6], Gen.Int[0, 300], (trades, level, spot, flags, free, open, shift) => new Worker(Guid.Empty)
    {
        Skills = Trades.Where((_, i) => (trades & (1 << i)) != 0).ToDictionary(t => t, _ => level),
        Communities = new HashSet<Guid> { Id(flags == 3 ? 2 : 1) },
        OnDuty = spot != 9,
        OnLeave = spot == 8,
        At = new(Id(1), spot),
        FreeAt = Now.AddMinutes(free),
        Open = open,
        ShiftEnds = shift < 250 ? Now.AddMinutes(shift) : null,
        Week = level,
    });

    static readonly Gen<Job> SomeJob = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[0, 240], Gen.Int[10, 90], Gen.Int[-1, 5], Gen.Int[-1, 5], (trade, spot, priority, age, minutes, holder, declined) => new Job(Guid.Empty, Id(50), Id(1))
    {
        Skills = trade < 3 ? [Trades[trade]] : [],
        At = new(Id(1), spot),
        Priority = (Priority)priority,
        Reported = Now.AddMinutes(-age),
        ArriveBy = Now.AddMinutes(120 - age),
        NotBefore = spot == 7 ? Now.AddMinutes(60) : null,
        Minutes = minutes,
        Holder = holder > 0 ? Id(100 + holder) : null,
        Declined = declined > 0 && declined != holder ? new HashSet<Guid> { Id(100 + declined) } : [],
    });

    static Gen<Instance> Some(int workers, int jobs) => Gen.Select(SomeWorker.List[1, workers], SomeJob.List[1, jobs], (w, j) =>
        new Instance([.. w.Select((x, i) => x with { Id = Id(100 + i) })], [.. j.Select((x, i) => x with { Id = Id(1000 + i) })]));

    static IReadOnlyList<Planned> Plan(Instance some) => BatchEngine.Plan(some.Jobs, some.Workers, some.Situation, Rules);

    [Fact]
    public void The_plan_breaks_no_limit() => Some(8, 20).Sample(some =>
    {
        var plan = Plan(some);
        foreach (var (job, slot, appraisal, _) in plan)
        {
            var worker = appraisal.Worker;
            job.Skills.ShouldAllBe(s => worker.Skills.ContainsKey(s));
            (worker.OnDuty && worker.OnShift && !worker.OnLeave).ShouldBeTrue();
            worker.Communities.ShouldContain(job.Community);
            job.Declined.ShouldNotContain(worker.Id);
            (worker.Open + slot).ShouldBeLessThan(some.Situation.MostOpen);
            if (worker.ShiftEnds is { } end) appraisal.Arrival.ShouldBeLessThanOrEqualTo(job.NotBefore >= end ? appraisal.Arrival : end);
        }
        plan.Select(p => p.Job.Id).ShouldBeUnique();
        plan.Select(p => (p.For.Worker.Id, p.Slot)).ShouldBeUnique();
    });

    [Fact]
    public void Nobody_is_asked_at_once_whom_a_limit_excludes() => Some(8, 3).Sample(some =>
    {
        foreach (var job in some.Jobs)
        {
            var ranked = ImmediateEngine.Rank(job, some.Workers, some.Situation);
            ranked.Count.ShouldBe(some.Workers.Count);
            foreach (var one in ranked.Where(r => r.Blocked == Block.None)) (Appraiser.Limits(one.Worker, job) == Block.None && one.Worker.Open < some.Situation.MostOpen).ShouldBeTrue();
            ranked.SkipWhile(r => r.Blocked == Block.None).ShouldAllBe(r => r.Blocked != Block.None);
        }
    });

    [Fact]
    public void Arranged_together_work_never_costs_more_than_given_out_one_by_one() => Some(6, 14).Sample(some =>
    {
        var choices = BatchEngine.Choices(some.Jobs, some.Workers, some.Situation, Rules);
        var together = BatchEngine.Solve(some.Jobs, some.Workers, choices).ToList();

        Total(together, some.Jobs.Count).ShouldBeLessThanOrEqualTo(Total(OneByOne(some, choices), some.Jobs.Count) + 0.01 * some.Jobs.Count);
    });

    [Fact]
    public void A_small_plan_is_the_cheapest_there_is() => Some(3, 4).Sample(some =>
    {
        var choices = BatchEngine.Choices(some.Jobs, some.Workers, some.Situation, Rules);

        Total(BatchEngine.Solve(some.Jobs, some.Workers, choices).ToList(), some.Jobs.Count).ShouldBe(Cheapest(choices, 0, some.Jobs.Count, []), 0.01 * some.Jobs.Count);
    }, iter: 300);

    [Fact]
    public void The_same_question_has_the_same_answer() => Some(8, 20).Sample(some => Plan(some).ShouldBe(Plan(some)));

    [Fact]
    public void What_somebody_was_asked_for_goes_to_another_only_when_that_is_worth_it() => Some(6, 1).Sample(some =>
    {
        if (Plan(some) is not [{ Moves: true } moved] || some.Workers.FirstOrDefault(w => w.Id == moved.Job.Holder) is not { } holder) return;
        var kept = Appraiser.Appraise(holder, moved.Job, some.Situation);
        if (kept.Blocked == Block.None) (kept.Cost - moved.For.Cost).ShouldBeGreaterThanOrEqualTo(Rules.MinGain - 0.02);
    });

    [Fact]
    public void Turns_go_round_among_those_who_can()
    {
        var workers = Enumerable.Range(0, 3).Select(n => new Worker(Id(100 + n)) { Skills = new Dictionary<string, int> { [n == 2 ? "electric" : "plumbing"] = 3 }, Communities = new HashSet<Guid> { Id(1) }, FreeAt = Now }).ToList();
        var job = new Job(Id(1000), Id(50), Id(1)) { Skills = ["plumbing"], At = new(Id(1), 1), Reported = Now, ArriveBy = Now.AddHours(2) };
        Dictionary<Guid, DateTime> turns = [];
        List<Guid> asked = [];
        for (var n = 0; n < 4; n++)
        {
            asked.Add(RoundRobinEngine.Next(job, workers, new(Now, new(), new(), 5), turns)!.Id);
            turns[asked[^1]] = Now.AddMinutes(n);
        }

        asked.ShouldBe([Id(100), Id(101), Id(100), Id(101)]);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 3, 5)]
    [InlineData(1, 9, 15)]
    [InlineData(2, 5, 11)]
    public void Walks_are_by_the_order_of_the_buildings_unless_they_are_stated(int from, int to, double minutes) =>
        new Walking(2, 20, new Dictionary<(Guid, int, int), double> { [(Id(1), 2, 5)] = 11 }).Minutes(new Spot(Id(1), to), new Spot(Id(1), from)).ShouldBe(minutes);

    static double Total(List<BatchEngine.Choice> chosen, int jobs) => chosen.Sum(c => c.Cost) + BatchEngine.Unserved * (jobs - chosen.Count);

    static List<BatchEngine.Choice> OneByOne(Instance some, List<BatchEngine.Choice> choices)
    {
        List<BatchEngine.Choice> given = [];
        for (var job = 0; job < some.Jobs.Count; job++)
            given.AddRange(choices.Where(c => c.Job == job && c.Slot == given.Count(g => g.Worker == c.Worker)).OrderBy(c => c.Cost).Take(1));
        return given;
    }

    static double Cheapest(List<BatchEngine.Choice> choices, int job, int jobs, HashSet<(int, int)> taken)
    {
        if (job == jobs) return 0;
        var best = BatchEngine.Unserved + Cheapest(choices, job + 1, jobs, taken);
        foreach (var choice in choices.Where(c => c.Job == job && !taken.Contains((c.Worker, c.Slot))))
        {
            taken.Add((choice.Worker, choice.Slot));
            best = Math.Min(best, choice.Cost + Cheapest(choices, job + 1, jobs, taken));
            taken.Remove((choice.Worker, choice.Slot));
        }
        return best;
    }
}
