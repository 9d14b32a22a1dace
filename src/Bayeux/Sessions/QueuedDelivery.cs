namespace OrleansChat.Bayeux.Sessions;

/// <summary>A delivery that its client does not provably have.</summary>
/// <param name="Delivery">What is sent.</param>
/// <param name="Source">The owner's tag.</param>
/// <param name="SentIn">
/// The <c>ext.ack</c> of the first reply that carries it, 0 while it waits. A client that acknowledges this number or a higher one has it: every
/// later reply carried it again, or it was acknowledged before.
/// </param>
public sealed record QueuedDelivery<TSource>(Delivery Delivery, TSource Source, long SentIn = 0)
{
    // Channel, field names and the objects around the bytes.
    private const int OverheadBytes = 64;

    internal int Bytes => Delivery.DataJson.Length + Delivery.Channel.Length + OverheadBytes;
}
