namespace Staff.People;

/// <summary>What the pages ask about an employee.</summary>
public sealed class ProfileForm
{
    /// <summary>The version that was read.</summary>
    public int Version { get; set; }
    /// <summary>Name.</summary>
    public string? Name { get; set; }
    /// <summary>Phone; asked for once.</summary>
    public string? Phone { get; set; }
    /// <summary>Staff number; drawn when empty.</summary>
    public string? Number { get; set; }
    /// <summary>Department.</summary>
    public Guid? DepartmentId { get; set; }
    /// <summary>Position.</summary>
    public string? Position { get; set; }
    /// <summary>Takes work orders in the field.</summary>
    public bool FieldWork { get; set; }
    /// <summary>Leads the department.</summary>
    public bool Lead { get; set; }
    /// <summary>First day.</summary>
    public DateOnly? HiredOn { get; set; }
    /// <summary>Work experience.</summary>
    public string? Bio { get; set; }
    /// <summary>Keys of roles, when somebody is employed.</summary>
    public List<string>? Roles { get; set; }
}
