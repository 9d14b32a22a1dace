using OrleansChat.Bayeux.Messages;

namespace OrleansChat.Bayeux.Sessions;

// Connects of a one-way stream, which its host makes on behalf of the client: the first one with the position that the client names, the later
// ones on the same connection without, so that the session knows that the stream lives.
public sealed partial record BayeuxSession<TSource>
{
    private SessionQueue<TSource> QueueFor(ConnectRequest request, bool sameConnection, ImmutableArray<TSource>.Builder left)
    {
        if (request.Transport == TransportKind.EventStream)
        {
            // Events are named one by one, so the client's number says exactly what it has. A new stream gets all the rest again.
            var has = request.Ack <= LastPosition ? request.Ack : -1;
            var queue = Queue.Forget(sent => sent.Delivery.Position <= has, left);
            return sameConnection ? queue : queue.TakeBack();
        }

        return Ack ? Acknowledge(request.Ack, left) : sameConnection ? Queue : Queue.TakeBack();
    }

    // What waits goes out before anything newer. More than one answer takes: the host writes this one and connects again.
    private (BayeuxSession<TSource>, ConnectOutcome) Stream(Attachment attachment, int timeoutMs, DateTimeOffset now)
    {
        var queue = Queue.Send(Settings.ResponseBytesMax, null, out var deliveries);
        var attached = deliveries.IsEmpty ? attachment : attachment with { LastSent = deliveries[^1].Position };
        var session = this with { Queue = queue };
        if (!queue.Waiting.IsEmpty)
        {
            var answered = session with { Attached = attached, ExpiresAt = AfterConnect(now) };
            return (answered, new ConnectOutcome.Now(deliveries, attached.ReplyPosition, true, attached.Advice));
        }

        var (held, outcome) = session.Hold(attached, Math.Max(timeoutMs, 1), now);
        return (held, (ConnectOutcome.Hold)outcome with { Deliveries = deliveries });
    }
}
