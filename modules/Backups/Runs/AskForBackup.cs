using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Backups;
using Platform.Nodes;
using Platform.Tenancy;
using Web.Access;
using Web.Http;

namespace Backups.Runs;

/// <summary>Has the company backed up now. While one is waiting or being made, asking again answers that one.</summary>
static class AskForBackup
{
    internal static void Map(RouteGroupBuilder api) => api.MapPost("/backups", Post).RequirePermission(BackupPermissions.Manage).WithName("AskForBackup").WithTags("Backups");

    static async Task<Created<Made>> Post(Handler handler, CancellationToken stop)
    {
        var id = await handler.Run(stop);
        return TypedResults.Created($"backups/{id}", new Made(id));
    }

    internal sealed class Handler(HostDb host, ICurrentTenant tenant, ICurrentPerson person, INodeBus bus, TimeProvider clock)
    {
        public async Task<Guid> Run(CancellationToken stop)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            if (await Open(stop) is { } open) return open;
            var run = new BackupRun { CompanyId = tenant.Id, AskedBy = person.AccountId, CreatedAt = now, DueAt = now };
            host.BackupRuns.Add(run);
            await host.SaveChangesAsync(stop);
            await bus.Publish(new BackupWaiting(tenant.Id));
            return run.Id;
        }

        async Task<Guid?> Open(CancellationToken stop) =>
            await host.BackupRuns.Where(r => r.CompanyId == tenant.Id && r.DueAt != null).OrderBy(r => r.CreatedAt).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(stop);
    }
}
