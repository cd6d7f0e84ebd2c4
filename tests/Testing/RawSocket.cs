using System.Net.Sockets;
using System.Text;

namespace Testing;

/// <summary>Speaks to a host below HTTP clients, which are too well-behaved.</summary>
public static class RawSocket
{
    /// <summary>Sends a part of what was announced, hangs up, and returns what the host said once it has noticed.</summary>
    public static Task<string> SendAndHangUp(TestHost host, string head, byte[] body) => Send(host, head, body, hangUp: true);

    /// <summary>Sends a part of what was announced, stays on the line, and returns what the host says without waiting for the rest.</summary>
    public static Task<string> SendAndWait(TestHost host, string head, byte[] body) => Send(host, head, body, hangUp: false);

    static async Task<string> Send(TestHost host, string head, byte[] body, bool hangUp)
    {
        var address = new Uri(host.Url);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        var said = new StringBuilder();
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
            await stream.WriteAsync(body);
            if (hangUp) client.Client.Shutdown(SocketShutdown.Send);
            // The host answers or closes once it has dealt with the request.
            var rest = new byte[4096];
            for (int read; (read = await stream.ReadAsync(rest).AsTask().WaitAsync(TimeSpan.FromSeconds(20))) > 0;) said.Append(Encoding.UTF8.GetString(rest, 0, read));
        }
        catch (IOException)
        {
            // Reset: the host gave the connection up.
        }
        return said.ToString();
    }
}
