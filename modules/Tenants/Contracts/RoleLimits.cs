using Platform.Access;

namespace Tenants.Contracts;

/// <summary>Keeps people from making themselves or others mightier than they are.</summary>
public static class RoleLimits
{
    /// <summary>
    /// True when the role administers the company in a way that the person may not: such a role is neither given nor taken by them, and whoever
    /// holds it is neither suspended nor dismissed by them. Whoever manages roles may do all of it.
    /// </summary>
    public static bool IsBelow(this PersonAccess person, Role role) =>
        !person.May(CompanyPermissions.Roles) && role.Grants.Any(g => g.Permission.StartsWith("company.", StringComparison.Ordinal) && !person.May(g.Permission));
}
