using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Benchmarks;

/// <summary>A PostgreSQL of our own with its default durability (fsync on), or the one that <c>LINLI_TEST_POSTGRES</c> names.</summary>
sealed class PostgreSqlServer(string connection, string? data, string? bin) : IAsyncDisposable
{
    public string Connection => connection;

    public static async Task<PostgreSqlServer?> Start()
    {
        if (Environment.GetEnvironmentVariable("LINLI_TEST_POSTGRES") is { Length: > 0 } given) return new(given, null, null);
        var bin = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Order().Select(d => Path.Combine(d, "bin")).LastOrDefault(d => File.Exists(Path.Combine(d, "initdb"))) : null;
        if (bin is null) return null;

        var data = Path.Combine(Path.GetTempPath(), "linli-bench-" + Guid.NewGuid().ToString("N")[..8]);
        var port = FreePort();
        await Run("install", "-d", "-o", "postgres", "-g", "postgres", "-m", "700", data);
        await Run("runuser", "-u", "postgres", "--", $"{bin}/initdb", "-D", $"{data}/db", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8");
        await Run("runuser", "-u", "postgres", "--", $"{bin}/pg_ctl", "-D", $"{data}/db", "-w", "-l", $"{data}/log", "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data} -c max_connections=200", "start");
        return new($"Host=127.0.0.1;Port={port};Username=postgres", data, bin);
    }

    public async ValueTask DisposeAsync()
    {
        if (data is null) return;
        await Run("runuser", "-u", "postgres", "--", $"{bin}/pg_ctl", "-D", $"{data}/db", "-m", "immediate", "-w", "stop");
        Directory.Delete(data, recursive: true);
    }

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
