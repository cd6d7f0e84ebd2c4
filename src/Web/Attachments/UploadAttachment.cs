using System.Security.Cryptography;
using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Platform;
using Platform.Access;
using Platform.Attachments;
using Platform.Blobs;
using Web.Access;
using Web.Http;
using Web.Security;

namespace Web.Attachments;

/// <summary>Takes in one photo or video, streamed: as the file field of a form or as the bare body.</summary>
public static class UploadAttachment
{
    const long PhotoLimit = 15L * 1024 * 1024;
    const long VideoLimit = 200L * 1024 * 1024;

    internal static void Map(RouteGroupBuilder api) => api.MapPost("/attachments", Post)
        .WithRule(new OpenToMembersAttribute()).WithMetadata(new RequestSizeLimitAttribute(VideoLimit + (64 * 1024)))
        .RequireRateLimiting(RateLimits.Upload).WithName("UploadAttachment").WithTags("Attachments").DisableAntiforgery();

    static async Task<Results<Created<Made>, ProblemHttpResult>> Post(HttpRequest request, Handler handler, ICurrentPerson person,
        [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop)
    {
        var file = await FileOf(request, stop);
        if (file is null) return AttachmentErrors.Empty.ToProblem();
        return (await handler.Run(file, person.Required.AccountId, key, stop)).ToCreated("attachments");
    }

    static async Task<Stream?> FileOf(HttpRequest request, CancellationToken stop)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return request.Body;
        if (HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 100 } boundary) return null;

        var reader = new MultipartReader(boundary, request.Body);
        try
        {
            while (await reader.ReadNextSectionAsync(stop) is { } section)
                if (section.GetContentDispositionHeader()?.IsFileDisposition() == true) return section.Body;
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            return null;
        }
        return null;
    }

    /// <summary>Checks, redraws and stores an upload.</summary>
    public sealed class Handler(AppDb db, IBlobContainer blobs, TimeProvider clock)
    {
        /// <summary>The new attachment's id; the stream is read to its end or to the limit of its kind. Nothing stays behind when it is refused.</summary>
        public async Task<Result<Guid>> Run(Stream content, Guid uploader, string? key, CancellationToken stop)
        {
            var path = Path.GetTempFileName();
            try
            {
                var received = await Receive(content, path, stop);
                if (received.Error is { } refused) return refused;
                var now = clock.GetUtcNow().UtcDateTime;
                return await db.SaveOnce(uploader, key, new { received.Value.Hash, received.Value.Type }, now, () => Keep(path, received.Value, uploader, now, stop), stop);
            }
            finally
            {
                File.Delete(path);
            }
        }

        sealed record Received(MediaKind Kind, string Type, long Size, string Hash);

        static async Task<Result<Received>> Receive(Stream content, string path, CancellationToken stop)
        {
            try
            {
                await using var file = File.Create(path);
                var head = new byte[Media.SniffLength];
                var read = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stop);
                if (read == 0) return AttachmentErrors.Empty;
                if (Media.Sniff(head.AsSpan(0, read)) is not { } media) return Media.IsHeic(head.AsSpan(0, read)) ? AttachmentErrors.Heic : AttachmentErrors.NotMedia;

                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                hash.AppendData(head, 0, read);
                await file.WriteAsync(head.AsMemory(0, read), stop);
                var limit = media.Kind == MediaKind.Photo ? PhotoLimit : VideoLimit;
                var buffer = new byte[64 * 1024];
                long size = read;
                while ((read = await content.ReadAsync(buffer, stop)) > 0)
                {
                    if ((size += read) > limit) return media.Kind == MediaKind.Photo ? AttachmentErrors.PhotoTooLarge : AttachmentErrors.VideoTooLarge;
                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), stop);
                }
                return new Received(media.Kind, media.Type, size, Convert.ToHexString(hash.GetHashAndReset()));
            }
            catch (Exception broken) when (broken is IOException and not BadHttpRequestException { StatusCode: 413 } or InvalidDataException)
            {
                return AttachmentErrors.Truncated;
            }
        }

        async Task<Result<Guid>> Keep(string path, Received received, Guid uploader, DateTime now, CancellationToken stop)
        {
            var id = Guid.CreateVersion7();
            if (received.Kind == MediaKind.Video)
            {
                var video = new Attachment(id, uploader, received.Kind, received.Type, received.Size, now);
                await using (var file = File.OpenRead(path)) await blobs.Save(video.BlobName, file, stop);
                db.Add(video);
                db.Publish(new UploadAged(id), dueAt: now + UploadAged.After);
                return id;
            }
            var drawn = await Media.Redraw(path, stop);
            if (drawn.Error is { } broken) return broken;
            var photo = new Attachment(id, uploader, received.Kind, "image/jpeg", drawn.Value.Photo.Length, now);
            await blobs.Save(photo.BlobName, new MemoryStream(drawn.Value.Photo), stop);
            await blobs.Save(photo.ThumbName, new MemoryStream(drawn.Value.Thumb), stop);
            db.Add(photo);
            db.Publish(new UploadAged(id), dueAt: now + UploadAged.After);
            return id;
        }
    }
}
