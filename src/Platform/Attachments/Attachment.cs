using Platform.Model;

namespace Platform.Attachments;

/// <summary>What a file turned out to be.</summary>
public enum MediaKind
{
    /// <summary>JPEG, PNG, WebP or GIF; stored re-encoded without metadata.</summary>
    Photo,
    /// <summary>MP4, QuickTime or WebM; stored as received.</summary>
    Video,
}

/// <summary>
/// An uploaded photo or video. It belongs to its uploader until something (a ticket, a step of work) takes it over;
/// from then on those who may read that thing may read it.
/// </summary>
public sealed class Attachment : Aggregate
{
    Attachment() { }

    /// <summary>A checked and stored upload.</summary>
    public Attachment(Guid id, Guid uploadedBy, MediaKind kind, string contentType, long size, DateTime now)
    {
        Id = id;
        (UploadedBy, Kind, ContentType, Size, UploadedAt) = (uploadedBy, kind, contentType, size, now);
    }

    /// <summary>The account that sent it.</summary>
    public Guid UploadedBy { get; private set; }
    /// <summary>Photo or video.</summary>
    public MediaKind Kind { get; private set; }
    /// <summary>The type found by looking at the bytes.</summary>
    public string ContentType { get; private set; } = "";
    /// <summary>Bytes stored.</summary>
    public long Size { get; private set; }
    /// <summary>When (UTC).</summary>
    public DateTime UploadedAt { get; private set; }
    /// <summary>What it belongs to, for example <c>ticket</c>; null while it belongs to its uploader only.</summary>
    public string? OwnerKind { get; private set; }
    /// <summary>The id of what it belongs to.</summary>
    public Guid? OwnerId { get; private set; }

    /// <summary>Name of the stored file.</summary>
    public string BlobName => BlobOf(Id);
    /// <summary>Name of the stored thumbnail; photos only.</summary>
    public string ThumbName => ThumbOf(Id);

    /// <summary>Where the file of that attachment is, whether or not there still is a row.</summary>
    public static string BlobOf(Guid id) => $"attachments/{id:N}";
    /// <summary>Where its thumbnail is.</summary>
    public static string ThumbOf(Guid id) => $"attachments/{id:N}.thumb";

    /// <summary>Ties the file to what it shows. Somebody else's, or one that is already tied elsewhere, is refused as unknown.</summary>
    public Result<Done> TieTo(string ownerKind, Guid ownerId, Guid by)
    {
        if (UploadedBy != by || (OwnerId is { } owner && owner != ownerId)) return CommonErrors.Invalid("有照片或视频已经失效，请重新上传。");
        (OwnerKind, OwnerId) = (ownerKind, ownerId);
        return Done.It;
    }
}

/// <summary>Decides who may read attachments of one kind of owner; the module that owns them implements it.</summary>
public interface IAttachmentGuard
{
    /// <summary>The owner kind it answers for.</summary>
    string OwnerKind { get; }

    /// <summary>True when the current person may read that owner.</summary>
    Task<bool> MayRead(Guid ownerId, Guid attachmentId, CancellationToken stop);
}
