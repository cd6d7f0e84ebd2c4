using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Tenants.Contracts;
using Web.Access;
using Web.Http;

namespace Tenants.Roles;

/// <summary>Reads the company's roles and who holds them.</summary>
static class ListRoles
{
    internal sealed record Item(Guid Id, string Key, string Name, IReadOnlyDictionary<string, DataScope> Grants, int Holders, int Version);

    internal sealed record Holder(Guid MemberId, string Name, bool Suspended);

    internal sealed record Detail(Item Role, IReadOnlyList<Holder> Holders);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/roles", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.All(stop)))
            .RequirePermission(CompanyPermissions.Roles, CompanyPermissions.Members).WithName("ListRoles").WithTags("Company");
        api.MapGet("/roles/{key}", async Task<Results<Ok<Detail>, ProblemHttpResult>> (string key, Handler handler, CancellationToken stop) => (await handler.Find(key, stop)).ToOk())
            .RequirePermission(CompanyPermissions.Roles).WithName("FindRole").WithTags("Company");
    }

    internal sealed class Handler(AppDb db)
    {
        const int MostHolders = 50;

        public async Task<IReadOnlyList<Item>> All(CancellationToken stop)
        {
            var roles = await db.Set<Role>().AsNoTracking().Include(r => r.Grants).OrderBy(r => r.Key).ToListAsync(stop);
            var holders = await db.Set<MemberRole>().GroupBy(m => m.RoleId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
            return [.. roles.Select(r => ToItem(r, holders.GetValueOrDefault(r.Id)))];
        }

        public async Task<Result<Detail>> Find(string key, CancellationToken stop)
        {
            var role = await db.Set<Role>().AsNoTracking().Include(r => r.Grants).SingleOrDefaultAsync(r => r.Key == key, stop);
            if (role is null) return CommonErrors.NotFound;

            var held = db.Set<Member>().AsNoTracking().Where(m => m.Roles.Any(r => r.RoleId == role.Id));
            var holders = await held.OrderBy(m => m.Name).ThenBy(m => m.Id).Take(MostHolders).Select(m => new Holder(m.Id, m.Name, m.Suspended)).ToListAsync(stop);
            return new Detail(ToItem(role, await held.CountAsync(stop)), holders);
        }

        static Item ToItem(Role role, int holders) => new(role.Id, role.Key, role.Name, role.Grants.ToDictionary(g => g.Permission, g => g.Scope), holders, role.Version);
    }
}
