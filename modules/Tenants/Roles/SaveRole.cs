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

/// <summary>
/// Sets a role's name and everything it may do; a permission that is not named is taken away. Whoever manages roles may grant what they do not
/// hold: they could give it to their own role as well, and an administrator who does not repair still sets what repairers may do.
/// </summary>
sealed record SaveRole(string Key, int Version, string? Name, IReadOnlyDictionary<string, DataScope>? Grants)
{
    internal sealed record Body(int Version, string? Name, Dictionary<string, DataScope>? Grants);

    internal static void Map(RouteGroupBuilder api) => api.MapPut("/roles/{key}", Put)
        .RequirePermission(CompanyPermissions.Roles).WithName("SaveRole").WithTags("Company");

    static async Task<Results<NoContent, ProblemHttpResult>> Put(string key, Body body, Handler handler, CancellationToken stop) =>
        (await handler.Run(new(key, body.Version, body.Name, body.Grants), stop)).ToNoContent();

    internal sealed class Handler(AppDb db, PermissionList permissions)
    {
        public async Task<Result<Done>> Run(SaveRole command, CancellationToken stop)
        {
            if (command.Name?.Trim() is not { Length: > 0 and <= 60 } name) return RoleErrors.NoName;
            var wanted = command.Grants ?? new Dictionary<string, DataScope>();
            foreach (var (permission, scope) in wanted)
            {
                if (permissions.Find(permission) is not { } known) return RoleErrors.UnknownPermission(permission);
                if (scope != DataScope.None && !known.Scopes.Contains(scope)) return RoleErrors.BadScope(Words.T(known.Label));
            }
            var role = await db.Set<Role>().Include(r => r.Grants).SingleOrDefaultAsync(r => r.Key == command.Key, stop);
            if (role is null) return CommonErrors.NotFound;
            if (role.Version != command.Version) return CommonErrors.Stale;
            if (wanted.GetValueOrDefault(CompanyPermissions.Roles) == DataScope.None && await db.RefusalToLose(k => k.RoleId == role.Id, stop) is { } locked) return locked;

            if (role.Name != name && await db.Set<Role>().AnyAsync(r => r.Name == name, stop)) return RoleErrors.SameName;
            role.Rename(name);
            foreach (var permission in role.Grants.Select(g => g.Permission).Union(wanted.Keys).ToList()) role.Grant(permission, wanted.GetValueOrDefault(permission));
            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}
