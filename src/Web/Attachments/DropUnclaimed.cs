using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Attachments;
using Platform.Blobs;
using Platform.Events;

namespace Web.Attachments;

/// <summary>Long enough after an upload that whatever it was meant for has taken it over.</summary>
sealed record UploadAged(Guid AttachmentId) : IEvent
{
    internal static readonly TimeSpan After = TimeSpan.FromDays(2);
}

/// <summary>An attachment's row is gone for good, its files are not yet.</summary>
sealed record AttachmentDropped(Guid AttachmentId) : IEvent;

/// <summary>Drops an upload that nothing took over. One that is claimed at the same moment stays: the row's version decides.</summary>
sealed class DropUnclaimed(AppDb db) : IHandle<UploadAged>
{
    public async Task Handle(UploadAged happened, EventContext context, CancellationToken stop)
    {
        var unclaimed = await db.Set<Attachment>().SingleOrDefaultAsync(a => a.Id == happened.AttachmentId && a.OwnerId == null, stop);
        if (unclaimed is null) return;
        db.Remove(unclaimed);
        db.Publish(new AttachmentDropped(unclaimed.Id));
    }
}

/// <summary>Deletes the files once the row is surely gone.</summary>
sealed class DropFiles(IBlobContainer blobs) : IHandle<AttachmentDropped>
{
    public async Task Handle(AttachmentDropped happened, EventContext context, CancellationToken stop)
    {
        await blobs.Delete(Attachment.BlobOf(happened.AttachmentId), stop);
        await blobs.Delete(Attachment.ThumbOf(happened.AttachmentId), stop);
    }
}
