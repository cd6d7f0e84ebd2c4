using Platform;
using Platform.Access;
using Platform.Model;
using Staff.Duty;
using Staff.Skills;

namespace Staff.People;

/// <summary>What is written down about an employee.</summary>
sealed record StaffProfile(string Name, string Position, Guid DepartmentId, bool FieldWork, DateOnly HiredOn, string? Bio, bool Lead = false);

/// <summary>An employee of the company. Never deleted: work names them for ever; they leave.</summary>
sealed class StaffMember : Aggregate, IShapesAccess
{
    readonly List<StaffSkill> skills = [];

    StaffMember() { }

    internal StaffMember(Guid accountId, Guid memberId, string phone, string number, StaffProfile profile)
    {
        (AccountId, MemberId, Phone, Number) = (accountId, memberId, phone, number);
        Describe(profile);
    }

    public Guid AccountId { get; private set; }
    public Guid MemberId { get; private set; }
    public string Name { get; private set; } = "";
    public string Phone { get; private set; } = "";
    public string Number { get; private set; } = "";
    public Guid DepartmentId { get; private set; }
    public string Position { get; private set; } = "";
    public DateOnly HiredOn { get; private set; }
    public DateOnly? LeftOn { get; private set; }
    public bool FieldWork { get; private set; }
    /// <summary>Leads the department (主管).</summary>
    public bool Lead { get; private set; }
    public bool OnDuty { get; private set; }
    public DateTime? DutySince { get; private set; }
    /// <summary>Work experience (工作经历).</summary>
    public string? Bio { get; private set; }
    public IReadOnlyList<StaffSkill> Skills => skills;
    IReadOnlyList<string> IShapesAccess.Shaping => [nameof(DepartmentId), nameof(Lead), nameof(LeftOn)];

    internal void Describe(StaffProfile profile) =>
        (Name, Position, DepartmentId, FieldWork, HiredOn, Bio, Lead) = (profile.Name, profile.Position, profile.DepartmentId, profile.FieldWork, profile.HiredOn, profile.Bio, profile.Lead);

    /// <summary>Goes on or off duty. Null when they were already.</summary>
    internal Result<DutyEntry?> SetDuty(bool on, DateTime now)
    {
        if (LeftOn is not null) return StaffErrors.HasLeft;
        if (OnDuty == on) return (DutyEntry?)null;
        (OnDuty, DutySince) = (on, on ? now : null);
        return new DutyEntry(Id, on, now);
    }

    /// <summary>Ends the employment; null instead of an entry when they were off duty already.</summary>
    internal Result<DutyEntry?> Leave(DateOnly day, DateTime now)
    {
        if (LeftOn is not null) return StaffErrors.HasLeft;
        if (day < HiredOn) return StaffErrors.LeavesBeforeHired;
        var off = SetDuty(on: false, now);
        LeftOn = day;
        return off;
    }

    /// <summary>Comes back under the same number.</summary>
    internal void Return(StaffProfile profile)
    {
        LeftOn = null;
        Describe(profile);
    }

    /// <summary>Sets one skill.</summary>
    internal Result<Done> Learn(Skill skill, int level, string? certificate, DateOnly? expiresOn)
    {
        if (level is < 1 or > 5) return StaffErrors.BadLevel(skill.Name);
        if (certificate is { Length: > 60 }) return StaffErrors.LongCertificate;
        if (skill.Certificate && string.IsNullOrWhiteSpace(certificate)) return StaffErrors.NeedsCertificate(skill.Name);
        var held = skills.Find(s => s.SkillId == skill.Id);
        if (held is null) skills.Add(held = new StaffSkill(skill.Id));
        (held.Level, held.Certificate, held.ExpiresOn) = (level, string.IsNullOrWhiteSpace(certificate) ? null : certificate.Trim(), expiresOn);
        return Done.It;
    }

    /// <summary>Forgets all skills but these.</summary>
    internal void KeepSkills(IReadOnlyCollection<Guid> skillIds) => skills.RemoveAll(s => !skillIds.Contains(s.SkillId));
}
