namespace OrleansChat.Bayeux.Sessions;

/// <summary>What a decision about a session gave.</summary>
/// <param name="Session">The session afterwards.</param>
/// <param name="Effects">To be told to the hosts, in this order, after whatever must be stored is stored.</param>
/// <param name="Left">The tags of the deliveries that left the queue: acknowledged, written in full, or no longer wanted. In order.</param>
/// <param name="Ended">Not <see langword="null"/>: the session is over, forget it with all that it holds.</param>
public sealed record SessionStep<TSource>(
    BayeuxSession<TSource> Session, ImmutableArray<SessionEffect> Effects, ImmutableArray<TSource> Left, EndReason? Ended = null);

/// <summary>Something that a host is told; see <see cref="IBayeuxConnections"/>.</summary>
public abstract record SessionEffect
{
    private SessionEffect() { }

    /// <summary><see cref="IBayeuxConnections.Push"/>.</summary>
    public sealed record Push(DeliveryPush Deliveries) : SessionEffect;

    /// <summary><see cref="IBayeuxConnections.Supersede"/>.</summary>
    public sealed record Supersede(ConnectionAddress Connection) : SessionEffect;

    /// <summary><see cref="IBayeuxConnections.End"/>.</summary>
    public sealed record End(ConnectionAddress Connection, EndReason Reason) : SessionEffect;

    /// <summary>Tells it.</summary>
    public void TellTo(IBayeuxConnections connections)
    {
        switch (this)
        {
            case Push push: connections.Push(push.Deliveries); break;
            case Supersede older: connections.Supersede(older.Connection); break;
            case End end: connections.End(end.Connection, end.Reason); break;
        }
    }
}
