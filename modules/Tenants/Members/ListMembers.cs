using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Tenancy;
using Tenants.Contracts;
using Web.Access;
using Web.Http;

namespace Tenants.Members;

/// <summary>Reads the company's members with their roles and areas.</summary>
sealed record ListMembers(string? Q, string? Role, bool? Suspended, Guid? After, int? Limit)
{
    internal sealed record Area(Guid CommunityId, Guid? BuildingId, string Community);

    internal sealed record Item(Guid Id, Guid AccountId, string Name, string Phone, bool Suspended, IReadOnlyList<string> Roles, IReadOnlyList<Area> Areas, int Version);

    internal sealed record Page(IReadOnlyList<Item> Items, Guid? Next);

    internal sealed record Community(Guid Id, string Name);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/members", async ([AsParameters] ListMembers query, Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Run(query, stop)))
            .RequirePermission(CompanyPermissions.Members).WithName("ListMembers").WithTags("Company");
        api.MapGet("/members/{id:guid}", async Task<Results<Ok<Item>, ProblemHttpResult>> (Guid id, Handler handler, CancellationToken stop) => (await handler.Find(id, stop)).ToOk())
            .RequirePermission(CompanyPermissions.Members).WithName("FindMember").WithTags("Company");
    }

    internal sealed class Handler(AppDb db, HostDb host, ICurrentTenant tenant)
    {
        public async Task<Page> Run(ListMembers query, CancellationToken stop)
        {
            var limit = Math.Clamp(query.Limit ?? 30, 1, 100);
            var members = db.Set<Member>().AsNoTracking();
            if (query.Q?.Trim() is { Length: > 0 and <= 60 } text) members = members.Where(m => m.Name.StartsWith(text) || m.Phone.StartsWith(text));
            if (query.Role is { Length: > 0 } key) members = members.Where(m => m.Roles.Any(held => db.Set<Role>().Any(r => r.Id == held.RoleId && r.Key == key)));
            if (query.Suspended is { } suspended) members = members.Where(m => m.Suspended == suspended);
            if (query.After is { } after) members = members.Where(m => m.Id > after);

            var rows = await members.WithRolesAndAreas().OrderBy(m => m.Id).Take(limit + 1).ToListAsync(stop);
            var items = await ToItems([.. rows.Take(limit)], stop);
            return new Page(items, rows.Count > limit ? items[^1].Id : null);
        }

        public async Task<Result<Item>> Find(Guid id, CancellationToken stop)
        {
            var member = await db.Set<Member>().AsNoTracking().WithRolesAndAreas().SingleOrDefaultAsync(m => m.Id == id, stop);
            return member is null ? CommonErrors.NotFound : (await ToItems([member], stop))[0];
        }

        /// <summary>The communities that the company runs now.</summary>
        public async Task<IReadOnlyList<Community>> Communities(CancellationToken stop) =>
            await host.Engagements.AsNoTracking().Where(e => e.CompanyId == tenant.Id && e.Until == null)
                .Join(host.Communities, e => e.CommunityId, c => c.Id, (_, c) => c).OrderBy(c => c.Name).Select(c => new Community(c.Id, c.Name)).ToListAsync(stop);

        async Task<List<Item>> ToItems(List<Member> members, CancellationToken stop)
        {
            var roles = await db.Set<Role>().AsNoTracking().ToDictionaryAsync(r => r.Id, r => r.Key, stop);
            var ids = members.SelectMany(m => m.Areas).Select(a => a.CommunityId).Distinct().ToList();
            var names = ids.Count == 0 ? [] : await host.Communities.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
            return [.. members.Select(m => new Item(m.Id, m.AccountId, m.Name, m.Phone, m.Suspended, [.. m.Roles.Select(r => roles[r.RoleId]).Order(StringComparer.Ordinal)],
                [.. m.Areas.Select(a => new Area(a.CommunityId, a.BuildingId, names.GetValueOrDefault(a.CommunityId, "")))], m.Version))];
        }
    }
}
