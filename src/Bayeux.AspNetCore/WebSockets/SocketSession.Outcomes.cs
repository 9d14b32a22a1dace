using OrleansChat.Bayeux.AspNetCore.Routing;
using OrleansChat.Bayeux.Messages;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.WebSockets;

// What the session says becomes frames. Everything here runs under the lock, so that frames leave in the order of what was said.
internal sealed partial class SocketSession
{
    private void Apply(BayeuxMessage connect, ConnectOutcome? outcome)
    {
        switch (outcome)
        {
            case ConnectOutcome.Now now:
                Answer(connect, now.Deliveries, now.ReplyPosition, now.WithAck, now.Advice);
                break;
            case ConnectOutcome.Hold hold:
                Deliver(hold.Deliveries, hold.WithAck);
                _held = new(connect, hold.ReplyPosition, hold.WithAck, hold.Advice);
                _held.Timeout = services.Deadlines.After(hold.TimeoutMs, () => TimeOut(connect));
                break;
            case ConnectOutcome.Superseded:
                break;
            case null:
                socket.Writer.Write([], [services.Router.TryLater(connect)]);
                break;
            default:
                socket.Writer.Write([], [ConnectReply.Unknown(connect, services.Options)]);
                socket.Forget(this);
                break;
        }
    }

    private void TimeOut(BayeuxMessage connect)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_held?.Connect, connect) || Drop() is not { } held) return;
            Answer(held.Connect, [], held.ReplyPosition, held.WithAck, held.Advice);
        }
    }

    private void ApplyAgain(ConnectOutcome? outcome)
    {
        switch (outcome)
        {
            case ConnectOutcome.Now now when Drop() is { } held:
                Answer(held.Connect, Newer(now.Deliveries), now.ReplyPosition, now.WithAck, held.Advice);
                break;
            case ConnectOutcome.Now { WithAck: false } now:
                Deliver(Newer(now.Deliveries), false);
                break;
            case ConnectOutcome.Hold hold:
                Deliver(Newer(hold.Deliveries), hold.WithAck);
                if (_held is { } same) _held = same with { ReplyPosition = hold.ReplyPosition };
                break;
            case ConnectOutcome.Superseded:
                Drop();
                _isSuperseded = true;
                break;
            case ConnectOutcome.Unknown:
                if (Drop() is { } dead) socket.Writer.Write([], [ConnectReply.Unknown(dead.Connect, services.Options)]);
                socket.Forget(this);
                break;
        }
    }

    private void TakeEarly()
    {
        _isAsking = false;
        foreach (var push in _early) Take(push);
        _early.Clear();
    }

    private void Take(DeliveryPush push)
    {
        if (push.EndsConnect)
        {
            // A push for a connect that was answered meanwhile: the next connect acknowledges nothing of it, so it comes again.
            if (_held?.ReplyPosition != push.ReplyPosition || Drop() is not { } held) return;
            Answer(held.Connect, push.Deliveries, push.ReplyPosition, held.WithAck, held.Advice);
        }
        else if (push.Previous > _lastDelivery)
        {
            BayeuxSocket.ResyncLater(this);
        }
        else
        {
            Deliver(Newer(push.Deliveries), false);
        }
    }

    private void Answer(BayeuxMessage connect, ImmutableArray<Delivery> deliveries, long replyPosition, bool withAck, Advice? advice)
    {
        var reply = ConnectReply.Ok(connect, deliveries, replyPosition, withAck, advice);
        socket.Writer.Write(deliveries.AsSpan(), [reply], withAck || deliveries.IsEmpty ? null : this);
        if (!deliveries.IsEmpty) _lastDelivery = deliveries[^1].Position;
    }

    private void Deliver(ImmutableArray<Delivery> deliveries, bool withAck)
    {
        if (deliveries.IsEmpty) return;
        socket.Writer.Write(deliveries.AsSpan(), [], withAck ? null : this);
        _lastDelivery = deliveries[^1].Position;
    }

    private ImmutableArray<Delivery> Newer(ImmutableArray<Delivery> deliveries) => deliveries.RemoveAll(delivery => delivery.Position <= _lastDelivery);
}
