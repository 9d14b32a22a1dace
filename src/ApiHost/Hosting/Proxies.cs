using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using OrleansChat.ApiHost.Settings;

namespace OrleansChat.ApiHost.Hosting;

/// <summary>Whose word counts for where a request came from: the configured proxies' alone. Without them the headers are not looked at.</summary>
internal static class Proxies
{
    public static void Believe(this ForwardedHeadersOptions forwarded, AccessSettings access)
    {
        forwarded.ForwardedHeaders = access.TrustedProxies.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in access.TrustedProxies)
        {
            if (System.Net.IPNetwork.TryParse(proxy, out var network))
            {
                forwarded.KnownIPNetworks.Add(network);
            }
            else
            {
                forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
            }
        }
    }
}
