using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Platform;
using IPNetwork = System.Net.IPNetwork;

namespace Linli;

/// <summary>Whose word about the caller's address and scheme is taken: that of the proxies in <c>Proxies:Trusted</c> and nobody else's.</summary>
static class Proxies
{
    internal static void TrustProxies(this IServiceCollection services, IConfiguration configuration)
    {
        var networks = (configuration["Proxies:Trusted"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Network).ToList();
        services.Configure<ForwardedHeadersOptions>(o =>
        {
            o.KnownProxies.Clear();
            o.KnownIPNetworks.Clear();
            foreach (var network in networks) o.KnownIPNetworks.Add(network);
            o.ForwardedHeaders = networks.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // As many proxies as are known stand in a row; the first address that is not one of them is the caller's.
            o.ForwardLimit = null;
        });
    }

    static IPNetwork Network(string text)
    {
        if (IPAddress.TryParse(text, out var address)) return new(address, address.GetAddressBytes().Length * 8);
        return IPNetwork.TryParse(text, out var network) ? network
            : throw new SettingException($"Proxies:Trusted contains '{text}'; it must list addresses or networks such as 10.0.0.0/8, separated by commas.");
    }
}
