namespace OrleansChat.Bayeux.Sessions;

/// <summary>Makes sessions; see <see cref="BayeuxSession{TSource}"/>.</summary>
public static class BayeuxSession
{
    /// <summary>A session that was handshaken just now.</summary>
    /// <param name="user">Whose session it is.</param>
    /// <param name="clientId">See <see cref="ClientId"/>.</param>
    /// <param name="epoch">
    /// 0 to <see cref="Position.EpochMax"/>; who restores the session later takes a higher one. Take another one for every session, for example a random
    /// one in the lower half: cometd.js carries its last ack number over into its next session, where it must not mean anything.
    /// </param>
    /// <param name="ack">The client asked for the ack extension.</param>
    /// <param name="transport">The transport of the handshake.</param>
    /// <param name="settings">Times and limits.</param>
    /// <param name="now">The expiry clock starts.</param>
    public static BayeuxSession<TSource> Open<TSource>(
        string user, string clientId, int epoch, bool ack, TransportKind transport, SessionSettings settings, DateTimeOffset now) =>
        new(user, clientId, ack, Position.Start(epoch), settings, now) { LastTransport = transport, LastAdvised = settings.Advice };

    /// <summary>
    /// A session whose earlier owner is gone. What it owed is delivered into it again by the new owner and gets new positions. The expiry clock
    /// starts anew: the server's own downtime does not count.
    /// </summary>
    /// <param name="user">Whose session it is.</param>
    /// <param name="clientId">See <see cref="ClientId"/>.</param>
    /// <param name="epoch">Higher than every earlier epoch of this session, so that no number means two things.</param>
    /// <param name="ack">As it was.</param>
    /// <param name="subscriptions">As they were.</param>
    /// <param name="isConnected">Its first connect was answered, as far as is known. <see langword="false"/> only answers the next connect at once.</param>
    /// <param name="settings">Times and limits.</param>
    /// <param name="now">The expiry clock starts.</param>
    public static BayeuxSession<TSource> Restore<TSource>(
        string user, string clientId, int epoch, bool ack, ImmutableHashSet<string> subscriptions, bool isConnected,
        SessionSettings settings, DateTimeOffset now) =>
        new(user, clientId, ack, Position.Start(epoch), settings, now) { Subscriptions = subscriptions, IsConnected = isConnected };
}
