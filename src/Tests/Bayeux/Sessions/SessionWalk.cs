using System.Globalization;
using System.Text;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Tests.Bayeux.Sessions;

/// <summary>
/// One session whose deliveries are the numbers 1, 2, 3 …; between it and its client everything can be lost, late or repeated: pushes, calls of the
/// host, answers, connections, the owner itself. The client checks what it reads while it reads it.
/// </summary>
internal sealed partial class SessionWalk
{
    private readonly Random _random;
    private readonly bool _ack;
    private readonly TransportKind _transport;
    private readonly StringBuilder _story = new();
    private readonly List<DeliveryPush> _pushes = [];
    private readonly List<Action> _lateCalls = [];
    private readonly HashSet<int> _left = [];
    private BayeuxSession<int> _session;
    private DateTimeOffset _now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private int _delivered;
    private int _epoch = 1;
    private bool _calm;

    public SessionWalk(int seed, bool ack, TransportKind transport)
    {
        (_random, _ack, _transport) = (new(seed), ack, transport);
        _session = BayeuxSession.Open<int>("anna", "c", 1, ack, _transport, Settings, _now).Subscribe(["/**"], _now).Session;
    }

    public string Story => _story.ToString();

    private bool IsStream => _transport == TransportKind.EventStream;

    // Room for three deliveries, so that answers are cut too.
    private static SessionSettings Settings { get; } = new() { ResponseBytesMax = 210 };

    public void Step()
    {
        _now = _now.AddMilliseconds(_random.Next(100));
        switch (_random.Next(100))
        {
            case < 25: Deliver(_random.Next(1, 4)); break;
            case < 55: ClientConnects(); break;
            case < 75: PushArrives(); break;
            case < 79: PushIsLost(); break;
            case < 83: HostAsksAgain(); break;
            case < 88: HoldTimesOut(); break;
            case < 93: Cut(); break;
            case < 98: LateCall(); break;
            default: OwnerDies(); break;
        }
    }

    /// <summary>No more faults: the client must end up with everything.</summary>
    public void Settle()
    {
        _calm = true;
        while (_lateCalls.Count > 0) LateCall();
        Cut();
        for (var round = 0; round < _delivered + 10; round++)
        {
            ClientConnects();
            while (_pushes.Count > 0) PushArrives();
            if ((_held is null || IsStream) && _session.QueuedCount == 0) break;
            if (IsStream) Cut();                                        // only the next stream acknowledges
            else HoldTimesOut();
        }

        CheckComplete();
    }

    private void Deliver(int count)
    {
        NewDelivery<int>[] deliveries = [.. Enumerable.Range(_delivered + 1, count).Select(New)];
        _delivered += count;
        Tell($"deliver ..{_delivered}");
        Take(_session.Deliver(deliveries, _now));
    }

    // What the new owner reads from its store: everything from some point on that no later point was ever stored for.
    private void OwnerDies()
    {
        var oldest = _session.OldestUnacknowledged?.Source ?? _delivered + 1;
        var from = Math.Max(1, oldest - _random.Next(3));
        if (!_ack) from = oldest;
        Tell($"owner dies, from {from}");
        _session = BayeuxSession.Restore<int>("anna", "c", ++_epoch, _ack, _session.Subscriptions, _session.IsConnected, Settings, _now);
        NewDelivery<int>[] again = [.. Enumerable.Range(from, _delivered - from + 1).Select(New)];
        Take(_session.Deliver(again, _now));
    }

    private void Take(SessionStep<int> step)
    {
        Assert.Null(step.Ended);
        _session = step.Session;
        _left.UnionWith(step.Left);
        foreach (var effect in step.Effects)
        {
            if (effect is SessionEffect.Push push) _pushes.Add(push.Deliveries);
            if (effect is SessionEffect.Supersede older && older.Connection.ConnectionId == _connection) throw new InvalidOperationException("Superseded by nobody.");
        }
    }

    private void LateCall()
    {
        if (_lateCalls.Count == 0) return;
        var index = _random.Next(_lateCalls.Count);
        var call = _lateCalls[index];
        _lateCalls.RemoveAt(index);
        call();
    }

    private void Detach(string connection)
    {
        Tell($"detach {connection}");
        Take(_session.Detach(connection, _now));
    }

    private bool Happens(int percent) => !_calm && _random.Next(100) < percent;

    private void Tell(string what) => _story.Append(CultureInfo.InvariantCulture, $"{what}; ");

    private static NewDelivery<int> New(int number) => new("/n", Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)), number);
}
