using System.IO.Compression;
using Backups.Keys;
using Data;
using Data.Packages;
using Microsoft.EntityFrameworkCore;
using Platform.Attachments;
using Platform.Blobs;
using Platform.Tenancy;

namespace Backups.Package;

/// <summary>
/// Writes the current company's package: its rows as of one moment, then the files those rows name, then a signed manifest. A package is a ZIP archive with a file of JSON
/// lines per table; sealed, it is that archive under the company's key.
/// </summary>
sealed class PackageWriter(AppDb db, IBlobContainer blobs, CompanyKeys keys, ICurrentTenant tenant, TimeProvider clock)
{
    /// <summary>Sealed, as it is stored.</summary>
    internal async Task<Manifest> WriteSealed(Stream into, Action<long> progress, CancellationToken stop)
    {
        await using var sealing = new SealingStream(into, await keys.Of(tenant.Required.Id, stop), tenant.Required.Id);
        var manifest = await WriteOpen(sealing, progress, stop);
        await sealing.Complete(stop);
        return manifest;
    }

    /// <summary>Open, for a company that takes its data along.</summary>
    internal async Task<Manifest> WriteOpen(Stream into, Action<long> progress, CancellationToken stop)
    {
        var key = await keys.Of(tenant.Required.Id, stop);
        await using var zip = await ZipArchive.CreateAsync(into, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, stop);
        var manifest = await WriteRows(zip, progress, stop);
        var bytes = manifest.ToBytes();
        await WriteEntry(zip, Manifest.Entry, bytes, stop);
        await WriteEntry(zip, Manifest.Signature, System.Text.Encoding.ASCII.GetBytes(Manifest.Sign(key, bytes)), stop);
        return manifest;
    }

    async Task<Manifest> WriteRows(ZipArchive zip, Action<long> progress, CancellationToken stop)
    {
        await using var rows = await CompanyRows.OpenToRead(db, stop);
        var madeAt = clock.GetUtcNow().UtcDateTime;
        var plan = PackedTable.Of(db);
        var tables = new List<TableLine>(plan.Count);
        var before = 0L;
        foreach (var table in plan)
        {
            await using var entry = await zip.CreateEntry(Manifest.EntryOf(table.Name), CompressionLevel.Fastest).OpenAsync(stop);
            var packed = await rows.Read(table, entry, count => progress(before + count), stop);
            before += packed.Count;
            tables.Add(new(table.Name, packed.Count, packed.Sha256));
        }
        var company = tenant.Required;
        return new(Manifest.Current, new(company.Id, company.Slug, company.Name, company.Accent, company.TimeZone, company.Phone), madeAt, Manifest.SchemaOf(plan), tables, await WriteFiles(zip, stop), PackedTable.LeftOut(db));
    }

    async Task<FilesLine> WriteFiles(ZipArchive zip, CancellationToken stop)
    {
        using var files = new PackageFiles();
        var missing = 0L;
        await foreach (var one in db.Set<Attachment>().AsNoTracking().OrderBy(a => a.Id).Select(a => new { a.Id, a.Kind }).AsAsyncEnumerable().WithCancellation(stop))
        {
            await WriteFile(Attachment.BlobOf(one.Id));
            if (one.Kind == MediaKind.Photo) await WriteFile(Attachment.ThumbOf(one.Id));
        }
        return files.Line(missing);

        async Task WriteFile(string name)
        {
            await using var content = await blobs.Open(name, stop);
            if (content is null)
            {
                missing++;
                return;
            }
            // Photos and videos do not get smaller.
            await using var entry = await zip.CreateEntry("files/" + name, CompressionLevel.NoCompression).OpenAsync(stop);
            await files.Pass(name, content, file => file.CopyToAsync(entry, stop), stop);
        }
    }

    static async Task WriteEntry(ZipArchive zip, string name, byte[] bytes, CancellationToken stop)
    {
        await using var entry = await zip.CreateEntry(name).OpenAsync(stop);
        await entry.WriteAsync(bytes, stop);
    }
}
