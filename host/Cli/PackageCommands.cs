using System.Globalization;
using Backups.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Platform;

namespace Linli.Cli;

/// <summary>Packages of companies from the command line: made, proven, handed out, and made into companies to look into.</summary>
static class PackageCommands
{
    // A file that was not finished never bears the name that was asked for.
    internal static async Task<int> Write(IServiceProvider services, string company, string path, bool open, CancellationToken stop)
    {
        var partial = path + ".part";
        try
        {
            using var bar = new Progress();
            Result<PackageFacts> written;
            await using (var file = Create(partial)) written = await services.GetRequiredService<IPackages>().Write(company, file, open, bar.Rows, stop);
            if (written.Error is { } refused) return Refuse(company, refused);
            File.Move(partial, path, overwrite: true);
            bar.Done();
            return Say(written.Value, $"{path}, {new FileInfo(path).Length.ToString("N0", CultureInfo.InvariantCulture)} bytes");
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{path}: {unwritable.Message}");
            return 1;
        }
        finally
        {
            if (File.Exists(partial)) File.Delete(partial);
        }
    }

    // For the eyes of whoever asked only: an exported package is open.
    static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 128 * 1024 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    internal static Task<int> Verify(IServiceProvider services, string source, CancellationToken stop) => Read(services, source, (packages, file, rows) => packages.Verify(file, rows, stop), "every row and file is as the signed manifest says", stop);

    internal static Task<int> Restore(IServiceProvider services, string source, string slug, string? name, CancellationToken stop) =>
        Read(services, source, (packages, file, rows) => packages.Restore(file, slug, name, rows, stop), $"restored as {slug}, to be looked into only", stop);

    internal static async Task<int> Erase(IServiceProvider services, string company, CancellationToken stop)
    {
        // Nodes that do not share Redis with this one may go on serving it for so long.
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"waiting {Platform.Nodes.TenantCache.Lifetime.TotalSeconds:0} s until no node serves {company} any more"));
        await Task.Delay(Platform.Nodes.TenantCache.Lifetime, stop);
        using var bar = new Progress();
        var erased = await services.GetRequiredService<IPackages>().Erase(company, bar.Rows, stop);
        if (erased.Error is { } refused) return Refuse(company, refused);
        bar.Done();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{company} is erased: {erased.Value.Rows:N0} rows, {erased.Value.Files:N0} files, its packages and its key"));
        return 0;
    }

    static async Task<int> Read(IServiceProvider services, string source, Func<IPackages, Stream, Action<long>, Task<Result<PackageFacts>>> read, string done, CancellationToken stop)
    {
        var packages = services.GetRequiredService<IPackages>();
        Stream? stored;
        try
        {
            stored = File.Exists(source) ? new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024, useAsync: true) : await packages.Open(source, null, stop);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{source}: {unreadable.Message}");
            return 1;
        }
        if (stored is null)
        {
            await Console.Error.WriteLineAsync($"{source} is neither a file nor a company with a backup.");
            return 1;
        }
        using var bar = new Progress();
        var facts = await read(packages, stored, bar.Rows);
        if (facts.Error is { } refused) return Refuse(source, refused);
        bar.Done();
        return Say(facts.Value, done);
    }

    static int Say(PackageFacts facts, string done)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{facts.Company} as of {facts.MadeAt:yyyy-MM-dd HH:mm:ss} UTC: {facts.Rows:N0} rows in {facts.Tables.Count} tables, {facts.Files:N0} files"));
        if (facts.Missing > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{facts.Missing:N0} files that rows name were not in the store when it was made"));
        Console.WriteLine(done);
        return 0;
    }

    static int Refuse(string what, Error refused)
    {
        Console.Error.WriteLine($"{what}: {refused.Message}");
        return 1;
    }

    // A line that counts on a terminal, nothing but results in a pipe.
    sealed class Progress : IDisposable
    {
        readonly bool shown = !Console.IsErrorRedirected;
        long next;

        internal void Rows(long rows)
        {
            if (!shown || Environment.TickCount64 < next) return;
            next = Environment.TickCount64 + 200;
            Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{rows,15:N0} rows"));
        }

        internal void Done()
        {
            if (shown && next > 0) Console.Error.Write("\r" + new string(' ', 24) + "\r");
            next = 0;
        }

        public void Dispose() => Done();
    }
}
