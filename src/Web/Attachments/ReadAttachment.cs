using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Platform;
using Platform.Access;
using Platform.Attachments;
using Platform.Blobs;
using Web.Access;
using Web.Http;

namespace Web.Attachments;

/// <summary>A stored photo or video, by byte ranges, for those who may read what it belongs to.</summary>
static class ReadAttachment
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/attachments/{id:guid}", (Guid id, Handler handler, HttpContext context, CancellationToken stop) => Get(id, thumb: false, handler, context, stop))
            .WithRule(new OpenToMembersAttribute()).WithName("ReadAttachment").WithTags("Attachments");
        api.MapGet("/attachments/{id:guid}/thumb", (Guid id, Handler handler, HttpContext context, CancellationToken stop) => Get(id, thumb: true, handler, context, stop))
            .WithRule(new OpenToMembersAttribute()).WithName("ReadThumbnail").WithTags("Attachments");
    }

    static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Get(Guid id, bool thumb, Handler handler, HttpContext context, CancellationToken stop)
    {
        var found = await handler.Run(id, thumb, stop);
        if (found.Error is { } error) return error.ToProblem();

        // The person's own browser may keep it, but asks each time whether it still may show it.
        context.Response.Headers.CacheControl = "private, no-cache";
        context.Response.Headers.ContentDisposition = "inline";
        return TypedResults.Stream(found.Value.Content, found.Value.Type, entityTag: new EntityTagHeaderValue($"\"{id:N}{(thumb ? "t" : "")}\""), enableRangeProcessing: true);
    }

    internal sealed record File(Stream Content, string Type);

    internal sealed class Handler(AppDb db, IBlobContainer blobs, ICurrentPerson person, IEnumerable<IAttachmentGuard> guards)
    {
        public async Task<Result<File>> Run(Guid id, bool thumb, CancellationToken stop)
        {
            var attachment = await db.Set<Attachment>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, stop);
            if (attachment is null || !await MayRead(attachment, stop)) return CommonErrors.NotFound;
            if (thumb && attachment.Kind != MediaKind.Photo) return CommonErrors.NotFound;
            var content = await blobs.Open(thumb ? attachment.ThumbName : attachment.BlobName, stop);
            return content is null ? CommonErrors.NotFound : new File(content, thumb ? "image/jpeg" : attachment.ContentType);
        }

        async Task<bool> MayRead(Attachment attachment, CancellationToken stop) =>
            attachment.OwnerId is { } owner
                ? guards.FirstOrDefault(g => g.OwnerKind == attachment.OwnerKind) is { } guard && await guard.MayRead(owner, attachment.Id, stop)
                : attachment.UploadedBy == person.Required.AccountId;
    }
}
