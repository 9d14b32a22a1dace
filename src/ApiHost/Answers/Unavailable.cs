using System.Data.Common;
using System.Net.Sockets;
using OrleansChat.Grains.Interfaces;

namespace OrleansChat.ApiHost.Answers;

/// <summary>Which exceptions say that the store or the cluster cannot be reached: the caller gets 503 and may retry.</summary>
internal static class Unavailable
{
    public const int RetryAfterSeconds = 1;

    public static bool Is(Exception error) =>
        error is StoreUnavailableException or TimeoutException or OrleansException or IOException or SocketException or DbException
        || (error is AggregateException { InnerException: { } inner } && Is(inner));

    public static Reply Answer() => Reply.Later(WireStatus.Unavailable, "The server cannot reach its store or cluster at the moment; try again.", RetryAfterSeconds);
}
