using Data;
using Estates.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Web.Access;
using Web.Http;
using Web.Time;

using Estates.Places;
using Platform.Events;
using Platform.Notices;

namespace Estates.Residents;

/// <summary>Tells those who may verify that somebody waits.</summary>
sealed class TellVerifiers(AppDb db, FindPlaces places, INotices notices) : IHandle<HomeRequested>
{
    internal static readonly NoticeKind Asked = new("residents.asked", "等我核实的住户", "person", "place") { Permission = EstatesPermissions.VerifyResidents };

    public async Task Handle(HomeRequested happened, EventContext context, CancellationToken stop)
    {
        var residency = await db.Residencies.AsNoTracking().SingleOrDefaultAsync(r => r.Id == happened.ResidencyId, stop);
        if (residency is not { State: ResidencyState.Requested } || await places.Find(residency.UnitId, PlaceKind.Unit, stop) is not { } unit) return;

        var name = await db.Residents.Where(r => r.Id == residency.ResidentId).Select(r => r.Name).SingleAsync(stop);
        await notices.Post(context, Asked, await VerifiersOf(unit, stop), "residents/requests", "{0} 申请绑定 {1}，请核实", ("person", name), ("place", unit.Label));
    }

    async Task<List<Guid>> VerifiersOf(PlaceInfo unit, CancellationToken stop)
    {
        var reach = await db.Set<RoleGrant>().AsNoTracking().Where(g => g.Permission == EstatesPermissions.VerifyResidents).ToDictionaryAsync(g => g.RoleId, g => g.Scope, stop);
        var roles = reach.Keys.ToList();
        var members = await db.Set<Member>().AsNoTracking().WithRolesAndAreas()
            .Where(m => !m.Suspended && m.Roles.Any(r => roles.Contains(r.RoleId))).ToListAsync(stop);
        return [.. members.Where(m => m.Roles.Where(r => reach.ContainsKey(r.RoleId)).Max(r => reach[r.RoleId]) switch
        {
            DataScope.All => true,
            DataScope.Community => m.Areas.Any(a => a.BuildingId is null && a.CommunityId == unit.CommunityId),
            DataScope.Building => m.Areas.Any(a => a.BuildingId == unit.BuildingId && a.BuildingId is not null),
            _ => false,
        }).Select(m => m.AccountId)];
    }
}

/// <summary>Tells the person what became of the request.</summary>
sealed class TellRequester(AppDb db, FindPlaces places, INotices notices) : IHandle<HomeVerified>, IHandle<HomeRefused>
{
    internal static readonly NoticeKind Decided = new("residents.decided", "我的房屋核实结果", "place", "reason");

    public async Task Handle(HomeVerified happened, EventContext context, CancellationToken stop)
    {
        if (await About(happened.ResidencyId, stop) is var (account, label, _)) await notices.Post(context, Decided, [account], "homes", "{0} 已核实，可以报修和查看服务了", ("place", label));
    }

    public async Task Handle(HomeRefused happened, EventContext context, CancellationToken stop)
    {
        if (await About(happened.ResidencyId, stop) is var (account, label, reason)) await notices.Post(context, Decided, [account], "homes", "{0} 的绑定申请没有通过：{1}", ("place", label), ("reason", reason));
    }

    async Task<(Guid Account, string Label, string Reason)?> About(Guid residencyId, CancellationToken stop)
    {
        var found = await (from r in db.Residencies.AsNoTracking()
                           join p in db.Residents on r.ResidentId equals p.Id
                           where r.Id == residencyId
                           select new { r.UnitId, r.Reason, p.AccountId }).SingleOrDefaultAsync(stop);
        if (found?.AccountId is not { } account || await places.Find(found.UnitId, PlaceKind.Unit, stop) is not { } unit) return null;
        return (account, unit.Label, found.Reason ?? "");
    }
}

/// <summary>Binds the accounts that proved the phones of residents whom staff prepared.</summary>
sealed class BindPreparedResidents(AppDb db, HostDb host, Memberships memberships) : IHandle<ResidentsPrepared>
{
    public async Task Handle(ResidentsPrepared happened, EventContext context, CancellationToken stop)
    {
        var ids = happened.ResidentIds;
        var phones = await db.Residents.AsNoTracking().Where(r => ids.Contains(r.Id) && r.Phone != null).Select(r => r.Phone!).ToListAsync(stop);
        var accounts = await host.Users.AsNoTracking().Where(a => phones.Contains(a.UserName!) && a.PhoneNumberConfirmed).ToListAsync(stop);
        foreach (var account in accounts)
        {
            if (await memberships.BindPrepared(account, stop)) continue;
            // Bound before: the new home may be the first verified one.
            var resident = await db.Residents.AsNoTracking().SingleOrDefaultAsync(r => r.AccountId == account.Id && ids.Contains(r.Id), stop);
            if (resident is not null) await memberships.Welcome(account.Id, resident.Name, resident.Phone ?? "", stop);
        }
        await host.SaveChangesAsync(stop);
    }
}
