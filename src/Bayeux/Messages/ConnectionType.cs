namespace OrleansChat.Bayeux.Messages;

/// <summary>The names of the transports on the wire (Bayeux 1.0, section 3.3). There is no callback-polling: it would let any site read a session.</summary>
public static class ConnectionType
{
    /// <summary>HTTP.</summary>
    public const string LongPolling = "long-polling";

    /// <summary>WebSocket.</summary>
    public const string WebSocket = "websocket";
}
