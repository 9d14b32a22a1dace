namespace OrleansChat.Bayeux.Sessions;

/// <summary>How a connection carries deliveries (Bayeux 1.0, sections 6 and 7).</summary>
public enum TransportKind
{
    /// <summary>HTTP: deliveries travel only in connect replies, so that their order is the order of one stream.</summary>
    LongPolling,

    /// <summary>A socket: without ack deliveries travel at once in frames of their own; with ack as over HTTP.</summary>
    WebSocket,

    /// <summary>
    /// A one-way stream such as server-sent events: deliveries travel at once, in order. The client acknowledges by the position it names when it
    /// opens its next stream; until then they stay in the queue. Only together with ack.
    /// </summary>
    EventStream,
}
