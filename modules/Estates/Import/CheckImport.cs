using System.Text.Json;
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
using Platform.Blobs;
using Web.Access;
using Web.Http;

namespace Estates.Import;

/// <summary>The dry run: reads a sheet, says what it would do, changes nothing.</summary>
static class CheckImport
{
    internal const int FirstErrors = 20;

    internal sealed record ErrorLine(int Line, string Place, string Reason);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/estates/imports", Post).RequirePermission(EstatesPermissions.Import).WithMetadata(new RequestSizeLimitAttribute(ImportErrors.MostBytes + (1024 * 1024)))
            .WithName("CheckImport").WithTags("Import").DisableAntiforgery();
        api.MapGet("/estates/imports/template", () => TypedResults.Stream(Template(), EstateSheet.ContentType, "linli-estates.xlsx"))
            .RequirePermission(EstatesPermissions.Import).WithName("ImportTemplate").WithTags("Import");
    }

    static async Task<Results<Created<Made>, ProblemHttpResult>> Post(HttpRequest request, Handler handler, CancellationToken stop)
    {
        if (!request.HasFormContentType) return (await handler.Run(request.Body, "import.xlsx", stop)).ToCreated("estates/imports");
        IFormFile? file;
        try
        {
            file = (await request.ReadFormAsync(stop)).Files is [var first, ..] ? first : null;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException { StatusCode: 413 })
        {
            return ImportErrors.NoFile.ToProblem();
        }
        if (file is null) return ImportErrors.NoFile.ToProblem();
        await using var content = file.OpenReadStream();
        return (await handler.Run(content, file.FileName, stop)).ToCreated("estates/imports");
    }

    static MemoryStream Template()
    {
        var file = new MemoryStream();
        EstateSheet.WriteTemplate(file);
        file.Position = 0;
        return file;
    }

    internal sealed class Handler(AppDb db, PlanImport planner, IBlobContainer blobs, ICurrentPerson person, TimeProvider clock)
    {
        /// <summary>The draft's id; the person's earlier drafts that were never confirmed are thrown away.</summary>
        public async Task<Result<Guid>> Run(Stream content, string fileName, CancellationToken stop)
        {
            var path = Path.GetTempFileName();
            try
            {
                await using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, useAsync: true);
                if (await Receive(content, file, stop) is { } refused) return refused;
                var rows = EstateSheet.Read(file);
                if (rows.Error is { } unreadable) return unreadable;

                var plan = await planner.Run(rows.Value, stop);
                return await Keep(file, fileName, plan, stop);
            }
            finally
            {
                File.Delete(path);
            }
        }

        static async Task<Error?> Receive(Stream content, FileStream file, CancellationToken stop)
        {
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await content.ReadAsync(buffer, stop)) > 0)
            {
                if (file.Position + read > ImportErrors.MostBytes) return ImportErrors.TooLarge;
                await file.WriteAsync(buffer.AsMemory(0, read), stop);
            }
            return file.Length == 0 ? ImportErrors.NoFile : null;
        }

        async Task<Result<Guid>> Keep(FileStream file, string fileName, ImportPlan plan, CancellationToken stop)
        {
            var old = await db.ImportDrafts.Where(d => d.UploadedBy == person.Required.AccountId && d.ConfirmedAt == null).ToListAsync(stop);
            db.ImportDrafts.RemoveRange(old);

            var first = plan.Errors.Take(FirstErrors).Select(e => new ErrorLine(e.Row.Line, string.Join(" ", new[] { e.Row.Community, e.Row.Building, e.Row.Section, e.Row.Number }.OfType<string>()), e.Reason));
            var name = Path.GetFileName(fileName);
            var draft = new ImportDraft(Guid.CreateVersion7(), name.Length > 100 ? name[..100] : name, person.Required.AccountId, plan.Counts, plan.Fingerprint(),
                JsonSerializer.Serialize(first, JsonSerializerOptions.Web), clock.GetUtcNow().UtcDateTime);
            file.Position = 0;
            await blobs.Save(draft.SheetName, file, stop);
            if (plan.Errors.Count > 0)
            {
                using var errors = new MemoryStream();
                EstateSheet.WriteErrors(errors, plan.Errors);
                errors.Position = 0;
                await blobs.Save(draft.ErrorsName, errors, stop);
            }
            db.ImportDrafts.Add(draft);
            await db.SaveChangesAsync(stop);
            foreach (var gone in old)
            {
                await blobs.Delete(gone.SheetName, stop);
                await blobs.Delete(gone.ErrorsName, stop);
            }
            return draft.Id;
        }
    }
}
