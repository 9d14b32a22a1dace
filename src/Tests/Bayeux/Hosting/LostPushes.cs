using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Tests.Bayeux.Hosting;

/// <summary>The way from the sessions to the host, on which a test can let pushes be lost.</summary>
internal sealed class LostPushes(IBayeuxConnections connections) : IBayeuxConnections
{
    /// <summary>How many of the next pushes are lost.</summary>
    public int Count { get; set; }

    public void Push(DeliveryPush push)
    {
        if (Count > 0) Count--;
        else connections.Push(push);
    }

    public void Supersede(ConnectionAddress connection) => connections.Supersede(connection);

    public void End(ConnectionAddress connection, EndReason reason) => connections.End(connection, reason);

    public ImmutableArray<ConnectionAddress> Attached => connections.Attached;

    public ValueTask ResyncAsync(ConnectionAddress connection) => connections.ResyncAsync(connection);
}
