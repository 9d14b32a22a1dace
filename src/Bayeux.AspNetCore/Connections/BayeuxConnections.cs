using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using OrleansChat.Bayeux.AspNetCore.WebSockets;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.Connections;

/// <summary>All connections of this host: held polls and sockets. The owner of the sessions reaches them through <see cref="IBayeuxConnections"/>.</summary>
internal sealed class BayeuxConnections(IServiceProvider services) : IBayeuxConnections
{
    private readonly ConcurrentDictionary<(string ClientId, string ConnectionId), IAttachedConnection> _attached = new();
    private readonly ConcurrentDictionary<string, BayeuxSocket> _sockets = new();
    private readonly ConcurrentDictionary<string, int> _socketsOfUser = new();
    private int _streams;

    /// <summary>The host will stop: polls and streams are not held any more.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>The host stops: nothing is held any more.</summary>
    public bool IsStopping { get; private set; }

    public ImmutableArray<ConnectionAddress> Attached => [.. _attached.Values.Select(connection => connection.Address)];

    public void Push(DeliveryPush push)
    {
        if (Find(push.Connection) is { } connection) connection.Push(push);
        else _ = DetachAsync(push.Connection);
    }

    public void Supersede(ConnectionAddress connection) => Find(connection)?.Supersede();

    public void End(ConnectionAddress connection, EndReason reason) => Find(connection)?.End(reason);

    public async ValueTask ResyncAsync(ConnectionAddress connection)
    {
        if (Find(connection) is { } attached) await attached.ResyncAsync();
    }

    public void Add(IAttachedConnection connection) => _attached[(connection.Address.ClientId, connection.Address.ConnectionId)] = connection;

    public void Remove(IAttachedConnection connection) =>
        _attached.TryRemove(new((connection.Address.ClientId, connection.Address.ConnectionId), connection));

    /// <summary>Counts a socket for its user; <see langword="false"/> over the limit.</summary>
    public bool TryCountSocket(string user, int socketsMax)
    {
        var isOver = _socketsOfUser.AddOrUpdate(user, 1, (_, count) => count + 1) > socketsMax;
        if (isOver) UncountSocket(user);
        return !isOver;
    }

    public void UncountSocket(string user)
    {
        var count = _socketsOfUser.AddOrUpdate(user, 0, (_, count) => count - 1);
        if (count <= 0) _socketsOfUser.TryRemove(new(user, count));
    }

    /// <summary>Counts a stream of events; <see langword="false"/> over the limit.</summary>
    public bool TryCountStream(int streamsMax)
    {
        var isOver = Interlocked.Increment(ref _streams) > streamsMax;
        if (isOver) UncountStream();
        return !isOver;
    }

    public void UncountStream() => Interlocked.Decrement(ref _streams);

    public void Add(BayeuxSocket socket) => _sockets[socket.ConnectionId] = socket;

    public void Remove(BayeuxSocket socket) => _sockets.TryRemove(socket.ConnectionId, out _);

    /// <summary>Releases every held poll with advice retry, and every stream of events. Sockets go on.</summary>
    public void Drain()
    {
        IsDraining = true;
        foreach (var connection in _attached.Values)
        {
            if (connection is not SocketSession) connection.Release();
        }
    }

    /// <summary>Releases what sockets hold, with advice retry, and closes every socket with 1001.</summary>
    public void Stop()
    {
        IsStopping = true;
        foreach (var connection in _attached.Values) connection.Release();
        foreach (var socket in _sockets.Values) socket.GoAway();
    }

    private IAttachedConnection? Find(ConnectionAddress address) =>
        _attached.TryGetValue((address.ClientId, address.ConnectionId), out var connection) && connection.Address.User == address.User ? connection : null;

    // A push for a connection that is gone: the session should know. On another thread, for the pusher may hold the session's lock.
    private async Task DetachAsync(ConnectionAddress connection)
    {
        await Task.Yield();
        await services.GetRequiredService<SessionCalls>().DetachAsync(connection);
    }
}
