using System.Globalization;
using System.Text;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Tests.Bayeux.Sessions;

/// <summary>The host and the client of the walk: one connection at a time.</summary>
internal sealed partial class SessionWalk
{
    private readonly SortedSet<int> _read = [];
    private readonly HashSet<int> _writtenAndLost = [];
    private string? _connection;
    private int _connectionCount;
    private ConnectRequest? _request;
    private ConnectOutcome.Hold? _held;
    private long _lastDelivery;
    private long _lastNumber;

    private void ClientConnects()
    {
        if (_held is not null) return;
        if (_connection is null || _transport == TransportKind.LongPolling) OpenConnection();
        var number = _request?.ConnectionId == _connection ? _request!.ConnectNumber + 1 : 1;
        var ack = IsStream && number > 1 ? -1 : _ack ? _lastNumber : -1;
        _request = new("c", _connection!, number, _transport, ack, true, -1, false, 0);
        Tell($"connect {_request} ack {_request.Ack & 0xffff}");
        var (step, outcome) = _session.Connect(_request, _now);
        Take(step);
        if (Happens(5)) (step, outcome) = _session.Connect(_request, _now);
        if (Happens(3)) _lateCalls.Add(Repeat(_request));
        switch (outcome)
        {
            case ConnectOutcome.Now now when IsStream: Write(Newer(now.Deliveries), null); break;
            case ConnectOutcome.Now now: Answer(now.Deliveries, now.ReplyPosition); break;
            case ConnectOutcome.Hold hold:
                _held = hold;
                Write(Newer(hold.Deliveries), null);
                break;
            default: throw new InvalidOperationException($"{outcome} to a new connect.");
        }
    }

    private void PushArrives()
    {
        if (_pushes.Count == 0) return;
        var push = _pushes[0];
        _pushes.RemoveAt(0);
        if (push.Connection.ConnectionId != _connection) Detach(push.Connection.ConnectionId);
        else if (!push.EndsConnect) Frame(push);
        else if (_held?.ReplyPosition == push.ReplyPosition) Answer(push.Deliveries, push.ReplyPosition);
        else if (_transport == TransportKind.LongPolling) Detach(push.Connection.ConnectionId);
    }

    private void PushIsLost()
    {
        if (_pushes.Count == 0 || _calm) return;
        Tell("push lost");
        _pushes.RemoveAt(0);
    }

    private void HostAsksAgain()
    {
        if (_connection is null || _request?.ConnectionId != _connection) return;
        var request = _request with { LastPosition = _lastDelivery };
        Tell($"again {request}");
        var (step, outcome) = _session.Connect(request, _now);
        Take(step);
        switch (outcome)
        {
            case ConnectOutcome.Now now when IsStream:
                _held = null;
                Write(Newer(now.Deliveries), null);
                break;
            case ConnectOutcome.Now now when _held is not null: Answer(Newer(now.Deliveries), now.ReplyPosition); break;
            case ConnectOutcome.Now now when !_ack && _transport == TransportKind.WebSocket: Write(Newer(now.Deliveries), null); break;
            case ConnectOutcome.Hold hold:
                Write(Newer(hold.Deliveries), null);
                if (_held is not null) _held = hold;
                break;
        }
    }

    private void HoldTimesOut()
    {
        if (IsStream) _held = null;
        else if (_held is not null) Answer([], _held.ReplyPosition);
    }

    private void Frame(DeliveryPush push)
    {
        if (push.Previous > _lastDelivery) HostAsksAgain();
        else Write(Newer(push.Deliveries), null);
    }

    private void Answer(ImmutableArray<Delivery> deliveries, long replyPosition)
    {
        _held = null;
        Write(deliveries, Math.Max(replyPosition, deliveries.IsEmpty ? 0 : deliveries[^1].Position));
    }

    /// <summary>Written in full and read; or written in full and then cut; or not written in full.</summary>
    private void Write(ImmutableArray<Delivery> deliveries, long? number)
    {
        if (deliveries.IsEmpty && number is null) return;
        var connection = _connection!;
        if (Happens(5))
        {
            Tell("write fails");
            Lose(connection);
            return;
        }

        if (!deliveries.IsEmpty) _lastDelivery = deliveries[^1].Position;
        if (!_ack && !deliveries.IsEmpty && !Happens(3)) Take(_session.Written(new(connection, _lastDelivery, number is not null), _now));
        if (Happens(5))
        {
            Tell("written and cut");
            if (!_ack) _writtenAndLost.UnionWith(deliveries.Select(Number));
            Lose(connection);
            return;
        }

        foreach (var delivery in deliveries) Read(Number(delivery));
        if (number is { } given && _ack)
        {
            Assert.True(given > _lastNumber, $"The reply's ack {given} is not above {_lastNumber}.");
            _lastNumber = given;
        }

        if (IsStream && !deliveries.IsEmpty) _lastNumber = Math.Max(_lastNumber, deliveries[^1].Position);

        if (_transport == TransportKind.LongPolling) _connection = null;
    }

    private void Read(int number)
    {
        Tell($"read {number}");
        if (!_read.Add(number)) return;
        Assert.True(number == _read.Max, $"{number} came after {_read.Max}.");
        var missing = Enumerable.Range(1, number).Except(_read).Except(_writtenAndLost).ToArray();
        Assert.True(missing.Length == 0, $"{number} came, but {string.Join(' ', missing)} did not.");
    }

    private void Cut()
    {
        if (_connection is { } connection) Lose(connection);
    }

    // The host tells the session now, later or never.
    private void Lose(string connection)
    {
        Tell($"lose {connection}");
        (_connection, _held) = (null, null);
        if (_calm || Happens(50)) Detach(connection);
        else if (Happens(50)) _lateCalls.Add(() => Detach(connection));
    }

    private void OpenConnection()
    {
        _connection = $"x{++_connectionCount}";
        _lastDelivery = 0;
    }

    private Action Repeat(ConnectRequest request) => () =>
    {
        if (request == _request) return;
        Tell($"late {request}");
        var (step, outcome) = _session.Connect(request, _now);
        // A new owner knows nothing of old connects: such a one takes over, and the client's next connect takes over again.
        Take(step with { Effects = [.. step.Effects.Where(effect => effect is not SessionEffect.Supersede)] });
        if (outcome is not ConnectOutcome.Superseded && request.ConnectionId != _connection) _lateCalls.Add(() => Detach(request.ConnectionId));
    };

    private ImmutableArray<Delivery> Newer(ImmutableArray<Delivery> deliveries) =>
        deliveries.RemoveAll(delivery => delivery.Position <= _lastDelivery);

    private void CheckComplete()
    {
        var missing = Enumerable.Range(1, _delivered).Except(_read).Except(_writtenAndLost).ToArray();
        Assert.True(missing.Length == 0, $"{string.Join(' ', missing)} never came.");
        Assert.Equal(0, _session.QueuedCount);
        Assert.True(_delivered == 0 || _read.Count > _delivered / 2, "Nearly everything was lost: the walk tests nothing.");
    }

    private static int Number(Delivery delivery) => int.Parse(Encoding.UTF8.GetString(delivery.DataJson.Span), CultureInfo.InvariantCulture);
}
