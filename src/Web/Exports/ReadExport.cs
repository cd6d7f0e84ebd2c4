using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Platform;
using Platform.Access;
using Platform.Blobs;
using Platform.Exports;
using Platform.Tenancy;
using Web.Access;
using Web.Http;
using Web.Time;

namespace Web.Exports;

/// <summary>The file of an export, for who asked for it and still may have it; each time is written down.</summary>
static class ReadExport
{
    internal static void Map(RouteGroupBuilder exports) => exports.MapGet("/{id:guid}/file", async Task<Results<FileStreamHttpResult, ProblemHttpResult>> (Guid id, Handler handler, HttpContext context, CancellationToken stop) =>
    {
        var found = await handler.Run(id, stop);
        if (found.Error is { } error) return error.ToProblem();
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Stream(found.Value.Content, ExportSheet.ContentType, found.Value.Name);
    }).WithRule(new OpenToMembersAttribute()).WithName("ReadExport");

    internal sealed record File(Stream Content, string Name);

    internal sealed class Handler(AppDb db, ICurrentPerson person, ICurrentTenant tenant, IEnumerable<IExportKind> kinds, IBlobContainer blobs, TenantTime time, ILogger<Handler> log)
    {
        public async Task<Result<File>> Run(Guid id, CancellationToken stop)
        {
            if (await db.MyExports(person).AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, stop) is not { } export) return CommonErrors.NotFound;
            if (export.State == ExportState.Expired || export.ExpiresAt <= time.Now) return ExportErrors.Expired;
            if (export.State != ExportState.Done) return ExportErrors.NotReady;
            if (kinds.FirstOrDefault(k => k.Name == export.Kind) is not { } kind || !person.Required.May(kind.Permission)) return CommonErrors.Forbidden;
            if (await blobs.Open(Export.BlobOf(id, export.Runs), stop) is not { } content) return ExportErrors.Expired;

            var now = time.Now;
            await db.MyExports(person).Where(e => e.Id == id).ExecuteUpdateAsync(e => e.SetProperty(x => x.Fetched, x => x.Fetched + 1).SetProperty(x => x.FetchedAt, now), stop);
            log.LogInformation("Account {Account} of company {Tenant} fetched export {Export} of {Kind}, {Rows} rows.", export.AccountId, tenant.Id, id, export.Kind, export.RowsDone);
            return new File(content, ListExports.FileName(export.Title, export.RequestedAt, time));
        }
    }
}
