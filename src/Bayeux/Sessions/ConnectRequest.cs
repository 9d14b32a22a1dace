namespace OrleansChat.Bayeux.Sessions;

/// <summary>
/// A <c>/meta/connect</c>. <see cref="ConnectionId"/> and <see cref="ConnectNumber"/> together name it: the same pair again is the same
/// connect, asked again by the host because an answer or a push was lost.
/// </summary>
/// <param name="ClientId">The session.</param>
/// <param name="ConnectionId">See <see cref="ConnectionAddress.ConnectionId"/>.</param>
/// <param name="ConnectNumber">1, 2, … on a socket; always 1 over HTTP.</param>
/// <param name="Transport">The transport that carries it.</param>
/// <param name="Ack">The client's <c>ext.ack</c>, or −1 when there is none or it is no integer.</param>
/// <param name="MayHold">The host is able to hold it: it travels alone, and its browser holds no other.</param>
/// <param name="TimeoutMs">The client's <c>advice.timeout</c>, 0 and up, or −1 when there is none. Only ever shortens the hold.</param>
/// <param name="HasAdvice">The client sent an advice, so it may have forgotten ours.</param>
/// <param name="LastPosition">In a repeat: the last delivery that this connection has got, 0 for none.</param>
/// <param name="LoginId">The login behind the credentials, or <see langword="null"/>. The session is its from now on: its end should end the session.</param>
public sealed record ConnectRequest(
    string ClientId,
    string ConnectionId,
    int ConnectNumber,
    TransportKind Transport,
    long Ack,
    bool MayHold,
    int TimeoutMs,
    bool HasAdvice,
    long LastPosition,
    string? LoginId = null)
{
    /// <summary>Says the connection only: the clientId must not reach a log by accident.</summary>
    public override string ToString() => $"{ConnectionId}#{ConnectNumber}";
}
