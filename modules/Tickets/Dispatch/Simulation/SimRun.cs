using System.Diagnostics;
using Tickets.Dispatch.Engine;

namespace Tickets.Dispatch.Simulation;

/// <summary>What came of a policy's days.</summary>
/// <param name="Waits">Minutes until somebody was there, for every report.</param>
/// <param name="Missed">Reports whose target was missed.</param>
/// <param name="Walked">Minutes on foot, together.</param>
/// <param name="Gini">How unevenly the work was spread: 0 even, 1 all with one.</param>
/// <param name="Decisions">Milliseconds of each decision.</param>
sealed record SimResult(IReadOnlyList<double> Waits, int Missed, double Walked, double Gini, IReadOnlyList<double> Decisions);

/// <summary>
/// Plays one policy through a world, event by event: something is reported, somebody is done, a shift changes, five minutes have passed. People do what is
/// due first of what they were given; what they accepted stays theirs until their shift ends.
/// </summary>
sealed class SimRun
{
    const int MostOpen = 8;
    static readonly TimeSpan Tick = TimeSpan.FromMinutes(5);
    static readonly Walking Walking = new();

    sealed class Hand(SimStaff staff)
    {
        internal readonly SimStaff Staff = staff;
        internal readonly List<SimJob> Queue = [];
        internal SimJob? Doing;
        internal DateTime Arrived;
        internal DateTime DoneAt;
        internal Spot? At = staff.Person.At;
        internal DateTime FreeSince;
        internal int Finished;
        internal double Worked;
    }

    readonly SimWorld world;
    readonly SimPolicy policy;
    readonly Dictionary<Guid, Hand> hands;
    readonly Dictionary<Guid, SimJob> byId;
    readonly List<Job> waiting = [];
    readonly PriorityQueue<Action, (DateTime At, int Order)> events = new();
    readonly List<double> waits = [];
    readonly List<double> decisions = [];
    DateTime now;
    int order, missed;
    double walked;

    SimRun(SimWorld world, SimPolicy policy)
    {
        (this.world, this.policy) = (world, policy);
        hands = world.Staff.ToDictionary(s => s.Person.Id, s => new Hand(s));
        byId = world.Jobs.ToDictionary(j => j.Job.Id);
    }

    internal static SimResult Play(SimWorld world, SimPolicy policy) => new SimRun(world, policy).Play();

    SimResult Play()
    {
        foreach (var job in world.Jobs) At(job.Job.Reported, () => waiting.Add(job.Job));
        var last = world.Jobs[^1].Job.Reported.AddDays(2);
        for (var tick = SimWorld.Start; tick < last; tick += Tick) At(tick, ChangeShifts);
        while (waits.Count < world.Jobs.Count && events.TryDequeue(out var happens, out var when))
        {
            now = when.At;
            happens();
            Decide();
        }
        return new(waits, missed, walked, Gini([.. hands.Values.Select(h => h.Worked)]), decisions);
    }

    void At(DateTime when, Action happens) => events.Enqueue(happens, (when, order++));

    // Whoever goes home leaves what they did not begin.
    void ChangeShifts()
    {
        foreach (var hand in hands.Values.Where(h => h.Queue.Count > 0 && h.Doing is null && !h.Staff.OnShift(now)))
        {
            waiting.AddRange(hand.Queue.Select(q => q.Job));
            hand.Queue.Clear();
        }
    }

    void Decide()
    {
        foreach (var community in waiting.Where(j => SimHours.Serves(now, j.Priority)).GroupBy(j => j.Community).OrderBy(g => g.Key).Select(g => g.ToList()).ToList())
        {
            var started = Stopwatch.GetTimestamp();
            var spent = TimeSpan.Zero;
            foreach (var (job, worker) in policy.Decide(community, () => Workers(community[0].Community), _ => new Situation(now, new(), Walking, MostOpen)))
            {
                spent += Stopwatch.GetElapsedTime(started);
                Give(job, hands[worker]);
                started = Stopwatch.GetTimestamp();
            }
            decisions.Add((spent + Stopwatch.GetElapsedTime(started)).TotalMilliseconds);
        }
    }

    List<Worker> Workers(Guid community) => [.. hands.Values.Where(h => h.Staff.Person.Communities.Contains(community)).Select(Seen)];

    Worker Seen(Hand hand)
    {
        var free = hand.Doing is { } doing ? now.AddMinutes(Hands.Remaining(doing.Job.Minutes, (now - hand.Arrived).TotalMinutes)) : hand.FreeSince;
        return hand.Staff.Person with
        {
            OnShift = hand.Staff.OnShift(now),
            ShiftEnds = hand.Staff.ShiftEnds(now),
            At = hand.Queue.Count > 0 ? hand.Queue.MaxBy(q => q.Job.ArriveBy)!.Job.At : hand.At,
            FreeAt = free.AddMinutes(hand.Queue.Sum(q => q.Job.Minutes + Walking.Typical)),
            Open = hand.Queue.Count + (hand.Doing is null ? 0 : 1),
            Week = hand.Finished,
        };
    }

    void Give(Job job, Hand hand)
    {
        waiting.Remove(job);
        hand.Queue.Add(byId[job.Id]);
        // Somebody with free hands has to look at the phone first.
        if (hand.Doing is null) Begin(hand, byId[job.Id].AnswerMinutes);
    }

    void Begin(Hand hand, double afterMinutes)
    {
        var next = hand.Queue.MinBy(q => q.Job.ArriveBy)!;
        hand.Queue.Remove(next);
        var walk = Walking.Minutes(hand.At, next.Job.At);
        hand.Doing = next;
        hand.At = next.Job.At;
        hand.Arrived = now.AddMinutes(afterMinutes + walk);
        hand.DoneAt = hand.Arrived.AddMinutes(next.RealMinutes);
        hand.Worked += walk + next.RealMinutes;
        walked += walk;
        waits.Add(SimHours.Between(next.Job.Reported, hand.Arrived, next.Job.Priority));
        if (hand.Arrived > next.Job.ArriveBy) missed++;
        At(hand.DoneAt, () => Finish(hand));
    }

    void Finish(Hand hand)
    {
        (hand.Doing, hand.FreeSince) = (null, now);
        hand.Finished++;
        ChangeShifts();
        if (hand.Queue.Count > 0) Begin(hand, 0);
    }

    internal static double Gini(IReadOnlyList<double> shares)
    {
        var sorted = shares.Order().ToList();
        var total = sorted.Sum();
        return total == 0 ? 0 : sorted.Select((share, i) => (2 * (i + 1) - sorted.Count - 1) * share).Sum() / (sorted.Count * total);
    }
}
