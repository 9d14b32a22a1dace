using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Hosting.Settings;

namespace OrleansChat.ApiHost.Hosting;

/// <summary>Bounds of the web server itself: they hold before any of our code runs.</summary>
internal static class KestrelHardening
{
    /// <summary>A body over its limit by less than this factor is read to its end, so that the sender gets to read the refusal.</summary>
    private const int DrainedBodies = 8;

    private const int HeaderBytesMax = 16 * 1024;
    private const int HeadersMax = 64;
    private const int StreamsMax = 100;

    /// <summary>Longer than any notification connect is held.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan HeadersWait = TimeSpan.FromSeconds(10);

    public static void Harden(this KestrelServerOptions kestrel, LimitSettings limits)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = (long)limits.BodyBytesMax * DrainedBodies;
        kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        kestrel.Limits.MaxRequestHeaderCount = HeadersMax;
        kestrel.Limits.MaxConcurrentConnections = limits.ConnectionsMax;
        kestrel.Limits.MaxConcurrentUpgradedConnections = limits.WebSocketsMax;
        kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsMax;
        kestrel.Limits.KeepAliveTimeout = KeepAlive;
        kestrel.Limits.RequestHeadersTimeout = HeadersWait;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }

    /// <summary>
    /// A socket to listen on, whose connections hold so much at most of what their client has not taken. By itself Linux lets that grow to 4 MiB each: a client that
    /// does not read would not be noticed until then, and many of them would fill the machine's memory.
    /// </summary>
    public static Socket Bind(EndPoint address, LimitSettings limits)
    {
        var listening = SocketTransportOptions.CreateDefaultBoundListenSocket(address);
        listening.SendBufferSize = limits.SendBufferBytes;             // connections have it from the one that they came in by
        return listening;
    }
}
