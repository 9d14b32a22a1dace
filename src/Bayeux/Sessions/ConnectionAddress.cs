namespace OrleansChat.Bayeux.Sessions;

/// <summary>One session on one connection.</summary>
/// <param name="User">Whose session it is.</param>
/// <param name="ClientId">The Bayeux session id. A secret: never logged.</param>
/// <param name="ConnectionId">Chosen by the host, unique for ever: one per held connect over HTTP, one per socket over WebSocket.</param>
public readonly record struct ConnectionAddress(string User, string ClientId, string ConnectionId)
{
    /// <summary>Says the connection only: the clientId must not reach a log by accident.</summary>
    public override string ToString() => ConnectionId;
}
