namespace OrleansChat.Grains.Interfaces.Inboxes;

/// <summary>A new session, or why not: too many sessions, come back after <c>RetryAfterMs</c>.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.HandshakeReply")]
public sealed record HandshakeReply([property: Id(0)] string? ClientId, [property: Id(1)] bool Ack, [property: Id(2)] AdviceInfo? Advice, [property: Id(3)] int RetryAfterMs);

[GenerateSerializer, Immutable, Alias("orleanschat.SubscribeReply")]
public sealed record SubscribeReply([property: Id(0)] SubscribeResult Result, [property: Id(1)] string? DeniedChannel = null);

public enum SubscribeResult
{
    Granted,
    UnknownSession,
    Denied,
    TooMany,
}

/// <summary>Which logins of the user are over; see the domain's <c>EndedLogins</c>. <c>Named</c>: those of now, not all.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.EndedLogins")]
public sealed record EndedLoginsInfo([property: Id(0)] ImmutableArray<string> Named, [property: Id(1)] int Generation = 0, [property: Id(2)] DateTimeOffset? TokensUntil = null);

/// <summary>A connect from an API host; see the Bayeux library's <c>ConnectRequest</c>.</summary>
/// <param name="HostId">Where pushes for it go.</param>
/// <param name="LoginId">The login that connects.</param>
/// <param name="TakesOver">Neither this login nor the one that connected last is over as far as the host knows: it may go on with that one's session.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.ConnectRequest")]
public sealed record ConnectRequestInfo(
    [property: Id(0)] string HostId, [property: Id(1)] string ClientId, [property: Id(2)] string ConnectionId, [property: Id(3)] int ConnectNumber,
    [property: Id(4)] ConnectionKind Connection, [property: Id(5)] long Ack, [property: Id(6)] bool MayHold, [property: Id(7)] int TimeoutMs, [property: Id(8)] bool HasAdvice, [property: Id(9)] long LastPosition,
    [property: Id(10)] string LoginId = "", [property: Id(11)] bool TakesOver = false);

/// <summary>What the host does with a connect; see the Bayeux library's <c>ConnectOutcome</c>.</summary>
/// <param name="HeldBy">With <see cref="ConnectResult.OtherLogin"/>: the login that connected last.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.ConnectReply")]
public sealed record ConnectReply(
    [property: Id(0)] ConnectResult Result, [property: Id(1)] ImmutableArray<DeliveryInfo> Deliveries = default, [property: Id(2)] long ReplyPosition = 0,
    [property: Id(3)] int TimeoutMs = 0, [property: Id(4)] bool WithAck = false, [property: Id(5)] AdviceInfo? Advice = null, [property: Id(6)] string HeldBy = "");

/// <summary>How a connection carries deliveries; see the Bayeux library's <c>TransportKind</c>.</summary>
public enum ConnectionKind
{
    LongPolling,
    WebSocket,
    EventStream,
}

public enum ConnectResult
{
    UnknownSession,
    Superseded,
    Now,
    Hold,

    /// <summary>Nothing was done: the session is another login's. Who makes sure that neither is over may take it over.</summary>
    OtherLogin,
}

[GenerateSerializer, Immutable, Alias("orleanschat.Advice")]
public sealed record AdviceInfo([property: Id(0)] bool Handshake, [property: Id(1)] int IntervalMs, [property: Id(2)] int TimeoutMs);

/// <summary>A notification with its place in a session. Positions grow from delivery to delivery.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.Delivery")]
public sealed record DeliveryInfo([property: Id(0)] long Position, [property: Id(1)] string Channel, [property: Id(2)] ReadOnlyMemory<byte> DataJson);
