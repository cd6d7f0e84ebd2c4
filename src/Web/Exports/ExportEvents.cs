using System.Globalization;
using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Blobs;
using Platform.Events;
using Platform.Exports;
using Platform.Nodes;
using Platform.Notices;
using Web.Time;

namespace Web.Exports;

/// <summary>Tells who asked that the file is there, or why it will not be.</summary>
sealed class TellOfExport(AppDb db, INotices notices, TenantTime time) : IHandle<ExportEnded>
{
    public async Task Handle(ExportEnded happened, EventContext context, CancellationToken stop)
    {
        if (await db.Set<Export>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == happened.ExportId, stop) is not { } export) return;
        var title = ("title", (object?)$"{export.Title} · {export.About}");
        if (export is { State: ExportState.Done, ExpiresAt: { } until })
            await notices.Post(context, NoticeKindList.Exported, [export.AccountId], "exports", "“{0}”导出好了，共 {1} 行，{2} 前可以下载。", title, ("rows", export.RowsDone), ("until", time.Local(until).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture)));
        else if (export.State == ExportState.Failed)
            await notices.Post(context, NoticeKindList.Exported, [export.AccountId], "exports", "“{0}”没有导出成功：{1}", title, ("reason", export.Problem));
    }
}

/// <summary>Deletes what is too old: first the file, later the memory of it. One that was asked for again meanwhile is another.</summary>
sealed class AgeExport(AppDb db, TimeProvider clock) : IHandle<ExportAged>
{
    public async Task Handle(ExportAged happened, EventContext context, CancellationToken stop)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await db.Set<Export>().SingleOrDefaultAsync(e => e.Id == happened.ExportId && e.Slot == null, stop) is not { } export) return;
        if (export.FinishedAt + Export.Remembered <= now) db.Drop(export, now);
        else if (export.State == ExportState.Done && export.ExpiresAt <= now)
        {
            export.State = ExportState.Expired;
            db.Publish(new ExportDropped(export.Id, export.Runs));
            db.Publish(new ExportAged(export.Id), export.FinishedAt + Export.Remembered);
            context.Pushes.Add(new LivePush(db.TenantId, [export.AccountId], Board: false, ["exports"]));
        }
    }
}

/// <summary>Deletes the files of runs that nobody needs.</summary>
sealed class DropExportFiles(IBlobContainer blobs) : IHandle<ExportDropped>
{
    public async Task Handle(ExportDropped happened, EventContext context, CancellationToken stop)
    {
        for (var run = 1; run <= happened.Runs; run++) await blobs.Delete(Export.BlobOf(happened.ExportId, run), stop);
    }
}
