using Platform;

namespace Staff.Contracts;

/// <summary>A skill of somebody new.</summary>
public sealed record NewSkill(string Key, int Level, string? Certificate = null, DateOnly? ExpiresOn = null);

/// <summary>Hours that repeat on days of the week, local wall-clock; <paramref name="To"/> not after <paramref name="From"/> ends on the next day.</summary>
public sealed record ShiftPattern(IReadOnlyList<DayOfWeek> Days, TimeOnly From, TimeOnly To);

/// <summary>Somebody to employ. The account is found or prepared by the phone; the department and the skills are created when the company lacks the key.</summary>
public sealed record NewStaff(string Name, string Phone, string DepartmentKey, string DepartmentName, string Position)
{
    /// <summary>Staff number; drawn when null.</summary>
    public string? Number { get; init; }
    /// <summary>Takes work orders in the field.</summary>
    public bool FieldWork { get; init; }
    /// <summary>Leads the department.</summary>
    public bool Lead { get; init; }
    /// <summary>Begins on duty.</summary>
    public bool OnDuty { get; init; }
    /// <summary>First day; today when null.</summary>
    public DateOnly? HiredOn { get; init; }
    /// <summary>Work experience.</summary>
    public string? Bio { get; init; }
    /// <summary>Skills by key.</summary>
    public IReadOnlyList<NewSkill> Skills { get; init; } = [];
    /// <summary>Communities covered, or single buildings of them.</summary>
    public IReadOnlyList<(Guid Community, Guid? Building)> Areas { get; init; } = [];
    /// <summary>Keys of roles.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
    /// <summary>Shifts from a week ago to four weeks ahead.</summary>
    public IReadOnlyList<ShiftPattern> Shifts { get; init; } = [];
}

/// <summary>Employs people quickly for demos and tests, in the current company.</summary>
public interface IStaffDemo
{
    /// <summary>Employs the person and saves; the employee's id. Somebody already employed under that phone is returned as they are.</summary>
    Task<Result<Guid>> Hire(NewStaff person, CancellationToken stop = default);
}
