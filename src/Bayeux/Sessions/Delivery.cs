namespace OrleansChat.Bayeux.Sessions;

/// <summary>An event message on its way to one session (Bayeux 1.0, section 5.2).</summary>
/// <param name="Position">Its place in the session; see <see cref="Sessions.Position"/>. Grows from delivery to delivery.</param>
/// <param name="Channel">The real channel, never the pattern it was subscribed by.</param>
/// <param name="DataJson">The <c>data</c> value as UTF-8 JSON. Serialized once and shared between sessions: never change the bytes.</param>
public sealed record Delivery(long Position, string Channel, ReadOnlyMemory<byte> DataJson);
