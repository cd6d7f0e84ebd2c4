using Platform.Model;

namespace Platform.Access;

/// <summary>A company's role: a named set of permissions with scopes.</summary>
public sealed class Role : Aggregate
{
    /// <summary>The key of the role that verified residents get.</summary>
    public const string Resident = "resident";

    readonly List<RoleGrant> grants = [];

    Role() { }

    /// <summary>A new role without permissions.</summary>
    public Role(string key, string name) => (Key, Name) = (key, name);

    /// <summary>A new role without permissions, under a key of its own.</summary>
    public Role(string name) => (Key, Name) = (KeyOf(Id), name);

    /// <summary>The key of a role that was made without one.</summary>
    public static string KeyOf(Guid id) => "r-" + id.ToString("N")[^12..];

    /// <summary>Stable short name, unique in the company; company files refer to it.</summary>
    public string Key { get; private set; } = "";
    /// <summary>The name people read.</summary>
    public string Name { get; private set; } = "";
    /// <summary>What the role grants.</summary>
    public IReadOnlyList<RoleGrant> Grants => grants;

    /// <summary>Gives the role another name.</summary>
    public void Rename(string name) => Name = name;

    /// <summary>Sets the scope of one permission; <see cref="DataScope.None"/> takes it away. True when something changed.</summary>
    public bool Grant(string permission, DataScope scope)
    {
        var grant = grants.Find(g => g.Permission == permission);
        if ((grant?.Scope ?? DataScope.None) == scope) return false;

        if (grant is null) grants.Add(new RoleGrant(permission, scope));
        else if (scope == DataScope.None) grants.Remove(grant);
        else grant.Scope = scope;
        return true;
    }
}

/// <summary>One permission of a role.</summary>
public sealed class RoleGrant : Part
{
    RoleGrant() { }

    internal RoleGrant(string permission, DataScope scope) => (Permission, Scope) = (permission, scope);

    /// <summary>The role.</summary>
    public Guid RoleId { get; private set; }
    /// <summary>The permission's name.</summary>
    public string Permission { get; private set; } = "";
    /// <summary>How far it reaches.</summary>
    public DataScope Scope { get; internal set; }
}

/// <summary>An account's membership in one company: residents, staff and managers alike.</summary>
public sealed class Member : Aggregate
{
    readonly List<MemberRole> roles = [];
    readonly List<MemberArea> areas = [];

    Member() { }

    /// <summary>A new active member without roles.</summary>
    public Member(Guid accountId, string name, string phone) => (AccountId, Name, Phone) = (accountId, name, phone);

    /// <summary>The global account.</summary>
    public Guid AccountId { get; private set; }
    /// <summary>The name this company knows the person by.</summary>
    public string Name { get; private set; } = "";
    /// <summary>The person's phone.</summary>
    public string Phone { get; private set; } = "";
    /// <summary>A suspended member is treated as a stranger.</summary>
    public bool Suspended { get; private set; }
    /// <summary>Roles held.</summary>
    public IReadOnlyList<MemberRole> Roles => roles;
    /// <summary>Communities and buildings covered.</summary>
    public IReadOnlyList<MemberArea> Areas => areas;

    /// <summary>Changes what the company calls the person.</summary>
    public void Rename(string name) => Name = name;

    /// <summary>Shuts the person out of this company at once.</summary>
    public void Suspend() => Suspended = true;

    /// <summary>Lets the person in again.</summary>
    public void Resume() => Suspended = false;

    /// <summary>Gives a role; giving it twice changes nothing.</summary>
    public void Add(Role role)
    {
        if (roles.Any(r => r.RoleId == role.Id)) return;
        roles.Add(new MemberRole(role.Id));
    }

    /// <summary>Takes a role away.</summary>
    public void Remove(Role role)
    {
        roles.RemoveAll(r => r.RoleId == role.Id);
    }

    /// <summary>Replaces the covered areas. A null building means the whole community.</summary>
    public void Cover(IEnumerable<(Guid Community, Guid? Building)> places)
    {
        var wanted = places.Distinct().ToList();
        areas.RemoveAll(a => !wanted.Contains((a.CommunityId, a.BuildingId)));
        foreach (var (community, building) in wanted.Where(w => !areas.Exists(a => (a.CommunityId, a.BuildingId) == w)))
            areas.Add(new MemberArea(community, building));
    }
}

/// <summary>A role that a member holds.</summary>
public sealed class MemberRole : Part
{
    MemberRole() { }

    internal MemberRole(Guid roleId) => RoleId = roleId;

    /// <summary>The member.</summary>
    public Guid MemberId { get; private set; }
    /// <summary>The role.</summary>
    public Guid RoleId { get; private set; }
}

/// <summary>A community, or one building of it, that a member covers: the reach of data scopes and of dispatch.</summary>
public sealed class MemberArea : Part
{
    MemberArea() { }

    internal MemberArea(Guid communityId, Guid? buildingId) => (CommunityId, BuildingId) = (communityId, buildingId);

    /// <summary>The member.</summary>
    public Guid MemberId { get; private set; }
    /// <summary>The community.</summary>
    public Guid CommunityId { get; private set; }
    /// <summary>One building, or null for the whole community.</summary>
    public Guid? BuildingId { get; private set; }
}
