using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Tenants.Contracts;
using Tenants.Roles;
using Web.Access;
using Web.Http;

namespace Tenants.Members;

/// <summary>Suspends or resumes a member and sets the roles held and the areas covered; what is null stays as it is.</summary>
sealed record ChangeMember(Guid Id, int Version, bool? Suspended, IReadOnlyList<string>? Roles, IReadOnlyList<ChangeMember.Area>? Areas)
{
    internal sealed record Area(Guid CommunityId, Guid? BuildingId);

    internal sealed record Body(int Version, bool? Suspended, IReadOnlyList<string>? Roles, IReadOnlyList<Area>? Areas);

    internal static void Map(RouteGroupBuilder api) => api.MapPut("/members/{id:guid}", Put)
        .RequirePermission(CompanyPermissions.Members).WithName("ChangeMember").WithTags("Company");

    static async Task<Results<NoContent, ProblemHttpResult>> Put(Guid id, Body body, Handler handler, CancellationToken stop) =>
        (await handler.Run(new(id, body.Version, body.Suspended, body.Roles, body.Areas), stop)).ToNoContent();

    internal sealed class Handler(AppDb db, HostDb host, ListMembers.Handler members, ICurrentPerson person)
    {
        const int MostAreas = 200;

        public async Task<Result<Done>> Run(ChangeMember command, CancellationToken stop)
        {
            var member = await db.Set<Member>().WithRolesAndAreas().SingleOrDefaultAsync(m => m.Id == command.Id, stop);
            if (member is null) return CommonErrors.NotFound;
            if (member.Version != command.Version) return CommonErrors.Stale;
            var roles = await db.Set<Role>().Include(r => r.Grants).ToListAsync(stop);

            if (await SetSuspended(member, command.Suspended, roles, stop) is { } suspension) return suspension;
            if (command.Roles is { } keys && await SetRoles(member, keys, roles, stop) is { } role) return role;
            if (command.Areas is { } areas && await SetAreas(member, areas, stop) is { } area) return area;
            db.Publish(new MemberChanged(member.Id));
            await db.SaveChangesAsync(stop);
            await Mirror(member, stop);
            return Done.It;
        }

        async Task<Error?> SetSuspended(Member member, bool? suspended, List<Role> roles, CancellationToken stop)
        {
            if (suspended is null || suspended == member.Suspended) return null;
            if (roles.Any(r => member.Roles.Any(m => m.RoleId == r.Id) && person.Required.IsBelow(r))) return RoleErrors.NotYours;
            if (suspended == false)
            {
                member.Resume();
                return null;
            }
            if (member.Id == person.Required.MemberId) return MemberErrors.Oneself;
            if (await db.RefusalToLose(k => k.MemberId == member.Id, stop) is { } locked) return locked;
            member.Suspend();
            return null;
        }

        async Task<Error?> SetRoles(Member member, IReadOnlyList<string> keys, List<Role> roles, CancellationToken stop)
        {
            if (keys.FirstOrDefault(k => roles.TrueForAll(r => r.Key != k)) is { } unknown) return RoleErrors.UnknownRole(unknown);
            foreach (var role in roles)
            {
                var (holds, shall) = (member.Roles.Any(r => r.RoleId == role.Id), keys.Contains(role.Key));
                if (holds == shall) continue;

                // Nobody makes oneself mightier, not even by a role that others may have.
                if (person.Required.IsBelow(role) || (member.Id == person.Required.MemberId && !person.Required.May(CompanyPermissions.Roles))) return RoleErrors.NotYours;
                var opensRoles = role.Grants.Any(g => g.Permission == CompanyPermissions.Roles);
                if (shall)
                {
                    member.Add(role);
                    continue;
                }
                member.Remove(role);
                if (opensRoles && await db.RefusalToLose(k => k.MemberId == member.Id && member.Roles.All(r => r.RoleId != k.RoleId), stop) is { } locked) return locked;
            }
            return null;
        }

        async Task<Error?> SetAreas(Member member, IReadOnlyList<Area> areas, CancellationToken stop)
        {
            if (areas.Count > MostAreas) return MemberErrors.TooManyAreas;
            var known = (await members.Communities(stop)).Select(c => c.Id).Concat(member.Areas.Select(a => a.CommunityId)).ToHashSet();
            // Buildings are the estates' to know; here they are only kept. Staff get them on their own page.
            if (areas.Any(a => !known.Contains(a.CommunityId) || (a.BuildingId is not null && !member.Areas.Any(m => m.CommunityId == a.CommunityId && m.BuildingId == a.BuildingId)))) return MemberErrors.UnknownCommunity;
            member.Cover(areas.Select(a => (a.CommunityId, a.BuildingId)));
            return null;
        }

        // The company's own row decides; the platform's copy only says which companies to offer for switching.
        async Task Mirror(Member member, CancellationToken stop) =>
            await host.Memberships.Where(m => m.AccountId == member.AccountId && m.CompanyId == db.TenantId && m.Suspended != member.Suspended)
                .ExecuteUpdateAsync(m => m.SetProperty(x => x.Suspended, member.Suspended), stop);
    }
}

static class MemberErrors
{
    internal static readonly Error Oneself = new(ErrorKind.Rejected, "tenants/oneself", "不能停用自己，请让另一位管理员来做。");
    internal static readonly Error TooManyAreas = new(ErrorKind.Invalid, "tenants/too-many-areas", "负责的区域最多 200 个。");
    internal static readonly Error UnknownCommunity = new(ErrorKind.Invalid, "tenants/unknown-community", "公司没有这个小区，请重新选择。");
}
