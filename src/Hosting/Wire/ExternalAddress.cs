using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace OrleansChat.Hosting.Wire;

/// <summary>The address under which clients reach the server: the configured one, or the first that it listens on.</summary>
internal static class ExternalAddress
{
    public const string Default = "http://127.0.0.1:8090";

    private static readonly string[] Anywhere = ["//*", "//+", "//0.0.0.0", "//[::]"];

    public static string Of(WireSettings wire, IServer server, IConfiguration configuration) =>
        wire.ExternalUrl ?? Reachable(server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? configuration["urls"]?.Split(';')[0] ?? Default);

    /// <summary>The words for "every address" become one that a client on this machine can use.</summary>
    private static string Reachable(string url) => Anywhere
        .Aggregate(url, static (known, any) => known.Replace(any, "//127.0.0.1", StringComparison.Ordinal)).TrimEnd('/');
}
