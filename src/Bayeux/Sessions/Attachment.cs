using OrleansChat.Bayeux.Messages;

namespace OrleansChat.Bayeux.Sessions;

/// <summary>The one connection that a session is attached to, and the last connect on it.</summary>
/// <param name="ConnectionId">See <see cref="ConnectionAddress.ConnectionId"/>.</param>
/// <param name="ConnectNumber">See <see cref="ConnectRequest.ConnectNumber"/>.</param>
/// <param name="Transport">Its transport.</param>
/// <param name="ReplyPosition">The last connect's position.</param>
/// <param name="TimesOutAt">The last connect is held until then; <see langword="null"/> when it was answered.</param>
/// <param name="LastSent">The last delivery sent on this connection, 0 for none.</param>
/// <param name="Advice">The advice of the last connect's reply.</param>
internal sealed record Attachment(
    string ConnectionId, int ConnectNumber, TransportKind Transport, long ReplyPosition, DateTimeOffset? TimesOutAt, long LastSent, Advice? Advice)
{
    public bool IsHeld => TimesOutAt is not null;

    /// <summary>Whether something could be sent now, or is outstanding.</summary>
    public bool IsLive => IsHeld || Transport == TransportKind.WebSocket;

    /// <summary>Deliveries travel at once, while the connect stays outstanding.</summary>
    public bool IsStreaming(bool ack) => Transport == TransportKind.EventStream ? IsHeld : Transport == TransportKind.WebSocket && !ack;
}
