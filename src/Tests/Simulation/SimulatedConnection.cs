#if ORLEANS_LOCAL
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Tests.Simulation;

/// <summary>One connection of a client: a long-poll, or a socket.</summary>
internal sealed class SimulatedConnection(SimulatedFloor floor, ConnectionAddress address)
{
    private readonly Queue<ConnectionEvent> _events = new();
    private TaskCompletionSource _arrived = new();
    private ConnectRequest? _asked;

    public ConnectionAddress Address => address;

    /// <summary>The last position that came over this connection.</summary>
    public long LastPosition { get; set; }

    public async ValueTask<ConnectOutcome> ConnectAsync(ConnectRequest request)
    {
        _asked = request;
        return await floor.Sessions.ConnectAsync(address.User, request);
    }

    public void Put(ConnectionEvent happened)
    {
        _events.Enqueue(happened);
        _arrived.TrySetResult();
    }

    /// <summary>The next thing that happens, within the time that a connect is held.</summary>
    public async Task<ConnectionEvent> NextAsync(int timeoutMs)
    {
        if (_events.Count == 0)
        {
            _arrived = new TaskCompletionSource();
            await Task.WhenAny(_arrived.Task, floor.PauseAsync(timeoutMs, timeoutMs + 1));
        }

        return _events.TryDequeue(out var happened) ? happened : new ConnectionEvent.TimedOut();
    }

    /// <summary>Something was lost on the way: the same connect again, which answers what did not come.</summary>
    public async ValueTask ResyncAsync()
    {
        if (_asked is null) return;
        var request = _asked with { LastPosition = LastPosition };
        switch (await floor.Sessions.ConnectAsync(address.User, request))
        {
            case ConnectOutcome.Now now: Put(new ConnectionEvent.Pushed(new(address, now.ReplyPosition, true, 0, now.Deliveries))); break;
            case ConnectOutcome.Hold { Deliveries: { IsEmpty: false } missed } hold: Put(new ConnectionEvent.Pushed(new(address, hold.ReplyPosition, false, LastPosition, missed))); break;
            case ConnectOutcome.Superseded: Put(new ConnectionEvent.Superseded()); break;
            case ConnectOutcome.Unknown: Put(new ConnectionEvent.Ended(EndReason.Expired)); break;
        }
    }
}
#endif
