using System.Data.Common;
using System.Net.Sockets;
using OrleansChat.Grains.Interfaces;

namespace OrleansChat.Hosting.Health;

/// <summary>Which exceptions say that the store or the cluster cannot be reached: a retry is safe.</summary>
internal static class Outage
{
    public static bool Is(Exception error) =>
        error is StoreUnavailableException or TimeoutException or OrleansException or IOException or SocketException or DbException
        || (error is AggregateException { InnerException: { } inner } && Is(inner));
}
