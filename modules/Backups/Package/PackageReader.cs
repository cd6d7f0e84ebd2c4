using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Backups.Keys;
using Data.Packages;

namespace Backups.Package;

/// <summary>An opened package, sealed or not. Its manifest is proven when it opens; rows and files are proven against it as they are read.</summary>
sealed partial class PackageReader : IAsyncDisposable
{
    const string FilesFolder = "files/";

    readonly ZipArchive zip;
    readonly Stream content;

    PackageReader(ZipArchive zip, Stream content, Manifest manifest) => (this.zip, this.content, Manifest) = (zip, content, manifest);

    /// <summary>What it says of itself.</summary>
    internal Manifest Manifest { get; }

    /// <summary>Takes the stream over. What is no package, or was changed, is a <see cref="BackupException"/>.</summary>
    internal static async Task<PackageReader> Open(Stream stored, CompanyKeys keys, CancellationToken stop)
    {
        Stream content = stored;
        try
        {
            content = await Unseal(stored, keys, stop);
            var zip = await ZipArchive.CreateAsync(content, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, stop);
            var bytes = await Bytes(zip, Manifest.Entry, stop);
            var manifest = Manifest.Of(bytes);
            if (manifest.Format != Manifest.Current) throw new BackupException(BackupErrors.OtherSchema);
            var key = await keys.Find(manifest.Company.Id, stop) ?? throw new BackupException(BackupErrors.Destroyed);
            var signature = await Bytes(zip, Manifest.Signature, stop);
            if (!CryptographicOperations.FixedTimeEquals(signature, Encoding.ASCII.GetBytes(Manifest.Sign(key, bytes)))) throw new BackupException(BackupErrors.Changed with { Args = [Manifest.Entry] });
            return new(zip, content, manifest);
        }
        catch (Exception broken)
        {
            await content.DisposeAsync();
            throw broken is InvalidDataException or System.Text.Json.JsonException or EndOfStreamException ? new BackupException(BackupErrors.NotOurs, broken) : broken;
        }
    }

    static async Task<Stream> Unseal(Stream stored, CompanyKeys keys, CancellationToken stop)
    {
        var head = new byte[SealedForm.Head];
        var read = await stored.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stop);
        if (SealedForm.CompanyOf(head.AsSpan(0, read)) is { } company)
            return new OpeningStream(stored, await keys.Find(company, stop) ?? throw new BackupException(BackupErrors.Destroyed), head);
        stored.Position = 0;
        return stored;
    }

    /// <summary>Reads everything and compares it with the manifest.</summary>
    internal async Task Verify(Action<long> progress, CancellationToken stop)
    {
        await VerifyRows(progress, stop);
        await ReadFiles((_, _) => Task.CompletedTask, stop);
    }

    /// <summary>The same for the rows alone: no line reaches a database before all are proven.</summary>
    internal async Task VerifyRows(Action<long> progress, CancellationToken stop)
    {
        var before = 0L;
        foreach (var table in Manifest.Tables)
        {
            await using var lines = await OpenRows(table.Name, stop);
            Prove(table, await Count(lines, count => progress(before + count), stop));
            before += table.Rows;
        }
    }

    /// <summary>The lines of a table.</summary>
    internal async Task<Stream> OpenRows(string table, CancellationToken stop) =>
        await (zip.GetEntry(Manifest.EntryOf(table)) ?? throw new BackupException(BackupErrors.Changed with { Args = [table] })).OpenAsync(stop);

    /// <summary>Refuses rows that are not those of the manifest.</summary>
    internal static void Prove(TableLine said, PackedRows found)
    {
        if (found.Count != said.Rows || found.Sha256 != said.Sha256) throw new BackupException(BackupErrors.Changed with { Args = [said.Name] });
    }

    /// <summary>Hands each file on, in their order, and refuses them at the end when they are not those of the manifest.</summary>
    internal async Task ReadFiles(Func<string, Stream, Task> take, CancellationToken stop)
    {
        using var files = new PackageFiles();
        foreach (var entry in zip.Entries.Where(e => e.FullName.StartsWith(FilesFolder, StringComparison.Ordinal) && !e.FullName.EndsWith('/')))
        {
            var name = entry.FullName[FilesFolder.Length..];
            if (!FileName().IsMatch(name)) throw new BackupException(BackupErrors.Changed with { Args = [FilesFolder] });
            await using var stored = await entry.OpenAsync(stop);
            await files.Pass(name, stored, file => take(name, file), stop);
        }
        if (files.Line(Manifest.Files.Missing) != Manifest.Files) throw new BackupException(BackupErrors.Changed with { Args = [FilesFolder] });
    }

    static async Task<PackedRows> Count(Stream lines, Action<long> progress, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        var count = 0L;
        try
        {
            for (int read; (read = await lines.ReadAsync(buffer, stop)) > 0;)
            {
                hash.AppendData(buffer.AsSpan(0, read));
                count += buffer.AsSpan(0, read).Count((byte)'\n');
                progress(count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return new(count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    static async Task<byte[]> Bytes(ZipArchive zip, string name, CancellationToken stop)
    {
        await using var entry = await (zip.GetEntry(name) ?? throw new InvalidDataException(name)).OpenAsync(stop);
        using var bytes = new MemoryStream();
        await entry.CopyToAsync(bytes, stop);
        return bytes.ToArray();
    }

    [GeneratedRegex(@"^attachments/[0-9a-f]{32}(\.thumb)?$")]
    private static partial Regex FileName();

    public async ValueTask DisposeAsync()
    {
        await zip.DisposeAsync();
        await content.DisposeAsync();
    }
}
