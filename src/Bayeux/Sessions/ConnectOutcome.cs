using OrleansChat.Bayeux.Messages;

namespace OrleansChat.Bayeux.Sessions;

/// <summary>What a host does with a <c>/meta/connect</c>.</summary>
public abstract record ConnectOutcome
{
    private ConnectOutcome() { }

    /// <summary>No such session of this user: <c>402::Unknown client</c> with advice handshake, interval 0.</summary>
    public sealed record Unknown : ConnectOutcome;

    /// <summary>This is an old connect that came late: a newer one has taken over. Over HTTP 500 with an empty body, over WebSocket no answer.</summary>
    public sealed record Superseded : ConnectOutcome;

    /// <summary>Answer at once: the deliveries, then the connect reply.</summary>
    /// <param name="Deliveries">In order of position, maybe none.</param>
    /// <param name="ReplyPosition">
    /// The connect's own position. The reply's <c>ext.ack</c> is the larger of this and the last delivery's position: it never claims a delivery
    /// that is not in it, and grows with every reply.
    /// </param>
    /// <param name="WithAck">The ack extension is on: write <c>ext.ack</c>; no <see cref="IBayeuxSessions.WrittenAsync"/> is needed.</param>
    /// <param name="Advice">To be written into the reply, or <see langword="null"/>.</param>
    public sealed record Now(ImmutableArray<Delivery> Deliveries, long ReplyPosition, bool WithAck, Advice? Advice) : ConnectOutcome;

    /// <summary>
    /// Hold it until a push, an end, or <paramref name="TimeoutMs"/> from now; then answer with what has come. A timed-out connect is answered
    /// with <paramref name="ReplyPosition"/> alone, also while a push is under way: nothing is lost by that.
    /// </summary>
    /// <param name="Deliveries">To be written at once, before anything else, while the connect stays outstanding (WebSocket without ack, repeats only).</param>
    /// <param name="ReplyPosition">As in <see cref="Now"/>.</param>
    /// <param name="TimeoutMs">1 and up.</param>
    /// <param name="WithAck">As in <see cref="Now"/>.</param>
    /// <param name="Advice">To be written into the reply, or <see langword="null"/>.</param>
    public sealed record Hold(ImmutableArray<Delivery> Deliveries, long ReplyPosition, int TimeoutMs, bool WithAck, Advice? Advice) : ConnectOutcome;
}
