using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Notices.Tests;

/// <summary>A mail server on loopback that takes whatever it is sent (RFC 5321, without extensions), except that it turns away the first senders.</summary>
/// <param name="turnsAway">How many connections are told to come back later.</param>
sealed class MailServer(int turnsAway = 0) : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stop = new();
    int asked;

    internal ConcurrentQueue<MimeMessage> Taken { get; } = [];

    /// <summary>Opens the port and returns it.</summary>
    internal int Open()
    {
        listener.Start();
        _ = Serve();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    async Task Serve()
    {
        while (!stop.IsCancellationRequested)
        {
            using var caller = await listener.AcceptTcpClientAsync(stop.Token);
            await Talk(caller.GetStream());
        }
    }

    async Task Talk(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        if (Interlocked.Increment(ref asked) <= turnsAway)
        {
            await writer.WriteLineAsync("421 come back later");
            return;
        }
        await writer.WriteLineAsync("220 here");
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (verb == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                Taken.Enqueue(await Read(reader));
            }
            await writer.WriteLineAsync(verb == "QUIT" ? "221 bye" : "250 fine");
            if (verb == "QUIT") return;
        }
    }

    async Task<MimeMessage> Read(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(stop.Token) is { } line && line != ".") text.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        return await MimeMessage.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())), stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        stop.Dispose();
    }
}
