namespace Tickets.Facts;

/// <summary>How long something took: how many, how many of them too late, and the minutes of the average, of half and of nine tenths of them.</summary>
sealed record Took(long Count, long Late, int? Average, int? P50, int? P90)
{
    /// <summary>Share in time, in percent.</summary>
    public double? OnTime => Count == 0 ? null : Math.Round(100.0 * (Count - Late) / Count, 1);

    internal static Took Of(long count, long late, long minutes, IReadOnlyList<long> histogram) =>
        new(count, late, count == 0 ? null : (int)(minutes / count), Durations.Percentile(histogram, 0.5), Durations.Percentile(histogram, 0.9));
}

/// <summary>Measures as people read them.</summary>
sealed record Figures(long Created, long Done, long Cancelled, long Urged, long Reopened, Took Response, Took Arrival, Took Resolution, long Rated, long Low, double? Speed, double? Result, double? Attitude)
{
    /// <summary>Mean of the three scores.</summary>
    public double? Score => Rated == 0 ? null : Math.Round((Speed!.Value + Result!.Value + Attitude!.Value) / 3, 2);

    internal static Figures Of(Measures m) => new(m.Created, m.Done, m.Cancelled, m.Urged, m.Reopened,
        Took.Of(m.Responded, m.RespondedLate, m.ResponseMinutes, m.Histogram("Response")), Took.Of(m.Arrived, m.ArrivedLate, m.ArrivalMinutes, m.Histogram("Arrival")),
        Took.Of(m.Done, m.DoneLate, m.ResolutionMinutes, m.Histogram("Resolution")), m.Rated, m.Low, Mean(m.Speed, m.Rated), Mean(m.Result, m.Rated), Mean(m.Attitude, m.Rated));

    static double? Mean(long sum, long count) => count == 0 ? null : Math.Round((double)sum / count, 2);
}
