using System.Net;
using System.Net.Sockets;
using Notices.Contracts;
using Platform;

namespace Notices.Hooks;

/// <summary>
/// Which addresses a company may name. Ours is a server inside a network that the company's people must not reach through it, so only public addresses are
/// connected to, and that is checked on the address itself at the moment of connecting: a name can point elsewhere a second later.
/// </summary>
sealed class HookAddresses(HookOptions options)
{
    static readonly Error NoAddress = new(ErrorKind.Invalid, "notices/hook-address", "请填写完整的网址，以 https:// 开头，不带用户名和密码。");
    static readonly Error NotPublic = new(ErrorKind.Invalid, "notices/hook-address", "这个地址在内网或本机，不能使用，请填写公网地址。");

    static readonly IPNetwork[] Private = [.. new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/127", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
        "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    }.Select(n => IPNetwork.Parse(n))];

    /// <summary>What is wrong with an address as it is written, or null.</summary>
    internal Error? Check(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.Host.Length == 0) return NoAddress;
        if (url.Scheme != Uri.UriSchemeHttps && !(options.Anywhere && url.Scheme == Uri.UriSchemeHttp)) return NoAddress;
        if (options.Anywhere) return null;
        if (IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var ip)) return IsPublic(ip) ? null : NotPublic;
        return url.IdnHost.Contains('.') && !url.IdnHost.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) && !url.IdnHost.EndsWith(".internal", StringComparison.OrdinalIgnoreCase) ? null : NotPublic;
    }

    /// <summary>True for an address on the open internet.</summary>
    internal static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return !Private.Any(n => n.BaseAddress.AddressFamily == address.AddressFamily && n.Contains(address));
    }

    /// <summary>A handler that connects to public addresses only and follows nothing.</summary>
    internal SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = Connect,
    };

    async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, stop);
        var allowed = options.Anywhere ? found : [.. found.Where(IsPublic)];
        if (allowed.Length == 0) throw new HttpRequestException("The address is not public.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
