namespace OrleansChat.Grains.Interfaces.Inboxes;

/// <summary>
/// One user's notification sessions; the key is the user id. Owns their order, what is acknowledged and what must be sent again. Reads the
/// journal; asks the user and their chats when a session opens. A session survives the death of any silo or host: it is rebuilt from its row and the journal.
/// </summary>
/// <remarks>
/// A clientId of another user is unknown here: that is how a session is bound to its user. Whatever names a session or a login throws <see cref="StoreUnavailableException"/> when another
/// activation has begun that session or taken it over: this one ends then, and the same call again finds the next one, which has it. So does asking for more than 100 unknown ones in a second.
/// </remarks>
[Alias("orleanschat.IInboxGrain")]
public interface IInboxGrain : IGrainWithStringKey
{
    /// <summary>Opens a session; durable on return.</summary>
    [Alias("HandshakeAsync")]
    Task<HandshakeReply> HandshakeAsync(bool ackWanted, ConnectionKind connection, string loginId);

    /// <summary>All or nothing; durable on return.</summary>
    [Alias("SubscribeAsync")]
    Task<SubscribeReply> SubscribeAsync(string clientId, ImmutableArray<string> channels);

    [Alias("UnsubscribeAsync")]
    Task<SubscribeReply> UnsubscribeAsync(string clientId, ImmutableArray<string> channels);

    /// <summary>Ends a session; gone from disk on return. Unknown: <see langword="false"/>.</summary>
    [Alias("DisconnectAsync")]
    Task<bool> DisconnectAsync(string clientId);

    [Alias("KnowsAsync")]
    Task<bool> KnowsAsync(string clientId);

    /// <summary>
    /// A connect, or the same one again after a lost answer or push. A session belongs to the login that connected last: its end ends it, also after a
    /// restart, and the end of an earlier one does not.
    /// </summary>
    [Alias("ConnectAsync")]
    Task<ConnectReply> ConnectAsync(ConnectRequestInfo request);

    [Alias("WrittenAsync")]
    Task WrittenAsync(string clientId, string hostId, string connectionId, long position, bool connectEnded);

    [Alias("DetachAsync")]
    Task DetachAsync(string clientId, string hostId, string connectionId);

    /// <summary>What happened, for this user. Drops what is old, fetches what is missing. Returns when it is in the sessions' queues.</summary>
    [Alias("TellAsync")]
    Task TellAsync(Telling telling);

    /// <summary>Logins ended: the sessions that they used last end too, and the hosts that hold connections of theirs are told. Again: already so.</summary>
    [Alias("EndLoginsAsync")]
    Task EndLoginsAsync(EndedLoginsInfo ended);

    /// <summary>Woken after a start, so that sessions nobody asks for expire.</summary>
    [Alias("WakeAsync")]
    Task WakeAsync();
}
