using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.Connections;

/// <summary>One session on one connection of this host, as <see cref="BayeuxConnections"/> reaches it. No call blocks.</summary>
internal interface IAttachedConnection
{
    ConnectionAddress Address { get; }

    void Push(DeliveryPush push);

    void Supersede();

    void End(EndReason reason);

    /// <summary>The host stops: release the held connect so that its client comes back elsewhere.</summary>
    void Release();

    /// <summary>See <see cref="IBayeuxConnections.ResyncAsync"/>.</summary>
    ValueTask ResyncAsync();
}
