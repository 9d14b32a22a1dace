using OrleansChat.Bayeux.Messages;

namespace OrleansChat.Bayeux.Sessions;

/// <summary>Times and limits of a session.</summary>
public sealed record SessionSettings
{
    /// <summary>How long a connect is held, in ms. Clients wait 10 s longer before they give up.</summary>
    public int TimeoutMs { get; init; } = 30_000;

    /// <summary>How long a client should wait between connects, in ms. More than 0 turns clients to polling: the throttle for overload.</summary>
    public int IntervalMs { get; init; }

    /// <summary>How long a session lives without a held connect, beyond the interval, in ms.</summary>
    public int MaxIntervalMs { get; init; } = 120_000;

    /// <summary>A hold of which nothing was heard counts as over this long after its timeout, in ms: its host is dead.</summary>
    public int HoldSlackMs { get; init; } = 10_000;

    /// <summary>Subscriptions of one session.</summary>
    public int SubscriptionsMax { get; init; } = 100;

    /// <summary>Deliveries that wait or are not acknowledged. One more ends the session.</summary>
    public int QueueMessagesMax { get; init; } = 5_000;

    /// <summary>Bytes of these deliveries. More end the session.</summary>
    public int QueueBytesMax { get; init; } = 4 << 20;

    /// <summary>Bytes of one answer; the rest comes with the next connect, at once. A single larger delivery is sent alone.</summary>
    public int ResponseBytesMax { get; init; } = 1 << 20;

    /// <summary>The advice of every successful handshake.</summary>
    public Advice Advice => new(Reconnect.Retry, IntervalMs, TimeoutMs);
}
