using OrleansChat.Bayeux.Messages;
using OrleansChat.Bayeux.Sessions;
using OrleansChat.Grains.Interfaces.Hosts;
using OrleansChat.Grains.Interfaces.Inboxes;
using TransportKind = OrleansChat.Bayeux.Sessions.TransportKind;

namespace OrleansChat.Grains.Inboxes;

/// <summary>
/// The Bayeux library's words as grain contracts. Towards the decider a connection's id begins with its host's, so that every effect finds
/// its way, also to the host that was superseded.
/// </summary>
internal static class SessionMapping
{
    private const char Between = '|';

    public static ConnectRequest ToConnect(this ConnectRequestInfo request, string sessionKey) => new(
        sessionKey, Inside(request.HostId, request.ConnectionId), request.ConnectNumber, (TransportKind)request.Connection,
        request.Ack, request.MayHold, request.TimeoutMs, request.HasAdvice, request.LastPosition);

    public static string Inside(string hostId, string connectionId) => $"{hostId}{Between}{connectionId}";

    public static ConnectReply ToReply(this ConnectOutcome outcome) => outcome switch
    {
        ConnectOutcome.Now now => new(ConnectResult.Now, now.Deliveries.ToInfos(), now.ReplyPosition, 0, now.WithAck, now.Advice?.ToInfo()),
        ConnectOutcome.Hold hold => new(ConnectResult.Hold, hold.Deliveries.ToInfos(), hold.ReplyPosition, hold.TimeoutMs, hold.WithAck, hold.Advice?.ToInfo()),
        ConnectOutcome.Superseded => new(ConnectResult.Superseded, []),
        _ => new(ConnectResult.UnknownSession, []),
    };

    public static AdviceInfo ToInfo(this Advice advice) => new(advice.Reconnect == Reconnect.Handshake, advice.IntervalMs, advice.TimeoutMs);

    /// <summary>An effect as a message, and the host that it is for.</summary>
    public static (string HostId, HostMessage Message) ToMessage(this SessionEffect effect, string userId, string clientId)
    {
        switch (effect)
        {
            case SessionEffect.Push { Deliveries: var push }:
                var (host, connection) = Outside(push.Connection);
                return (host, new HostMessage(HostMessageKind.Push, userId, clientId, connection, push.ReplyPosition, push.EndsConnect, push.Previous, push.Deliveries.ToInfos()));
            case SessionEffect.Supersede older:
                (host, connection) = Outside(older.Connection);
                return (host, new HostMessage(HostMessageKind.Supersede, userId, clientId, connection, Deliveries: []));
            case SessionEffect.End end:
                (host, connection) = Outside(end.Connection);
                return (host, new HostMessage(HostMessageKind.End, userId, clientId, connection, Deliveries: [], End: (SessionEnd)end.Reason));
            default:
                throw new ArgumentOutOfRangeException(nameof(effect), effect, null);
        }
    }

    private static (string HostId, string ConnectionId) Outside(ConnectionAddress address)
    {
        var at = address.ConnectionId.IndexOf(Between, StringComparison.Ordinal);
        return (address.ConnectionId[..at], address.ConnectionId[(at + 1)..]);
    }

    private static ImmutableArray<DeliveryInfo> ToInfos(this ImmutableArray<Delivery> deliveries) =>
        [.. deliveries.Select(static d => new DeliveryInfo(d.Position, d.Channel, d.DataJson))];
}
