using Data;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Attachments;
using Tickets.Quotes;
using static Platform.Words;

namespace Tickets.Life;

static class TicketFileScope
{
    /// <summary>What the reporter may see.</summary>
    internal static IQueryable<TicketFile> ForResident(this IQueryable<TicketFile> files, AppDb db) => files.Where(f => f.Slot == FileSlot.Report || f.Slot == FileSlot.Before || f.Slot == FileSlot.After
        || (f.Slot == FileSlot.Comment && db.Set<TicketMove>().Any(m => m.Id == f.MoveId && m.ToResident)));

    /// <summary>What a company outside may see: all but what the staff say among each other or to the resident.</summary>
    internal static IQueryable<TicketFile> ForContractor(this IQueryable<TicketFile> files, AppDb db) => files.Where(f => f.Slot != FileSlot.Comment
        || db.Set<TicketMove>().Any(m => m.Id == f.MoveId && m.ToResident && (m.As & Actor.Reporter) != 0));
}

/// <summary>Ties uploads to tickets and knows what evidence is missing.</summary>
sealed class TicketFiles(AppDb db)
{
    internal const string OwnerKind = "ticket";
    internal const string Signature = "住户签名";

    /// <summary>Takes over the actor's uploads into a slot; what is already there is left alone. A refusal, or null.</summary>
    internal async Task<Error?> Attach(Ticket ticket, FileSlot slot, IReadOnlyList<Guid>? ids, Act by, CancellationToken stop, Guid? moveId = null)
    {
        if (ids is null or { Count: 0 }) return null;
        var wanted = ids.Distinct().ToList();
        if (wanted.Count > Ticket.MaxPhotos + 1) return TicketErrors.TooManyFiles;
        var uploads = await db.Set<Attachment>().Where(a => wanted.Contains(a.Id)).ToListAsync(stop);
        if (uploads.Count != wanted.Count) return CommonErrors.Invalid("有照片或视频已经失效，请重新上传。");
        if (uploads.Count(u => u.Kind == MediaKind.Video) > 1 || uploads.Count(u => u.Kind == MediaKind.Photo) > Ticket.MaxPhotos) return TicketErrors.TooManyFiles;

        foreach (var upload in uploads)
        {
            if (upload.OwnerId == ticket.Id) continue;
            if (upload.TieTo(OwnerKind, ticket.Id, by.Uploader).Error is { } refused) return refused;
            db.Files.Add(new TicketFile(ticket.Id, upload.Id, slot, upload.Kind == MediaKind.Video, by.Now, moveId));
        }
        return null;
    }

    /// <summary>What the category still asks for before the work counts as done, in the reader's words; counts what is being saved too.</summary>
    internal async Task<IReadOnlyList<string>> MissingFor(Ticket ticket, CancellationToken stop)
    {
        var rules = (await db.Categories.AsNoTracking().SingleAsync(c => c.Id == ticket.CategoryId, stop)).Rules.Evidence;
        var slots = await db.Files.AsNoTracking().Where(f => f.TicketId == ticket.Id).Select(f => f.Slot).ToListAsync(stop);
        slots.AddRange(db.Files.Local.Where(f => f.TicketId == ticket.Id).Select(f => f.Slot));
        var steps = rules.Steps == 0 ? 0 : await db.Work.CountAsync(w => w.TicketId == ticket.Id && w.Kind == WorkKind.Step, stop);

        List<string> missing = [];
        if (rules.Before && !slots.Contains(FileSlot.Before)) missing.Add(T("修前照片"));
        if (rules.After && !slots.Contains(FileSlot.After)) missing.Add(T("修后照片"));
        if (rules.Signature && !slots.Contains(FileSlot.Signature)) missing.Add(T(Signature));
        if (steps < rules.Steps) missing.Add(T("处理步骤 {0} 项", rules.Steps - steps));
        if (await db.Quotes.AnyAsync(q => q.TicketId == ticket.Id && q.State == QuoteState.Offered, stop)) missing.Add(T("住户对报价的答复"));
        else if (await db.OwesAgreement(ticket, stop)) missing.Add(T("住户同意的报价，或不收费的说明"));
        return missing;
    }

    /// <summary>What the next photo most likely shows: what is still missing.</summary>
    internal static FileSlot NextPhoto(TicketState state, IReadOnlyList<string> missing) =>
        missing.Contains(T("修前照片")) ? FileSlot.Before : missing.Contains(T("修后照片")) && state == TicketState.InProgress ? FileSlot.After : FileSlot.Work;
}

/// <summary>Attachments of a ticket are read by those who may read the ticket; the reporter sees the report, before and after, and what was said to the reporter.</summary>
sealed class TicketFileGuard(AppDb db, ICurrentPerson person) : IAttachmentGuard
{
    public string OwnerKind => TicketFiles.OwnerKind;

    public async Task<bool> MayRead(Guid ownerId, Guid attachmentId, CancellationToken stop)
    {
        var me = person.Required;
        var ticket = await db.Tickets.AsNoTracking().VisibleTo(me).SingleOrDefaultAsync(t => t.Id == ownerId, stop);
        if (ticket is null) return false;
        if (me.SeesInside(ticket)) return true;
        return await db.Files.Where(f => f.AttachmentId == attachmentId).ForResident(db).AnyAsync(stop);
    }
}
