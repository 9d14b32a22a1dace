using System.Text.Json;

namespace OrleansChat.Bayeux.Sessions;

/// <summary>
/// Where Bayeux sessions live, as the transports see it. A session may live in another process: every call is asynchronous, may be repeated
/// safely unless it says otherwise, and names the session by the <em>authenticated</em> user and the clientId. A clientId under another user
/// than the one who made the handshake is unknown (Bayeux 1.0, section 4.2: the id alone proves nothing).
/// </summary>
/// <remarks>
/// An exception means "outcome unknown": the transports answer <c>503</c> as a Bayeux error with an interval, and the client comes back.
/// Deliveries travel the other way, through <see cref="IBayeuxConnections"/>.
/// </remarks>
public interface IBayeuxSessions
{
    /// <summary>Opens a session (Bayeux 1.0, section 4.1). Not idempotent: a repeat opens a second session, and the first one expires.</summary>
    ValueTask<HandshakeOutcome> HandshakeAsync(string user, HandshakeRequest request, CancellationToken cancellation = default);

    /// <summary>Subscribes to all of <paramref name="channels"/> or to none; again the same is granted and still delivers once.</summary>
    /// <param name="channels">Valid names or patterns, at least one, never below <c>/meta/</c>. Those below <c>/service/</c> are granted and not recorded.</param>
    ValueTask<SubscribeOutcome> SubscribeAsync(string user, string clientId, ImmutableArray<string> channels, CancellationToken cancellation = default);

    /// <summary>Unsubscribes from all of <paramref name="channels"/>; what was not subscribed is granted too. What still waits for them is dropped.</summary>
    ValueTask<SubscribeOutcome> UnsubscribeAsync(string user, string clientId, ImmutableArray<string> channels, CancellationToken cancellation = default);

    /// <summary>Ends the session at the client's wish. A connect it holds is released through <see cref="IBayeuxConnections.End"/>.</summary>
    /// <returns><see langword="false"/> when the session is unknown.</returns>
    ValueTask<bool> DisconnectAsync(string user, string clientId, CancellationToken cancellation = default);

    /// <summary>A client's publish. Refused unless the owner names the channel; the channel is never below <c>/meta/</c> and never a pattern.</summary>
    /// <param name="data">Valid JSON of depth 16 at most. It stays valid after the call.</param>
    ValueTask<PublishOutcome> PublishAsync(string user, string clientId, string channel, JsonElement data, CancellationToken cancellation = default);

    /// <summary>
    /// A <c>/meta/connect</c>, or the same one again (see <see cref="ConnectRequest"/>): the repeat changes nothing and returns what the first
    /// call did, without the deliveries up to <see cref="ConnectRequest.LastPosition"/>. Returns promptly: holding is the host's part.
    /// </summary>
    ValueTask<ConnectOutcome> ConnectAsync(string user, ConnectRequest request, CancellationToken cancellation = default);

    /// <summary>
    /// Deliveries were written in full into the connection. Without ack they leave the session's queue now. Ignored from a connection that is no
    /// longer attached. Over HTTP the host awaits it before it ends the response, so that the client's next connect cannot overtake it.
    /// </summary>
    ValueTask WrittenAsync(string user, string clientId, WrittenReport report);

    /// <summary>
    /// The connection is lost, or its answer was not written in full: what was not reported as written counts as not delivered, the expiry clock
    /// starts. From a connection that is no longer attached it only keeps a late connect of it from taking over.
    /// </summary>
    ValueTask DetachAsync(string user, string clientId, string connectionId);
}
