#if ORLEANS_LOCAL
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Tests.Simulation;

/// <summary>The API host's connections: what the inboxes push over the real link and the simulated stream ends here.</summary>
internal sealed class SimulatedHost(SimulatedFloor floor) : IBayeuxConnections
{
    private readonly SortedDictionary<string, SimulatedConnection> _attached = new(StringComparer.Ordinal);
    private int _made;

    public ImmutableArray<ConnectionAddress> Attached => [.. _attached.Values.Select(static c => c.Address)];

    public string NewId(bool isSocket) => $"{(isSocket ? "socket" : "poll")}{++_made:000000}";

    public void Add(SimulatedConnection connection) => _attached[connection.Address.ConnectionId] = connection;

    public void Remove(SimulatedConnection connection) => _attached.Remove(connection.Address.ConnectionId);

    public void Push(DeliveryPush push)
    {
        if (Find(push.Connection) is { } connection) connection.Put(new ConnectionEvent.Pushed(push));
        else _ = floor.TryAsync(async () => await floor.Sessions.DetachAsync(push.Connection.User, push.Connection.ClientId, push.Connection.ConnectionId));
    }

    public void Supersede(ConnectionAddress connection) => Find(connection)?.Put(new ConnectionEvent.Superseded());

    public void End(ConnectionAddress connection, EndReason reason) => Find(connection)?.Put(new ConnectionEvent.Ended(reason));

    public async ValueTask ResyncAsync(ConnectionAddress connection)
    {
        if (Find(connection) is { } attached) await attached.ResyncAsync();
    }

    /// <summary>Every client is cut off.</summary>
    public void CutAll()
    {
        foreach (var connection in _attached.Values.ToList()) connection.Put(new ConnectionEvent.Cut());
    }

    private SimulatedConnection? Find(ConnectionAddress address) => _attached.GetValueOrDefault(address.ConnectionId);
}

/// <summary>What can happen to a connection whose connect is held.</summary>
internal abstract record ConnectionEvent
{
    public sealed record Pushed(DeliveryPush Push) : ConnectionEvent;

    public sealed record Superseded : ConnectionEvent;

    public sealed record Ended(EndReason Reason) : ConnectionEvent;

    public sealed record Cut : ConnectionEvent;

    public sealed record TimedOut : ConnectionEvent;
}
#endif
