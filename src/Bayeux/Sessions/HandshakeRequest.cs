namespace OrleansChat.Bayeux.Sessions;

/// <summary>What the owner of the sessions needs of a <c>/meta/handshake</c> that has passed all checks of the message itself.</summary>
/// <param name="LoginId">The login behind the credentials, or <see langword="null"/>: its end should end the session, unless a later login goes on with it (<see cref="ConnectRequest.LoginId"/>).</param>
/// <param name="AckWanted">The client asked for the ack extension.</param>
/// <param name="Transport">The transport that carries the handshake; the connects may come over another.</param>
public sealed record HandshakeRequest(string? LoginId, bool AckWanted, TransportKind Transport);
