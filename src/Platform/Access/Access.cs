namespace Platform.Access;

/// <summary>How far a granted permission reaches. Larger values include smaller ones.</summary>
public enum DataScope
{
    /// <summary>Not granted.</summary>
    None,
    /// <summary>What the person made or is responsible for.</summary>
    Own,
    /// <summary>The buildings the person covers.</summary>
    Building,
    /// <summary>The communities the person covers.</summary>
    Community,
    /// <summary>The whole company.</summary>
    All,
}

/// <summary>A permission, defined in code by a module and granted to roles by each company.</summary>
/// <param name="Name"><c>module.verb</c>, for example <c>tickets.assign</c>.</param>
/// <param name="Label">Chinese words for the role editor.</param>
/// <param name="Scopes">The scopes that make sense; the role editor offers these only.</param>
public sealed record Permission(string Name, string Label, params DataScope[] Scopes);

/// <summary>All permissions of all modules.</summary>
public sealed class PermissionList
{
    readonly Dictionary<string, Permission> byName = new(StringComparer.Ordinal);

    /// <summary>Collects the modules' permissions; two of one name stop the start.</summary>
    public PermissionList(IEnumerable<IModule> modules)
    {
        foreach (var permission in modules.SelectMany(m => m.Permissions)) byName.Add(permission.Name, permission);
    }

    /// <summary>Every permission, in the modules' order.</summary>
    public IReadOnlyCollection<Permission> All => byName.Values;

    /// <summary>The permission of that name, or null.</summary>
    public Permission? Find(string name) => byName.GetValueOrDefault(name);
}

/// <summary>A person inside one company: what they may do and how far. Read per request, cached until a role or membership changes.</summary>
public sealed class PersonAccess(Guid accountId, Guid memberId, string name, string phone, IReadOnlyList<string> roles,
    IReadOnlyDictionary<string, DataScope> grants, IReadOnlyList<Guid> communities, IReadOnlyList<Guid> buildings)
{
    /// <summary>The global account.</summary>
    public Guid AccountId => accountId;
    /// <summary>The membership row in this company.</summary>
    public Guid MemberId => memberId;
    /// <summary>The person's name as this company knows it.</summary>
    public string Name => name;
    /// <summary>The person's phone.</summary>
    public string Phone => phone;
    /// <summary>Keys of the roles held, for the start page and the role editor.</summary>
    public IReadOnlyList<string> Roles => roles;
    /// <summary>Communities the person covers.</summary>
    public IReadOnlyList<Guid> Communities => communities;
    /// <summary>Buildings the person covers beyond whole communities.</summary>
    public IReadOnlyList<Guid> Buildings => buildings;
    /// <summary>The department the person works in; null for whoever is no employee.</summary>
    public Guid? Team { get; init; }
    /// <summary>True when the person speaks for <see cref="Team"/>: its lead, or anybody of a department without one.</summary>
    public bool LeadsTeam { get; init; }
    /// <summary>True for the named lead of <see cref="Team"/>.</summary>
    public bool IsLead { get; init; }
    /// <summary>Every granted permission with its widest scope.</summary>
    public IReadOnlyDictionary<string, DataScope> Grants => grants;

    /// <summary>How far the permission reaches; <see cref="DataScope.None"/> when not granted.</summary>
    public DataScope ScopeOf(string permission) => grants.GetValueOrDefault(permission);

    /// <summary>True when the permission is granted at any scope.</summary>
    public bool May(string permission) => ScopeOf(permission) != DataScope.None;

    /// <summary>True when the permission reaches the place; pass null where the row has no community or building.</summary>
    public bool Covers(string permission, Guid? community, Guid? building) => ScopeOf(permission) switch
    {
        DataScope.All => true,
        DataScope.Community => community is { } c && communities.Contains(c),
        DataScope.Building => building is { } b && buildings.Contains(b),
        _ => false,
    };
}

/// <summary>The signed-in person in the resolved company.</summary>
public interface ICurrentPerson
{
    /// <summary>The signed-in account, or null for an anonymous request.</summary>
    Guid? AccountId { get; }

    /// <summary>What the person may do here, or null for strangers and suspended members.</summary>
    PersonAccess? Access { get; }

    /// <summary>What the person may do here; endpoints behind a permission always have one.</summary>
    PersonAccess Required => Access ?? throw new InvalidOperationException("The endpoint does not require a permission.");
}

/// <summary>The scoped holder behind <see cref="ICurrentPerson"/>.</summary>
sealed class CurrentPerson : ICurrentPerson
{
    public Guid? AccountId { get; internal set; }
    public PersonAccess? Access { get; internal set; }
}

/// <summary>Knows who works in which department of the current company.</summary>
public interface ITeams
{
    /// <summary>The department of an employee, whether they speak for it and whether they are its named lead; null for everybody else.</summary>
    Task<(Guid Team, bool Leads, bool IsLead)?> Of(Guid accountId, CancellationToken stop = default);
}

/// <summary>A row whose change may change what people see: reading access begins anew when one of <see cref="Shaping"/> changes.</summary>
public interface IShapesAccess
{
    /// <summary>Names of the properties that matter.</summary>
    IReadOnlyList<string> Shaping { get; }
}

/// <summary>Reads a person's access in the current company.</summary>
public interface IAccessReader
{
    /// <summary>The access of an active member, or null when the account is no member here or is suspended.</summary>
    ValueTask<PersonAccess?> Read(Guid accountId, CancellationToken stop = default);
}
