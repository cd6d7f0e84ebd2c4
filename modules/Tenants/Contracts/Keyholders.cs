using Data;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;

namespace Tenants.Contracts;

/// <summary>One way in which an active member may edit roles.</summary>
/// <param name="MemberId">The member.</param>
/// <param name="RoleId">The role that grants it.</param>
public sealed record Keyholder(Guid MemberId, Guid RoleId);

/// <summary>Keeps a company from locking itself out: somebody can always edit roles.</summary>
public static class Keyholders
{
    // More than anybody appoints; the question is only whether one is left.
    const int Enough = 500;

    /// <summary>A refusal when losing what <paramref name="lost"/> picks would leave nobody who may edit roles; null when it is fine.</summary>
    public static async Task<Error?> RefusalToLose(this AppDb db, Func<Keyholder, bool> lost, CancellationToken stop)
    {
        var holders = await (from member in db.Set<Member>().AsNoTracking()
                             from held in member.Roles
                             join grant in db.Set<RoleGrant>() on held.RoleId equals grant.RoleId
                             where !member.Suspended && grant.Permission == CompanyPermissions.Roles
                             orderby member.Id, held.RoleId
                             select new Keyholder(member.Id, held.RoleId)).Take(Enough).ToListAsync(stop);
        return holders.Count > 0 && holders.All(lost) ? LastKeyholder : null;
    }

    static readonly Error LastKeyholder = new(ErrorKind.Rejected, "tenants/last-keyholder", "这样就没有人能管理角色权限了，请先让另一位同事持有这项权限。");
}

/// <summary>Names of the permissions of company administration.</summary>
public static class CompanyPermissions
{
    /// <summary>Change working hours and other settings.</summary>
    public const string Settings = "company.settings";
    /// <summary>Change what roles may do.</summary>
    public const string Roles = "company.roles";
    /// <summary>Give roles to members, suspend and resume them.</summary>
    public const string Members = "company.members";
}
