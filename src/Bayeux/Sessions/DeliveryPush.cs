namespace OrleansChat.Bayeux.Sessions;

/// <summary>Deliveries for an attached connection.</summary>
/// <param name="Connection">Where to.</param>
/// <param name="ReplyPosition">The connect that was held when the session pushed. When <paramref name="EndsConnect"/>, the push is for this connect only.</param>
/// <param name="EndsConnect">
/// <see langword="true"/>: the deliveries, then the reply of the held connect (long-polling, and WebSocket with ack).
/// <see langword="false"/>: the deliveries only, the connect stays outstanding (WebSocket without ack).
/// </param>
/// <param name="Previous">
/// The position of the delivery sent before these on this connection, 0 for none. A host that has not seen it has missed a push, or has not yet
/// seen the answer of a connect: it waits for that answer, or asks again.
/// </param>
/// <param name="Deliveries">In order of position, at least one.</param>
public sealed record DeliveryPush(
    ConnectionAddress Connection, long ReplyPosition, bool EndsConnect, long Previous, ImmutableArray<Delivery> Deliveries);
