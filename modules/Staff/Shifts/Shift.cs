using Platform.Model;

namespace Staff.Shifts;

/// <summary>A planned stretch of work. When <see cref="To"/> is not after <see cref="From"/> it ends on the next day.</summary>
sealed class Shift : Aggregate
{
    Shift() { }

    internal Shift(Guid staffId, DateOnly day, TimeOnly from, TimeOnly to) => (StaffId, Day, From, To) = (staffId, day, from, to);

    public Guid StaffId { get; private set; }
    /// <summary>The day on which it begins, in the company's zone.</summary>
    public DateOnly Day { get; private set; }
    public TimeOnly From { get; private set; }
    public TimeOnly To { get; private set; }

    internal void Until(TimeOnly to) => To = to;
}

/// <summary>When a shift is, in local wall-clock.</summary>
readonly record struct ShiftTime(DateOnly Day, TimeOnly From, TimeOnly To)
{
    internal DateTime Begin => Day.ToDateTime(From);
    internal DateTime End => To > From ? Day.ToDateTime(To) : Day.AddDays(1).ToDateTime(To);

    internal bool Covers(DateTime local) => Begin <= local && local < End;

    /// <summary>True when some of it lies on the day.</summary>
    internal bool Touches(DateOnly day) => Begin < day.AddDays(1).ToDateTime(TimeOnly.MinValue) && End > day.ToDateTime(TimeOnly.MinValue);
}
