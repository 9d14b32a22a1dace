using Microsoft.Extensions.Logging;
using OrleansChat.Bayeux.Channels;
using OrleansChat.Bayeux.Messages;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.Routing;

/// <summary>
/// The one place where a message's channel decides what happens (Bayeux 1.0, section 4), by exact comparison: <c>/meta/subscribe/x</c> is not
/// <c>/meta/subscribe</c>. Connects are left to the transports, which hold them each in their own way.
/// </summary>
internal sealed partial class MessageRouter(
    IBayeuxSessions sessions, BayeuxOptions options, HandshakeThrottle throttle, ILogger<MessageRouter> logger)
{
    /// <summary>The reply to any message but a connect. Never throws on what a client can send, nor when the sessions are away.</summary>
    public async ValueTask<BayeuxReply> RouteAsync(BayeuxMessage message, Caller caller)
    {
        try
        {
            return message switch
            {
                { Problem: { } problem } => BayeuxReply.No(message, problem),
                { Channel: MetaChannel.Handshake } => await HandshakeAsync(message, caller),
                _ when await IsLoginOverAsync(caller) => Unknown(message),
                { Channel: MetaChannel.Subscribe } => await SubscribeAsync(message, caller),
                { Channel: MetaChannel.Unsubscribe } => await UnsubscribeAsync(message, caller),
                { Channel: MetaChannel.Disconnect } => await DisconnectAsync(message, caller),
                _ when ChannelName.IsMeta(message.Channel) => BayeuxReply.No(message, BayeuxError.ForbiddenChannel(message.Channel!)),
                _ => await PublishAsync(message, caller),
            };
        }
        catch (Exception error)
        {
            Log.SessionsFailed(logger, error);
            return TryLater(message);
        }
    }

    /// <summary>The owner of the sessions cannot be asked: come back. Advice only where clients may find it.</summary>
    public BayeuxReply TryLater(BayeuxMessage message) => BayeuxReply.No(message, BayeuxError.TryLater, message.Channel switch
    {
        MetaChannel.Handshake => options.Advise(Reconnect.Handshake, options.TryLaterMs),
        MetaChannel.Connect => options.Advise(Reconnect.Retry, options.TryLaterMs),
        _ => null,
    });

    // A socket may be older than the end of its login. Of handshakes and connects the owner of the sessions takes care.
    private async ValueTask<bool> IsLoginOverAsync(Caller caller) =>
        caller is { Transport: TransportKind.WebSocket, Principal: { } principal } && (caller.IsLoginOver = await options.HasLoginEnded(caller.Context, principal));

    private async ValueTask<BayeuxReply> HandshakeAsync(BayeuxMessage message, Caller caller)
    {
        if (!throttle.TryTake(caller.Subject))
        {
            Log.HandshakesThrottled(logger);
            return TryLater(message);
        }

        if (caller.Principal is null && message.Ext is { } ext && options.AuthenticateHandshake is { } authenticate)
        {
            caller.Principal = await authenticate(caller.Context, ext);
        }

        if (caller.Principal is not { } principal) return Denied(message, BayeuxError.HandshakeDenied);
        if (MessageRules.Handshake(message, options.ConnectionTypes) is { } error) return Denied(message, error);

        var request = new HandshakeRequest(principal.LoginId, message.AckWanted, caller.Transport);
        return await sessions.HandshakeAsync(principal.User, request, CancellationToken.None) switch
        {
            HandshakeOutcome.Accepted accepted => BayeuxReply.Ok(message) with
            {
                ClientId = accepted.ClientId,
                SupportedConnectionTypes = options.ConnectionTypes,
                AckGranted = accepted.Ack,
                Advice = accepted.Advice,
            },
            HandshakeOutcome.Later later => BayeuxReply.No(message, BayeuxError.TryLater, options.Advise(Reconnect.Handshake, later.RetryAfterMs)),
            _ => Denied(message, BayeuxError.HandshakeDenied),
        };
    }

    private async ValueTask<BayeuxReply> SubscribeAsync(BayeuxMessage message, Caller caller)
    {
        if (caller.Principal is not { } principal || message.ClientId is not { } clientId) return Unknown(message);
        var error = MessageRules.Subscribe(message);
        return error is null
            ? Answer(message, await sessions.SubscribeAsync(principal.User, clientId, message.Subscriptions, CancellationToken.None))
            : BayeuxReply.No(message, error) with { Subscription = message.Subscription };
    }

    private async ValueTask<BayeuxReply> UnsubscribeAsync(BayeuxMessage message, Caller caller)
    {
        if (caller.Principal is not { } principal || message.ClientId is not { } clientId) return Unknown(message);
        var error = MessageRules.Unsubscribe(message);
        return error is null
            ? Answer(message, await sessions.UnsubscribeAsync(principal.User, clientId, message.Subscriptions, CancellationToken.None))
            : BayeuxReply.No(message, error) with { Subscription = message.Subscription };
    }

    private BayeuxReply Answer(BayeuxMessage message, SubscribeOutcome outcome)
    {
        switch (outcome)
        {
            case SubscribeOutcome.Granted:
                return BayeuxReply.Ok(message) with { Subscription = message.Subscription };
            case SubscribeOutcome.Denied denied:
                Log.SubscribeDenied(logger, denied.Channel);
                return BayeuxReply.No(message, BayeuxError.SubscribeDenied(denied.Channel)) with { Subscription = message.Subscription };
            case SubscribeOutcome.TooMany:
                return BayeuxReply.No(message, BayeuxError.SubscriptionsTooMany) with { Subscription = message.Subscription };
            default:
                return Unknown(message) with { Subscription = message.Subscription };
        }
    }

    private async ValueTask<BayeuxReply> DisconnectAsync(BayeuxMessage message, Caller caller)
    {
        var isKnown = caller.Principal is { } principal && message.ClientId is { } clientId
            && await sessions.DisconnectAsync(principal.User, clientId, CancellationToken.None);
        return isKnown ? BayeuxReply.Ok(message) : Unknown(message);
    }

    private async ValueTask<BayeuxReply> PublishAsync(BayeuxMessage message, Caller caller)
    {
        if (caller.Principal is not { } principal || message.ClientId is not { } clientId) return Unknown(message);
        if (MessageRules.Publish(message) is { } error)
        {
            Log.PublishDenied(logger, message.Channel!);
            return BayeuxReply.No(message, error);
        }

        var outcome = await sessions.PublishAsync(principal.User, clientId, message.Channel!, message.Data!.Value, CancellationToken.None);
        if (outcome == PublishOutcome.Accepted) return BayeuxReply.Ok(message);
        if (outcome == PublishOutcome.Unknown) return Unknown(message);
        Log.PublishDenied(logger, message.Channel!);
        return BayeuxReply.No(message, BayeuxError.PublishDenied(message.Channel!));
    }

    private BayeuxReply Denied(BayeuxMessage message, string error)
    {
        Log.HandshakeDenied(logger, error);
        return BayeuxReply.No(message, error, options.Advise(Reconnect.None));
    }

    // Without advice: the client learns it at its next connect, and only there clients take it well.
    private static BayeuxReply Unknown(BayeuxMessage message) => BayeuxReply.No(message, BayeuxError.UnknownClient);
}
