using System.Net.Sockets;
using System.Text;

namespace Platform.Tests;

/// <summary>Speaks to a host below HTTP clients, which are too well-behaved.</summary>
static class RawSocket
{
    /// <summary>Sends a part of what was announced, hangs up, and returns when the host has noticed.</summary>
    internal static async Task SendAndHangUp(TestHost host, string head, byte[] body)
    {
        var address = new Uri(host.Url);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(body);
        client.Client.Shutdown(SocketShutdown.Send);
        // The host answers or closes once it has dealt with the request.
        var rest = new byte[4096];
        try
        {
            while (await stream.ReadAsync(rest).AsTask().WaitAsync(TimeSpan.FromSeconds(20)) > 0) { }
        }
        catch (IOException)
        {
            // Reset: the host gave the connection up.
        }
    }
}
