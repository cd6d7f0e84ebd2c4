using Platform.Model;

namespace Staff.Skills;

/// <summary>A skill that somebody has.</summary>
sealed class StaffSkill : Part
{
    StaffSkill() { }

    internal StaffSkill(Guid skillId) => SkillId = skillId;

    public Guid StaffId { get; private set; }
    public Guid SkillId { get; private set; }
    public int Level { get; internal set; }
    public string? Certificate { get; internal set; }
    /// <summary>The last day, in the company's zone, on which the certificate counts; null when it never expires.</summary>
    public DateOnly? ExpiresOn { get; internal set; }

    internal bool IsValidOn(DateOnly day) => IsValid(ExpiresOn, day);

    internal static bool IsValid(DateOnly? expiresOn, DateOnly day) => expiresOn is null || day <= expiresOn;
}
