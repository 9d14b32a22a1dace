using System.Text.Json;
using OrleansChat.Bayeux.Messages;
using OrleansChat.Bayeux.Sessions;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.ApiHost.Notifications;

/// <summary>Sessions that live in the inbox grain of their user. Pushes for this host's connections come over its stream; see <see cref="HostDeliveries"/>.</summary>
internal sealed class GrainBayeuxSessions(IClusterClient cluster, HostIdentity host) : IBayeuxSessions
{
    public async ValueTask<HandshakeOutcome> HandshakeAsync(string user, HandshakeRequest request, CancellationToken cancellation = default)
    {
        // A socket may be older than the end of its login.
        if (await IsOverAsync(user, request.LoginId))
        {
            return new HandshakeOutcome.Denied();
        }

        var reply = await Inbox(user).HandshakeAsync(request.AckWanted, (ConnectionKind)request.Transport, request.LoginId ?? "");
        if (reply.ClientId is { } opened && await IsOverAsync(user, request.LoginId))
        {
            await Inbox(user).DisconnectAsync(opened);                  // the login ended in between, and whoever ended it may have missed this session
            return new HandshakeOutcome.Denied();
        }

        return reply.ClientId is { } clientId
            ? new HandshakeOutcome.Accepted(clientId, reply.Ack, ToAdvice(reply.Advice)!)
            : new HandshakeOutcome.Later(reply.RetryAfterMs);
    }

    public async ValueTask<SubscribeOutcome> SubscribeAsync(string user, string clientId, ImmutableArray<string> channels, CancellationToken cancellation = default) =>
        ToOutcome(await AgainAsync(() => Inbox(user).SubscribeAsync(clientId, channels)));

    public async ValueTask<SubscribeOutcome> UnsubscribeAsync(string user, string clientId, ImmutableArray<string> channels, CancellationToken cancellation = default) =>
        ToOutcome(await AgainAsync(() => Inbox(user).UnsubscribeAsync(clientId, channels)));

    public async ValueTask<bool> DisconnectAsync(string user, string clientId, CancellationToken cancellation = default) => await AgainAsync(() => Inbox(user).DisconnectAsync(clientId));

    /// <summary>Nobody publishes to this server: what happens is asked for over REST.</summary>
    public async ValueTask<PublishOutcome> PublishAsync(string user, string clientId, string channel, JsonElement data, CancellationToken cancellation = default) =>
        await Inbox(user).KnowsAsync(clientId) ? PublishOutcome.Denied : PublishOutcome.Unknown;

    public async ValueTask<ConnectOutcome> ConnectAsync(string user, ConnectRequest request, CancellationToken cancellation = default)
    {
        var asked = new ConnectRequestInfo(
            host.HostId, request.ClientId, request.ConnectionId, request.ConnectNumber, (ConnectionKind)request.Transport, request.Ack, request.MayHold, request.TimeoutMs,
            request.HasAdvice, request.LastPosition, request.LoginId ?? "");
        var first = await Inbox(user).ConnectAsync(asked);
        var reply = first.Result == ConnectResult.OtherLogin ? await TakeOverAsync(user, asked, first.HeldBy) : first;
        return reply.Result switch
        {
            ConnectResult.Now => new ConnectOutcome.Now(ToDeliveries(reply.Deliveries), reply.ReplyPosition, reply.WithAck, ToAdvice(reply.Advice)),
            ConnectResult.Hold => new ConnectOutcome.Hold(ToDeliveries(reply.Deliveries), reply.ReplyPosition, reply.TimeoutMs, reply.WithAck, ToAdvice(reply.Advice)),
            ConnectResult.Superseded => new ConnectOutcome.Superseded(),
            _ => new ConnectOutcome.Unknown(),
        };
    }

    public async ValueTask WrittenAsync(string user, string clientId, WrittenReport report) =>
        await Inbox(user).WrittenAsync(clientId, host.HostId, report.ConnectionId, report.Position, report.ConnectEnded);

    public async ValueTask DetachAsync(string user, string clientId, string connectionId) => await Inbox(user).DetachAsync(clientId, host.HostId, connectionId);

    public static ImmutableArray<Delivery> ToDeliveries(ImmutableArray<DeliveryInfo> deliveries) =>
        deliveries.IsDefaultOrEmpty ? [] : [.. deliveries.Select(static d => new Delivery(d.Position, d.Channel, d.DataJson))];

    /// <summary>
    /// A session goes on under another login than before. A login that is over takes nothing over, for a socket may be older than its end; and the session of
    /// one that is over ends with it. Asked again afterwards: what ended in between may have missed this session.
    /// </summary>
    private async Task<ConnectReply> TakeOverAsync(string user, ConnectRequestInfo request, string heldBy)
    {
        // A log-out whose word to the inbox is still under way: whoever sends a password with each request has another login by now, and would rescue the session.
        if (await IsOverAsync(user, heldBy))
        {
            await Inbox(user).EndLoginsAsync(new EndedLoginsInfo([heldBy]));
            return new ConnectReply(ConnectResult.UnknownSession);
        }

        if (await IsOverAsync(user, request.LoginId))
        {
            return new ConnectReply(ConnectResult.UnknownSession);
        }

        var reply = await Inbox(user).ConnectAsync(request with { TakesOver = true });
        if (!await IsOverAsync(user, request.LoginId) && !await IsOverAsync(user, heldBy))
        {
            return reply;
        }

        await Inbox(user).DisconnectAsync(request.ClientId);
        return new ConnectReply(ConnectResult.UnknownSession);
    }

    /// <summary>An inbox that was overtaken by another activation ends, and the next one has the session. None of what is asked so makes a difference when it is done twice.</summary>
    private static async Task<T> AgainAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (StoreUnavailableException)
        {
            return await ask();
        }
    }

    private async Task<bool> IsOverAsync(string user, string? login) =>
        login is { Length: > 0 } loginId && await cluster.GetGrain<IUserGrain>(user).IsLoginEndedAsync(loginId);

    private IInboxGrain Inbox(string user) => cluster.GetGrain<IInboxGrain>(user);

    private static Advice? ToAdvice(AdviceInfo? advice) =>
        advice is null ? null : new Advice(advice.Handshake ? Reconnect.Handshake : Reconnect.Retry, advice.IntervalMs, advice.TimeoutMs);

    private static SubscribeOutcome ToOutcome(SubscribeReply reply) => reply.Result switch
    {
        SubscribeResult.Granted => new SubscribeOutcome.Granted(),
        SubscribeResult.Denied => new SubscribeOutcome.Denied(reply.DeniedChannel!),
        SubscribeResult.TooMany => new SubscribeOutcome.TooMany(),
        _ => new SubscribeOutcome.Unknown(),
    };
}

/// <summary>This API host's name towards the inboxes; new at each start, so that a stream has one reader.</summary>
internal sealed class HostIdentity
{
    public string HostId { get; } = Guid.NewGuid().ToString("N");
}
