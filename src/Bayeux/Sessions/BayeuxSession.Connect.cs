using OrleansChat.Bayeux.Messages;

namespace OrleansChat.Bayeux.Sessions;

public sealed partial record BayeuxSession<TSource>
{
    /// <summary>
    /// A <c>/meta/connect</c> (Bayeux 1.0, section 4.2). The newest wins: an older one that is held is superseded. It is answered at once when it
    /// is the first of the session, may not be held, or something is owed; otherwise it is held. The same connect again changes nothing.
    /// </summary>
    public (SessionStep<TSource> Step, ConnectOutcome Outcome) Connect(ConnectRequest request, DateTimeOffset now)
    {
        if (Attached is { } current && current.ConnectionId == request.ConnectionId && current.ConnectNumber == request.ConnectNumber)
        {
            return (Nothing, Again(current, request.LastPosition, now));
        }

        if (IsStale(request)) return (Nothing, new ConnectOutcome.Superseded());
        if (IsExhausted) return (End(EndReason.Overflow), new ConnectOutcome.Unknown());

        var left = ImmutableArray.CreateBuilder<TSource>();
        var sameConnection = Attached?.ConnectionId == request.ConnectionId;
        var queue = QueueFor(request, sameConnection, left);
        var session = this with { LastPosition = LastPosition + 1, Queue = queue, IsConnected = true };
        var advice = AdviceFor(request);
        var attachment = new Attachment(
            request.ConnectionId, request.ConnectNumber, request.Transport, session.LastPosition, null,
            sameConnection ? Attached!.LastSent : 0, advice);
        session = session with
        {
            Former = sameConnection ? Former : Remember(Attached),
            LastTransport = request.Transport,
            LastAdvised = advice ?? LastAdvised,
        };
        ImmutableArray<SessionEffect> effects =
            Attached is { IsLive: true } older && !sameConnection ? [new SessionEffect.Supersede(AddressOf(older))] : [];

        var timeoutMs = request.TimeoutMs < 0 ? Settings.TimeoutMs : Math.Min(request.TimeoutMs, Settings.TimeoutMs);
        var owes = !queue.Waiting.IsEmpty || (Ack && !queue.Sent.IsEmpty);
        var (after, outcome) = request.Transport == TransportKind.EventStream ? session.Stream(attachment, timeoutMs, now)
            : !IsConnected || !request.MayHold || timeoutMs <= 0 || owes ? session.Answer(attachment, now)
            : session.Hold(attachment, timeoutMs, now);
        return (new(after, effects, left.DrainToImmutable()), outcome);
    }

    /// <summary>The connection is lost, or its answer was not written in full. Ignored from a connection that is not attached.</summary>
    public SessionStep<TSource> Detach(string connectionId, DateTimeOffset now)
    {
        // Also from a connection that is not attached: a connect of it that comes after its own end must not take over.
        var over = new Attachment(connectionId, int.MaxValue, default, 0, null, 0, null);
        var session = this with { Former = Remember(over) };
        if (Attached?.ConnectionId != connectionId) return new(session, [], []);
        return new(session with { Attached = null, Queue = Ack ? Queue : Queue.TakeBack(), ExpiresAt = AfterConnect(now) }, [], []);
    }

    /// <summary>Deliveries were written in full. Without ack they leave the queue. Ignored from a connection that is not attached.</summary>
    public SessionStep<TSource> Written(WrittenReport report, DateTimeOffset now)
    {
        if (Attached is not { } attached || attached.ConnectionId != report.ConnectionId) return Nothing;
        var left = ImmutableArray.CreateBuilder<TSource>();
        var session = this;
        if (!Ack) session = session with { Queue = Queue.Forget(sent => sent.Delivery.Position <= report.Position, left) };
        if (report.ConnectEnded) session = session with { Attached = attached with { TimesOutAt = null }, ExpiresAt = AfterConnect(now) };
        return new(session, [], left.DrainToImmutable());
    }

    private SessionStep<TSource> Nothing => new(this, [], []);

    private (BayeuxSession<TSource>, ConnectOutcome) Answer(Attachment attachment, DateTimeOffset now)
    {
        // With ack what was sent and not acknowledged comes first, all of it, and newer ones fill up the rest of the answer.
        var again = Ack ? Queue.Sent.Select(sent => sent.Delivery).ToImmutableArray() : [];
        var newer = ImmutableArray<Delivery>.Empty;
        var room = Settings.ResponseBytesMax - (Ack ? Queue.SentBytes : 0);
        var queue = again.IsEmpty || room > 0 && Queue.NextFits(room)
            ? Queue.Send(room, attachment.ReplyPosition, out newer)
            : Queue;
        var deliveries = again.AddRange(newer);
        var lastSent = deliveries.IsEmpty ? attachment.LastSent : deliveries[^1].Position;
        var session = this with { Queue = queue, Attached = attachment with { LastSent = lastSent }, ExpiresAt = AfterConnect(now) };
        return (session, new ConnectOutcome.Now(deliveries, attachment.ReplyPosition, Ack, attachment.Advice));
    }

    private (BayeuxSession<TSource>, ConnectOutcome) Hold(Attachment attachment, int timeoutMs, DateTimeOffset now)
    {
        var timesOutAt = now.AddMilliseconds(timeoutMs);
        var session = this with
        {
            Attached = attachment with { TimesOutAt = timesOutAt },
            ExpiresAt = AfterConnect(timesOutAt.AddMilliseconds(Settings.HoldSlackMs)),
        };
        return (session, new ConnectOutcome.Hold([], attachment.ReplyPosition, timeoutMs, Ack, attachment.Advice));
    }

    private ConnectOutcome Again(Attachment attached, long lastPosition, DateTimeOffset now)
    {
        var missed = Queue.Sent.Select(sent => sent.Delivery).Where(sent => sent.Position > lastPosition).ToImmutableArray();
        if (attached.TimesOutAt is not { } timesOutAt) return new ConnectOutcome.Now(missed, attached.ReplyPosition, Ack, attached.Advice);
        var timeoutMs = (int)Math.Clamp((timesOutAt - now).TotalMilliseconds, 1, Settings.TimeoutMs);
        return new ConnectOutcome.Hold(missed, attached.ReplyPosition, timeoutMs, Ack, attached.Advice);
    }

    // A number that was never given out, or none at all, acknowledges nothing; then what was sent is sent again.
    private SessionQueue<TSource> Acknowledge(long number, ImmutableArray<TSource>.Builder left) =>
        number < 0 || number > LastPosition ? Queue : Queue.Forget(sent => sent.SentIn <= number, left);

    private Advice? AdviceFor(ConnectRequest request) =>
        request.HasAdvice || request.Transport != LastTransport || Settings.Advice != LastAdvised ? Settings.Advice : null;

    private bool IsStale(ConnectRequest request)
    {
        if (Attached is { } current && current.ConnectionId == request.ConnectionId) return request.ConnectNumber < current.ConnectNumber;
        foreach (var (connectionId, connectNumber) in Former)
        {
            if (connectionId == request.ConnectionId) return request.ConnectNumber <= connectNumber;
        }

        return false;
    }

    private ImmutableArray<(string, int)> Remember(Attachment? over)
    {
        if (over is null) return Former;
        var others = Former.Where(former => former.ConnectionId != over.ConnectionId);
        return [.. others.TakeLast(FormerMax - 1), (over.ConnectionId, over.ConnectNumber)];
    }
}
