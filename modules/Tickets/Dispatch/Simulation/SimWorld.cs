using Tickets.Categories;
using Tickets.Contracts;
using Tickets.Dispatch.Engine;

namespace Tickets.Dispatch.Simulation;

/// <summary>Somebody of the simulated company. On shift every day from an hour to an hour; the night shift ends on the next morning.</summary>
sealed record SimStaff(Worker Person, int From, int To)
{
    internal bool OnShift(DateTime at) => From < To ? at.Hour >= From && at.Hour < To : at.Hour >= From || at.Hour < To;

    internal DateTime ShiftEnds(DateTime at) => at.Date.AddHours(To).AddDays(From > To && at.Hour >= From ? 1 : 0);

    internal DateTime NextShift(DateTime at) => at.Hour < From ? at.Date.AddHours(From) : at.Date.AddDays(1).AddHours(From);
}

/// <summary>Something that is reported, and how long it will really take.</summary>
sealed record SimJob(Job Job, double RealMinutes, double AnswerMinutes);

/// <summary>The same people and the same trouble for every policy: all chance is spent here, from one seed.</summary>
sealed class SimWorld
{
    internal static readonly DateTime Start = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    readonly Random random;

    internal SimWorld(SimPlan plan, int seed)
    {
        random = new(seed);
        Staff = [.. Enumerable.Range(0, plan.Communities).SelectMany(c => Hire(plan, c))];
        Jobs = [.. Enumerable.Range(0, plan.Days).SelectMany(day => Day(plan, day)).OrderBy(j => j.Job.Reported).Select((j, n) => j with { Job = j.Job with { Id = Key(100_000 + n) } })];
    }

    internal IReadOnlyList<SimStaff> Staff { get; }
    internal IReadOnlyList<SimJob> Jobs { get; }

    internal static Guid Key(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    static Guid Community(int c) => Key(1 + c);

    static readonly string[] Skills = ["plumbing", "electric", "doors", "network", "hvac", "lift"];

    // Two shifts that overlap from noon on, and one in twelve who can do everything a little and sits up at night for what cannot wait.
    IEnumerable<SimStaff> Hire(SimPlan plan, int community)
    {
        var night = Math.Max(1, plan.Staff / 12);
        for (var n = 0; n < plan.Staff; n++)
        {
            var (from, to) = n < night ? (22, 7) : n % 2 == 0 ? (7, 16) : (13, 22);
            var held = new Dictionary<string, int>();
            // Everybody has a trade and a hand for two others.
            foreach (var skill in n < night ? Skills : Hands(Trade((n - night) / 2))) held[skill] = random.Next(2, 6);
            var areas = new HashSet<Guid> { Community(community) };
            if (plan.Communities > 1 && random.NextDouble() < 0.15) areas.Add(Community((community + 1) % plan.Communities));
            yield return new(new Worker(Key(10_000 + community * 1000 + n)) { Skills = held, Communities = areas, At = new(Community(community), random.Next(plan.Buildings)) }, from, to);
        }
    }

    IEnumerable<string> Hands(string trade) => Skills.Where(s => s != trade).OrderBy(_ => random.Next()).Take(2).Prepend(trade);

    static string Trade(int n) => new[] { "plumbing", "electric", "doors", "plumbing", "network", "lift", "electric", "hvac" }[n % 8];

    // Reports an hour: little at night, most before work and after it.
    static readonly double[] Curve = [0.4, 0.3, 0.2, 0.2, 0.3, 0.6, 2, 5, 8, 8, 6, 5, 4, 4, 4, 4, 5, 7, 9, 9, 7, 4, 2, 1];

    IEnumerable<SimJob> Day(SimPlan plan, int day)
    {
        var storm = random.NextDouble() < plan.StormShare;
        for (var community = 0; community < plan.Communities; community++)
            for (var hour = 0; hour < 24; hour++)
                for (var left = Poisson(plan.PerDay * Curve[hour] / Curve.Sum() * (storm && hour >= 13 ? 1.5 : 1)); left > 0; left--)
                    yield return Report(plan, community, Start.AddDays(day).AddHours(hour).AddSeconds(random.Next(3600)), storm && hour >= 13);
    }

    SimJob Report(SimPlan plan, int community, DateTime at, bool storm)
    {
        var kind = Kind(storm);
        var dice = random.NextDouble();
        var priority = dice < kind.Urgent ? Priority.Urgent : dice < kind.Urgent + kind.High ? Priority.High : dice > 0.85 ? Priority.Low : Priority.Normal;
        var building = random.Next(plan.Buildings);
        var job = new Job(Guid.Empty, kind.Id, Community(community))
        {
            Skills = kind.Skill is { } skill ? [skill] : [],
            At = new(Community(community), building),
            Priority = priority,
            Reported = at,
            ArriveBy = SimHours.Add(at, SimKind.Target(priority), priority),
            Minutes = kind.Mean,
        };
        return new(job, Math.Clamp(kind.Median * Math.Exp(kind.Spread * Normal()), 5, 300), 0.5 + random.NextDouble() * 2);
    }

    SimKind Kind(bool storm)
    {
        double Share(SimKind kind) => kind.Share * (storm && kind.Weather ? 2 : 1);
        var dice = random.NextDouble() * SimKind.All.Sum(Share);
        foreach (var kind in SimKind.All)
            if ((dice -= Share(kind)) < 0) return kind;
        return SimKind.All[0];
    }

    int Poisson(double mean)
    {
        var (limit, product, count) = (Math.Exp(-mean), random.NextDouble(), 0);
        for (; product > limit; count++) product *= random.NextDouble();
        return count;
    }

    double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
