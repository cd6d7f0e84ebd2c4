using System.Text.Json;
using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Blobs;
using Web.Access;
using Web.Http;

namespace Estates.Import;

/// <summary>What a dry run found, and the file of refused rows.</summary>
static class GetImport
{
    internal sealed record View(Guid Id, string FileName, DateTime CheckedAt, int Rows, int New, int Changed, int Unchanged, int Errors, IReadOnlyList<CheckImport.ErrorLine> FirstErrors, DateTime? ConfirmedAt);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/estates/imports/{id:guid}", async (Guid id, Handler handler, CancellationToken stop) => (await handler.Run(id, stop)).ToOk())
            .RequirePermission(EstatesPermissions.Import).WithName("GetImport").WithTags("Import");
        api.MapGet("/estates/imports/{id:guid}/errors", async Task<Results<FileStreamHttpResult, ProblemHttpResult>> (Guid id, Handler handler, CancellationToken stop) =>
        {
            var errors = await handler.ErrorsOf(id, stop);
            return errors.Error is { } error ? error.ToProblem() : TypedResults.Stream(errors.Value, EstateSheet.ContentType, "errors.xlsx");
        }).RequirePermission(EstatesPermissions.Import).WithName("GetImportErrors").WithTags("Import");
    }

    internal sealed class Handler(AppDb db, IBlobContainer blobs)
    {
        public async Task<Result<View>> Run(Guid id, CancellationToken stop)
        {
            var draft = await db.ImportDrafts.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, stop);
            if (draft is null) return CommonErrors.NotFound;
            var first = JsonSerializer.Deserialize<List<CheckImport.ErrorLine>>(draft.FirstErrorsJson, JsonSerializerOptions.Web)!;
            return new View(id, draft.FileName, draft.CheckedAt, draft.New + draft.Changed + draft.Unchanged + draft.Errors, draft.New, draft.Changed, draft.Unchanged, draft.Errors, first, draft.ConfirmedAt);
        }

        public async Task<Result<Stream>> ErrorsOf(Guid id, CancellationToken stop)
        {
            var draft = await db.ImportDrafts.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, stop);
            return draft is not null && await blobs.Open(draft.ErrorsName, stop) is { } file ? file : CommonErrors.NotFound;
        }
    }
}
