using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Backups;
using Platform.Tenancy;
using Web.Access;
using Web.Http;

namespace Backups.Plans;

/// <summary>Sets at which hour the company is backed up and how many packages are kept. What a shorter plan no longer keeps goes with the next backup.</summary>
/// <param name="Version">The version that was read; 0 before the first.</param>
/// <param name="Hour">0 to 23, of the company's day.</param>
/// <param name="KeepNewest">1 to 60.</param>
/// <param name="KeepMonths">0 to 36.</param>
sealed record SavePlan(int Version, int Hour, int KeepNewest, int KeepMonths)
{
    /// <summary>The plan as it stands.</summary>
    internal sealed record View(int Version, int Hour, int KeepNewest, int KeepMonths, DateTime? NextAt);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/backups/plan", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Read(stop)))
            .RequirePermission(BackupPermissions.Manage).WithName("ReadBackupPlan").WithTags("Backups");
        api.MapPut("/backups/plan", Put).RequirePermission(BackupPermissions.Manage).WithName("SaveBackupPlan").WithTags("Backups");
    }

    static async Task<Results<NoContent, ProblemHttpResult>> Put(SavePlan body, Handler handler, CancellationToken stop) => (await handler.Run(body, stop)).ToNoContent();

    internal sealed class Handler(HostDb host, ICurrentTenant tenant, TimeProvider clock)
    {
        public async Task<View> Read(CancellationToken stop)
        {
            var plan = await host.BackupPlans.AsNoTracking().SingleOrDefaultAsync(p => p.CompanyId == tenant.Id, stop);
            return plan is null ? Of(new BackupPlan { Version = 0 }) with { NextAt = null } : Of(plan);
        }

        public async Task<Result<Done>> Run(SavePlan command, CancellationToken stop)
        {
            if (command.Hour is < 0 or > 23 || command.KeepNewest is < 1 or > 60 || command.KeepMonths is < 0 or > 36) return BackupErrors.BadPlan;
            var plan = await host.BackupPlans.SingleOrDefaultAsync(p => p.CompanyId == tenant.Id, stop);
            if ((plan?.Version ?? 0) != command.Version) return CommonErrors.Stale;
            if (plan is null) host.BackupPlans.Add(plan = new BackupPlan { CompanyId = tenant.Id });
            else plan.Version++;
            (plan.Hour, plan.KeepNewest, plan.KeepMonths) = (command.Hour, command.KeepNewest, command.KeepMonths);
            plan.NextAt = Retention.Next(tenant.Id, plan.Hour, tenant.Required.Zone, clock.GetUtcNow().UtcDateTime);
            try
            {
                await host.SaveChangesAsync(stop);
            }
            catch (DbUpdateException clash) when (clash is DbUpdateConcurrencyException || clash.IsDuplicate())
            {
                return CommonErrors.Stale;
            }
            return Done.It;
        }

        static View Of(BackupPlan plan) => new(plan.Version, plan.Hour, plan.KeepNewest, plan.KeepMonths, plan.NextAt);
    }
}
