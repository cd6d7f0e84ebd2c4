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

/// <summary>Deletes a role that nobody holds. The residents' role stays, because verified residents get it by its key. A role of the company file comes back when the file is applied again.</summary>
static class DeleteRole
{
    internal static void Map(RouteGroupBuilder api) => api.MapDelete("/roles/{key}", async Task<Results<NoContent, ProblemHttpResult>> (string key, int version, Handler handler, CancellationToken stop) =>
        (await handler.Run(key, version, stop)).ToNoContent()).RequirePermission(CompanyPermissions.Roles).WithName("DeleteRole").WithTags("Company");

    internal sealed class Handler(AppDb db)
    {
        public async Task<Result<Done>> Run(string key, int version, CancellationToken stop)
        {
            var role = await db.Set<Role>().Include(r => r.Grants).SingleOrDefaultAsync(r => r.Key == key, stop);
            if (role is null) return CommonErrors.NotFound;
            if (role.Version != version) return CommonErrors.Stale;
            if (role.Key == Role.Resident) return RoleErrors.ForResidents;
            if (await db.Set<MemberRole>().CountAsync(m => m.RoleId == role.Id, stop) is > 0 and var holders) return RoleErrors.Held(holders);
            db.Remove(role);
            try
            {
                await db.SaveChangesAsync(stop);
                return Done.It;
            }
            catch (DbUpdateException named) when (named.IsStillNamed())
            {
                // Given to somebody at this moment.
                db.ChangeTracker.Clear();
                return RoleErrors.Held(1);
            }
        }
    }
}
