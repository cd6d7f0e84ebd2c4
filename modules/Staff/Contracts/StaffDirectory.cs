namespace Staff.Contracts;

/// <summary>An employee as colleagues and residents see them.</summary>
/// <param name="StaffId">The employee.</param>
/// <param name="AccountId">Their account.</param>
/// <param name="Name">Name.</param>
/// <param name="Phone">Phone, unmasked.</param>
/// <param name="Number">Staff number (工号), for example <c>E0317</c>.</param>
/// <param name="Department">Department's name.</param>
/// <param name="Position">Position, for example 水电工.</param>
/// <param name="OnDuty">Says they are working now.</param>
/// <param name="DepartmentId">The department.</param>
public sealed record StaffCard(Guid StaffId, Guid AccountId, string Name, string Phone, string Number, string Department, string Position, bool OnDuty, Guid DepartmentId);

/// <summary>Somebody who could be given work, as of an instant.</summary>
/// <param name="Card">Who it is.</param>
/// <param name="Skills">Key → level 1–5 of skills that are valid then: a skill whose certificate expired is left out.</param>
/// <param name="Expired">Keys of skills that are held but whose certificate expired.</param>
/// <param name="Communities">Communities covered as a whole.</param>
/// <param name="Buildings">Single buildings covered.</param>
/// <param name="OnShift">Within a shift, or no shifts are planned for them that day.</param>
/// <param name="OnLeave">On leave.</param>
/// <param name="Certified">Keys of valid skills that the company credits with a certificate only.</param>
/// <param name="ShiftEnds">The end (UTC) of the shift they are in; null where none is planned.</param>
public sealed record Candidate(StaffCard Card, IReadOnlyDictionary<string, int> Skills, IReadOnlyList<string> Expired,
    IReadOnlyList<Guid> Communities, IReadOnlyList<Guid> Buildings, bool OnShift, bool OnLeave, IReadOnlyList<string> Certified, DateTime? ShiftEnds);

/// <summary>A department and who works there now.</summary>
/// <param name="Id">The department.</param>
/// <param name="Name">Its name.</param>
/// <param name="People">Everybody of it who has not left.</param>
/// <param name="Leads">Accounts of those who speak for it: its leads, or everybody where nobody leads.</param>
/// <param name="Named">Accounts of its leads; nobody's where nobody leads.</param>
public sealed record DepartmentInfo(Guid Id, string Name, IReadOnlyList<StaffCard> People, IReadOnlyList<Guid> Leads, IReadOnlyList<Guid> Named);

/// <summary>Says whether something still names a department, which then cannot be deleted.</summary>
public interface IUsesDepartments
{
    /// <summary>True when it does.</summary>
    Task<bool> Use(Guid departmentId, CancellationToken stop = default);
}

/// <summary>Finds employees of the current company.</summary>
public interface IStaffDirectory
{
    /// <summary>The employee of that account, or null.</summary>
    Task<StaffCard?> FindByAccount(Guid accountId, CancellationToken stop = default);

    /// <summary>Keys of the skills that the employee of that account has as of <paramref name="at"/> (UTC), certificates that expired left out; null for whoever takes no field work.</summary>
    Task<IReadOnlyCollection<string>?> ValidSkills(Guid accountId, DateTime at, CancellationToken stop = default);

    /// <summary>The cards of these employees; unknown ids are left out.</summary>
    Task<IReadOnlyDictionary<Guid, StaffCard>> Cards(IReadOnlyCollection<Guid> staffIds, CancellationToken stop = default);

    /// <summary>Everybody who takes field work, has not left and is not suspended, as of <paramref name="at"/> (UTC); on duty or not.</summary>
    Task<IReadOnlyList<Candidate>> Candidates(DateTime at, CancellationToken stop = default);

    /// <summary>The departments in the company's order, with their people.</summary>
    Task<IReadOnlyList<DepartmentInfo>> Departments(CancellationToken stop = default);

    /// <summary>Skill keys and names of the company.</summary>
    Task<IReadOnlyDictionary<string, string>> SkillNames(CancellationToken stop = default);
}
