using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform.Backups;
using Platform.Tenancy;
using Web.Access;

namespace Backups.Runs;

/// <summary>The company's packages, those being made and those that failed, newest first. Plans keep at most 96.</summary>
static class ListBackups
{
    const int Most = 200;

    /// <summary>One of them.</summary>
    /// <param name="Id">The run.</param>
    /// <param name="State">Where it stands.</param>
    /// <param name="AskedBy">Who asked, or null for the plan.</param>
    /// <param name="CreatedAt">When it was asked for (UTC).</param>
    /// <param name="FinishedAt">When it was over (UTC).</param>
    /// <param name="Rows">Rows so far.</param>
    /// <param name="Files">Files in it.</param>
    /// <param name="Missing">Files that rows name and that were not there.</param>
    /// <param name="Bytes">Bytes of the package.</param>
    /// <param name="Sha256">Of the package.</param>
    /// <param name="Problem">Why it failed.</param>
    internal sealed record Item(Guid Id, BackupState State, string? AskedBy, DateTime CreatedAt, DateTime? FinishedAt, long Rows, long Files, long Missing, long Bytes, string? Sha256, string? Problem);

    internal static void Map(RouteGroupBuilder api) => api.MapGet("/backups", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Run(stop)))
        .RequirePermission(BackupPermissions.Manage).WithName("ListBackups").WithTags("Backups");

    internal sealed class Handler(HostDb host, ICurrentTenant tenant)
    {
        public Task<List<Item>> Run(CancellationToken stop) => host.BackupRuns.AsNoTracking().Where(r => r.CompanyId == tenant.Id).OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id).Take(Most)
            .Select(r => new Item(r.Id, r.State, host.Users.Where(a => a.Id == r.AskedBy).Select(a => a.DisplayName).FirstOrDefault(), r.CreatedAt, r.FinishedAt, r.Rows, r.Files, r.Missing, r.Bytes, r.Sha256, r.Problem)).ToListAsync(stop);
    }
}
