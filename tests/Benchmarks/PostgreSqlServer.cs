using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Benchmarks;

/// <summary>A PostgreSQL of our own with its default durability (fsync on), or the one that <c>LINLI_TEST_POSTGRES</c> names.</summary>
sealed class PostgreSqlServer
{
    readonly string? folder;
    readonly string bin;

    PostgreSqlServer(string connection, string? folder, string bin) => (Connection, this.folder, this.bin) = (connection, folder, bin);

    public string Connection { get; }

    public bool IsOwn => folder is not null;

    public static async Task<PostgreSqlServer?> Start()
    {
        if (Environment.GetEnvironmentVariable("LINLI_TEST_POSTGRES") is { Length: > 0 } given) return new(given, null, "");
        var bin = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).MaxBy(d => int.TryParse(Path.GetFileName(Path.GetDirectoryName(d)), out var version) ? version : 0)
            : null;
        if (bin is null) return null;

        var folder = Path.Combine(Path.GetTempPath(), "linli-bench-" + Guid.NewGuid().ToString("N")[..8]);
        var port = FreePort();
        // The server refuses to run as root, so its folder must belong to somebody else who can reach it.
        if (Environment.IsPrivilegedProcess) await Run("install", "-d", "-o", "postgres", "-m", "700", folder);
        else Directory.CreateDirectory(folder);
        await AsServer($"{bin}/initdb", "-D", $"{folder}/db", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8");
        await AsServer($"{bin}/pg_ctl", "-D", $"{folder}/db", "-w", "-l", $"{folder}/log", "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=200", "start");
        return new($"Host=127.0.0.1;Port={port};Username=postgres", folder, bin);
    }

    /// <summary>Stops the server and removes its data, if it is our own.</summary>
    public void Stop()
    {
        if (folder is null) return;
        AsServer($"{bin}/pg_ctl", "-D", $"{folder}/db", "-m", "immediate", "-w", "stop").GetAwaiter().GetResult();
        Directory.Delete(folder, recursive: true);
    }

    static Task AsServer(params string[] command) => Environment.IsPrivilegedProcess ? Run("runuser", ["-u", "postgres", "--", .. command]) : Run(command[0], command[1..]);

    static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, WorkingDirectory = "/" })!;
        // pg_ctl's server inherits the pipe, so its end cannot be waited for.
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
