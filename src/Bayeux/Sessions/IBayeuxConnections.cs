namespace OrleansChat.Bayeux.Sessions;

/// <summary>
/// The connections that one host holds, as the owner of the sessions sees them. Every call returns at once, never throws, may come from any
/// thread and may be lost: what was lost is repeated on <see cref="ResyncAsync"/> or on the client's next connect.
/// </summary>
public interface IBayeuxConnections
{
    /// <summary>Writes deliveries into a connection. Unknown connection: the host answers with <see cref="IBayeuxSessions.DetachAsync"/>.</summary>
    void Push(DeliveryPush push);

    /// <summary>A newer connect has taken over. A held HTTP request ends with 500 and an empty body; a connect over WebSocket stays unanswered.</summary>
    void Supersede(ConnectionAddress connection);

    /// <summary>The session is over. A held connect is released with the advice that belongs to <paramref name="reason"/>.</summary>
    void End(ConnectionAddress connection, EndReason reason);

    /// <summary>The connections to which a push could go now, in no order.</summary>
    ImmutableArray<ConnectionAddress> Attached { get; }

    /// <summary>
    /// Asks the session again what this connection should have got (after a lost push, or when the session's owner was restarted): the same
    /// <see cref="IBayeuxSessions.ConnectAsync"/> with the last position seen. Nothing happens when the connection is gone.
    /// </summary>
    /// <exception cref="Exception">The session's owner could not be asked; the caller asks again later.</exception>
    ValueTask ResyncAsync(ConnectionAddress connection);
}
