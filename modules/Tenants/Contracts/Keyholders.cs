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

    /// <summary>
    /// A refusal when losing what <paramref name="lost"/> picks would leave nobody who may edit roles; null when it is fine. Those who lose somebody at
    /// the same moment change the same roles, so that all but one of them find their page stale.
    /// </summary>
    public static async Task<Error?> RefusalToLose(this AppDb db, Func<Keyholder, bool> lost, CancellationToken stop)
    {
        var holders = await (from member in db.Set<Member>().AsNoTracking()
                             from held in member.Roles
                             join grant in db.Set<RoleGrant>() on held.RoleId equals grant.RoleId
                             where !member.Suspended && grant.Permission == CompanyPermissions.Roles
                             orderby member.Id, held.RoleId
                             select new Keyholder(member.Id, held.RoleId)).Take(Enough).ToListAsync(stop);
        if (!holders.Exists(k => lost(k))) return null;
        if (holders.TrueForAll(k => lost(k))) return LastKeyholder;
        var ids = holders.Select(k => k.RoleId).Distinct().ToList();
        foreach (var role in await db.Set<Role>().Where(r => ids.Contains(r.Id)).OrderBy(r => r.Id).ToListAsync(stop)) db.Entry(role).State = EntityState.Modified;
        return null;
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
