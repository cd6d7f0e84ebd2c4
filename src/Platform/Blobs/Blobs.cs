using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Platform.Tenancy;

namespace Platform.Blobs;

/// <summary>Files of the current company. Names are relative to it, so no name reaches another company's file.</summary>
public interface IBlobContainer
{
    /// <summary>Stores the stream under a new name; an existing name is replaced.</summary>
    Task Save(string name, Stream content, CancellationToken stop = default);

    /// <summary>A seekable stream, or null when there is no such file.</summary>
    Task<Stream?> Open(string name, CancellationToken stop = default);

    /// <summary>Deletes the file; a missing one is no error.</summary>
    Task Delete(string name, CancellationToken stop = default);

    /// <summary>Names of all files of the company. Those it has already handed out may be deleted meanwhile.</summary>
    IAsyncEnumerable<string> List(CancellationToken stop = default);
}

/// <summary>Names under which further stores are registered; the one without a name holds what people upload.</summary>
public static class BlobStores
{
    /// <summary>Sealed packages of companies, apart from everything they hold.</summary>
    public const string Backups = "backups";
}

/// <summary>Files in a folder per company.</summary>
public sealed class LocalBlobs(string root, ICurrentTenant tenant) : IBlobContainer
{
    /// <inheritdoc />
    public async Task Save(string name, Stream content, CancellationToken stop)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var partial = path + "." + Guid.NewGuid().ToString("N") + ".part";
        try
        {
            await using (var file = File.Create(partial)) await content.CopyToAsync(file, stop);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <inheritdoc />
    public Task<Stream?> Open(string name, CancellationToken stop)
    {
        var path = PathOf(name);
        return Task.FromResult<Stream?>(File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: true) : null);
    }

    /// <inheritdoc />
    public Task Delete(string name, CancellationToken stop)
    {
        var path = PathOf(name);
        // File.Delete takes a missing file calmly, but not a missing folder.
        if (File.Exists(path)) File.Delete(path);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<string> List([EnumeratorCancellation] CancellationToken stop)
    {
        await Task.CompletedTask;
        var folder = Path.Combine(root, tenant.Required.Id.ToString("N"));
        if (!Directory.Exists(folder)) yield break;
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            stop.ThrowIfCancellationRequested();
            yield return Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
        }
    }

    string PathOf(string name)
    {
        BlobNames.Check(name);
        return Path.Combine(root, tenant.Required.Id.ToString("N"), name);
    }
}

/// <summary>Files in one Azure container, under a prefix per company.</summary>
public sealed class AzureBlobs(BlobContainerClient container, ICurrentTenant tenant) : IBlobContainer
{
    /// <inheritdoc />
    public Task Save(string name, Stream content, CancellationToken stop) => Client(name).UploadAsync(content, overwrite: true, stop);

    /// <inheritdoc />
    public async Task<Stream?> Open(string name, CancellationToken stop)
    {
        try
        {
            return await Client(name).OpenReadAsync(cancellationToken: stop);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public Task Delete(string name, CancellationToken stop) => Client(name).DeleteIfExistsAsync(cancellationToken: stop);

    /// <inheritdoc />
    public async IAsyncEnumerable<string> List([EnumeratorCancellation] CancellationToken stop)
    {
        var prefix = $"{tenant.Required.Id:N}/";
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, stop)) yield return blob.Name[prefix.Length..];
    }

    BlobClient Client(string name)
    {
        BlobNames.Check(name);
        return container.GetBlobClient($"{tenant.Required.Id:N}/{name}");
    }
}

static class BlobNames
{
    internal static void Check(string name)
    {
        if (name.Length is 0 or > 200 || name.Split('/').Any(part => part.Length == 0 || part.StartsWith('.') || part.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_'))))
            throw new ArgumentException("Blob names are made in code from letters, digits, '-', '.', '_' and '/'.", nameof(name));
    }
}
