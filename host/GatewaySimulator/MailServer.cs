using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace GatewaySimulator;

/// <summary>
/// A mail server on loopback (RFC 5321, without extensions). It takes what it is sent, except for <c>nobody@</c>, and counts what comes again under its message id.
/// Real ones deliver that a second time; readers' programs show it once, or do not.
/// </summary>
public sealed class MailServer(Mailbox mailbox, Behaviour behaviour, IConfiguration settings) : BackgroundService
{
    readonly TcpListener listener = new(IPAddress.Loopback, settings.GetValue("Smtp:Port", 5025));

    /// <summary>The port it listens on.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        listener.Start();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true) _ = Serve(await listener.AcceptTcpClientAsync(stoppingToken), stoppingToken);
        }
        catch (Exception ended) when (stoppingToken.IsCancellationRequested && ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The host is stopping.
        }
    }

    async Task Serve(TcpClient caller, CancellationToken stop)
    {
        using (caller)
        {
            try
            {
                await Talk(caller.GetStream(), stop);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                // A caller that was killed, or the server stops.
            }
        }
    }

    async Task Talk(NetworkStream stream, CancellationToken stop)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 here");
        while (await reader.ReadLineAsync(stop) is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (verb == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                using (var message = await Read(reader, stop)) Take(message);
                if (behaviour.LosesAnswer()) return;
            }
            await writer.WriteLineAsync(verb switch
            {
                "QUIT" => "221 bye",
                "RCPT" => await Refusal(line) ?? "250 fine",
                _ => "250 fine",
            });
            if (verb == "QUIT") return;
        }
    }

    async Task<string?> Refusal(string recipient) => recipient.Contains("<nobody@", StringComparison.OrdinalIgnoreCase) ? "550 no such mailbox"
        : await behaviour.Refusal() is { } status ? status == 550 ? "550 as told" : "451 as told" : null;

    void Take(MimeMessage message) =>
        mailbox.Take("mail", message.MessageId ?? "", message.To.Mailboxes.First().Address, $"{message.Subject}\n{message.TextBody?.Trim().ReplaceLineEndings("\n")}");

    static async Task<MimeMessage> Read(StreamReader reader, CancellationToken stop)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(stop) is { } line && line != ".") text.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        return await MimeMessage.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())), stop);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        listener.Dispose();
        base.Dispose();
    }
}
