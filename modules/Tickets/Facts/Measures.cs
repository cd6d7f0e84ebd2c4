using System.Linq.Expressions;
using System.Reflection;

namespace Tickets.Facts;

/// <summary>What is counted of tickets. Every property is a column of the daily facts; sums of sums stay exact.</summary>
sealed class Measures
{
    public long Created { get; set; }
    public long Cancelled { get; set; }
    public long Urged { get; set; }
    public long Reopened { get; set; }

    public long Responded { get; set; }
    public long RespondedLate { get; set; }
    public long ResponseMinutes { get; set; }
    public long Arrived { get; set; }
    public long ArrivedLate { get; set; }
    public long ArrivalMinutes { get; set; }
    public long Done { get; set; }
    public long DoneLate { get; set; }
    public long ResolutionMinutes { get; set; }

    public long Rated { get; set; }
    public long Speed { get; set; }
    public long Result { get; set; }
    public long Attitude { get; set; }
    public long Low { get; set; }

    // How long things took, by the buckets of Durations.
    public long Response0 { get; set; }
    public long Response1 { get; set; }
    public long Response2 { get; set; }
    public long Response3 { get; set; }
    public long Response4 { get; set; }
    public long Response5 { get; set; }
    public long Response6 { get; set; }
    public long Response7 { get; set; }
    public long Response8 { get; set; }
    public long Response9 { get; set; }
    public long Arrival0 { get; set; }
    public long Arrival1 { get; set; }
    public long Arrival2 { get; set; }
    public long Arrival3 { get; set; }
    public long Arrival4 { get; set; }
    public long Arrival5 { get; set; }
    public long Arrival6 { get; set; }
    public long Arrival7 { get; set; }
    public long Arrival8 { get; set; }
    public long Arrival9 { get; set; }
    public long Resolution0 { get; set; }
    public long Resolution1 { get; set; }
    public long Resolution2 { get; set; }
    public long Resolution3 { get; set; }
    public long Resolution4 { get; set; }
    public long Resolution5 { get; set; }
    public long Resolution6 { get; set; }
    public long Resolution7 { get; set; }
    public long Resolution8 { get; set; }
    public long Resolution9 { get; set; }

    internal static readonly IReadOnlyList<PropertyInfo> All = [.. typeof(Measures).GetProperties()];

    internal bool Nothing => All.All(p => this[p] == 0);

    internal long this[PropertyInfo measure] => (long)measure.GetValue(this)!;

    internal void Add(Measures other, int times = 1)
    {
        foreach (var measure in All) if (other[measure] is not 0 and var n) measure.SetValue(this, this[measure] + n * times);
    }

    internal void Took(string what, TimeSpan time)
    {
        var bucket = typeof(Measures).GetProperty(what + Durations.Bucket(time))!;
        bucket.SetValue(this, this[bucket] + 1);
    }

    internal IReadOnlyList<long> Histogram(string what) => [.. Enumerable.Range(0, Durations.Buckets).Select(i => this[typeof(Measures).GetProperty(what + i)!])];

    /// <summary>The sums of a group of daily facts, one expression for the database.</summary>
    internal static Expression<Func<IGrouping<TKey, DailyFact>, Sum<TKey>>> SumOf<TKey>()
    {
        var group = Expression.Parameter(typeof(IGrouping<TKey, DailyFact>), "g");
        var fact = Expression.Parameter(typeof(DailyFact), "f");
        var sums = All.Select(MemberBinding (p) => Expression.Bind(p, Expression.Call(typeof(Enumerable), nameof(Enumerable.Sum), [typeof(DailyFact)], group,
            Expression.Lambda<Func<DailyFact, long>>(Expression.Property(Expression.Property(fact, nameof(DailyFact.Is)), p), fact))));
        var made = Expression.MemberInit(Expression.New(typeof(Sum<TKey>)), Expression.Bind(typeof(Sum<TKey>).GetProperty(nameof(Sum<>.Key))!, Expression.Property(group, "Key")),
            Expression.Bind(typeof(Sum<TKey>).GetProperty(nameof(Sum<>.Is))!, Expression.MemberInit(Expression.New(typeof(Measures)), sums)));
        return Expression.Lambda<Func<IGrouping<TKey, DailyFact>, Sum<TKey>>>(made, group);
    }
}

/// <summary>What a group of facts comes to.</summary>
sealed class Sum<TKey>
{
    public TKey Key { get; set; } = default!;
    public Measures Is { get; set; } = new();
}

/// <summary>A small fixed histogram: enough to say how long half and nine tenths of the tickets took, and it adds up over any days.</summary>
static class Durations
{
    static readonly int[] Bounds = [5, 15, 30, 60, 120, 240, 480, 1440, 4320];

    internal static readonly int Buckets = Bounds.Length + 1;

    internal static int Bucket(TimeSpan time)
    {
        var i = Array.FindIndex(Bounds, b => time.TotalMinutes <= b);
        return i < 0 ? Bounds.Length : i;
    }

    /// <summary>The minutes within which that share was done, read off evenly within its bucket; null without any.</summary>
    internal static int? Percentile(IReadOnlyList<long> histogram, double share)
    {
        if (histogram.Sum() is not (> 0 and var all)) return null;
        double wanted = all * share, passed = 0;
        for (var i = 0; i < Buckets; i++)
        {
            if (passed + histogram[i] < wanted || histogram[i] == 0)
            {
                passed += histogram[i];
                continue;
            }
            var from = i == 0 ? 0 : Bounds[i - 1];
            var to = i < Bounds.Length ? Bounds[i] : 2 * Bounds[^1];
            return (int)Math.Round(from + (to - from) * (wanted - passed) / histogram[i]);
        }
        return 2 * Bounds[^1];
    }
}
