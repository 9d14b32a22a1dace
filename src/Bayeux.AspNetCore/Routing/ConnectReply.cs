using OrleansChat.Bayeux.Messages;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.Routing;

/// <summary>The replies to <c>/meta/connect</c> (Bayeux 1.0, section 4.2; ack extension).</summary>
internal static class ConnectReply
{
    /// <summary>Success. <c>ext.ack</c> is the connect's own position or that of the last delivery that goes with it, whichever is larger.</summary>
    public static BayeuxReply Ok(BayeuxMessage connect, ImmutableArray<Delivery> deliveries, long replyPosition, bool withAck, Advice? advice) =>
        BayeuxReply.Ok(connect) with
        {
            AckNumber = withAck ? Math.Max(replyPosition, deliveries.IsEmpty ? 0 : deliveries[^1].Position) : null,
            Advice = advice,
        };

    /// <summary>A held connect whose session ended.</summary>
    public static BayeuxReply Ended(BayeuxMessage connect, EndReason reason, long replyPosition, bool withAck, BayeuxOptions options) => reason switch
    {
        EndReason.Disconnected or EndReason.LoggedOut => Ok(connect, [], replyPosition, withAck, options.Advise(Reconnect.None)),
        _ => Unknown(connect, options),
    };

    /// <summary>The session is unknown, foreign or over: handshake again, at once.</summary>
    public static BayeuxReply Unknown(BayeuxMessage connect, BayeuxOptions options) =>
        BayeuxReply.No(connect, BayeuxError.UnknownClient, options.Advise(Reconnect.Handshake));

    /// <summary>The connect names a transport that the server does not have: it never will.</summary>
    public static BayeuxReply Refused(BayeuxMessage connect, string error, BayeuxOptions options) =>
        BayeuxReply.No(connect, error, options.Advise(Reconnect.None));
}
