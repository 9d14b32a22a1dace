namespace OrleansChat.Bayeux.Sessions;

public sealed partial record BayeuxSession<TSource>
{
    // So far from the end of the counter, a session can still answer every connect it will ever get.
    private const uint CounterMax = uint.MaxValue - 1_000_000;

    /// <summary>
    /// Queues deliveries in their order, those that are wanted (<see cref="Wants"/>), once each, and sends what can be sent now. More than the queue
    /// may hold ends the session: nothing is ever dropped from the middle.
    /// </summary>
    public SessionStep<TSource> Deliver(ReadOnlySpan<NewDelivery<TSource>> deliveries, DateTimeOffset now)
    {
        var (queue, position) = (Queue, LastPosition);
        foreach (var delivery in deliveries)
        {
            if (!Wants(delivery.Channel)) continue;
            queue = queue.Add(new(new(++position, delivery.Channel, delivery.DataJson), delivery.Source));
        }

        if (position == LastPosition) return Nothing;
        var session = this with { Queue = queue, LastPosition = position };
        var tooMuch = queue.Count > Settings.QueueMessagesMax || queue.Bytes > Settings.QueueBytesMax || session.IsExhausted;
        return tooMuch ? session.End(EndReason.Overflow) : session.Flush(now);
    }

    /// <summary>Queues one delivery; see the other overload.</summary>
    public SessionStep<TSource> Deliver(string channel, ReadOnlyMemory<byte> dataJson, TSource source, DateTimeOffset now) =>
        Deliver([new(channel, dataJson, source)], now);

    private bool IsExhausted => (uint)LastPosition > CounterMax;

    private SessionStep<TSource> Flush(DateTimeOffset now)
    {
        if (Attached is not { } attached) return Nothing;
        if (attached.IsStreaming(Ack)) return PushAll(attached);
        return attached is { IsHeld: true, Transport: not TransportKind.EventStream } ? Release(attached, now) : Nothing;
    }

    // Long-polling, and WebSocket with ack: one answer ends the connect. What does not fit comes with the next one.
    private SessionStep<TSource> Release(Attachment attached, DateTimeOffset now)
    {
        var queue = Queue.Send(Settings.ResponseBytesMax, null, out var deliveries);
        var push = new DeliveryPush(AddressOf(attached), attached.ReplyPosition, true, attached.LastSent, deliveries);
        var answered = attached with { TimesOutAt = null, LastSent = deliveries[^1].Position };
        return new(this with { Queue = queue, Attached = answered, ExpiresAt = AfterConnect(now) }, [new SessionEffect.Push(push)], []);
    }

    // A stream, or WebSocket without ack: at once, in frames of their own; the connect stays outstanding.
    private SessionStep<TSource> PushAll(Attachment attached)
    {
        var effects = ImmutableArray.CreateBuilder<SessionEffect>();
        var queue = Queue;
        while (!queue.Waiting.IsEmpty)
        {
            queue = queue.Send(Settings.ResponseBytesMax, null, out var deliveries);
            effects.Add(new SessionEffect.Push(new(AddressOf(attached), attached.ReplyPosition, false, attached.LastSent, deliveries)));
            attached = attached with { LastSent = deliveries[^1].Position };
        }

        return new(this with { Queue = queue, Attached = attached }, effects.DrainToImmutable(), []);
    }
}
