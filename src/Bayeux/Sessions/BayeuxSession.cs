using OrleansChat.Bayeux.Channels;
using OrleansChat.Bayeux.Messages;

namespace OrleansChat.Bayeux.Sessions;

/// <summary>
/// The session decider (Bayeux 1.0, section 3: client state; ack extension): subscriptions, the queue of what is owed, the one attached
/// connection, the expiry clock. Pure: each method returns the session afterwards and what to tell the hosts. Whoever owns it (an Orleans
/// grain, <c>InMemoryBayeuxSessions</c>) serializes the calls.
/// </summary>
/// <typeparam name="TSource">What the owner remembers per delivery, for example chat and version.</typeparam>
public sealed partial record BayeuxSession<TSource>
{
    // Enough for the connects that a network can still have under way.
    private const int FormerMax = 8;

    internal BayeuxSession(string user, string clientId, bool ack, long position, SessionSettings settings, DateTimeOffset now)
    {
        (User, ClientId, Ack, LastPosition, Settings) = (user, clientId, ack, position, settings);
        ExpiresAt = AfterConnect(now);
    }

    /// <summary>Whose session it is.</summary>
    public string User { get; }

    /// <summary>The session id. A secret.</summary>
    public string ClientId { get; }

    /// <summary>The ack extension is on: nothing is lost; after a cut there may be repeats.</summary>
    public bool Ack { get; }

    /// <summary>Times and limits. May be changed at any time; clients learn of it with the next connect reply.</summary>
    public SessionSettings Settings { get; init; }

    /// <summary>Channels and patterns.</summary>
    public ImmutableHashSet<string> Subscriptions { get; internal init; } = [];

    /// <summary>The last position that was given away.</summary>
    public long LastPosition { get; private init; }

    /// <summary>The first connect was answered.</summary>
    public bool IsConnected { get; internal init; }

    /// <summary>When the session expires if nothing more is heard.</summary>
    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>A connect is held, as far as the session knows.</summary>
    public bool IsHeld => Attached is { IsHeld: true };

    /// <summary>The connection that deliveries go to now, or <see langword="null"/>.</summary>
    public ConnectionAddress? Connection => Attached is { IsLive: true } attached ? AddressOf(attached) : null;

    /// <summary>How many deliveries wait or are not acknowledged.</summary>
    public int QueuedCount => Queue.Count;

    /// <summary>The oldest delivery that is not acknowledged (without ack: not written in full); everything before it needs no repeat after a crash.</summary>
    public QueuedDelivery<TSource>? OldestUnacknowledged => Queue.Oldest;

    /// <summary>All deliveries that are not acknowledged, oldest first.</summary>
    public IEnumerable<QueuedDelivery<TSource>> Unacknowledged => Queue.All;

    private SessionQueue<TSource> Queue { get; init; } = SessionQueue<TSource>.Empty;

    private Attachment? Attached { get; init; }

    // Connects that must not take over any more if they arrive late: connectionId, and the highest number that is over.
    private ImmutableArray<(string ConnectionId, int ConnectNumber)> Former { get; init; } = [];

    internal TransportKind? LastTransport { get; init; }

    internal Advice? LastAdvised { get; init; }

    /// <summary>Whether a delivery on this channel would be queued: subscribed, or below <c>/service/</c>.</summary>
    public bool Wants(string channel)
    {
        if (ChannelName.IsService(channel)) return true;
        if (ChannelName.IsMeta(channel)) return false;
        foreach (var subscription in Subscriptions)
        {
            if (ChannelName.Matches(subscription, channel)) return true;
        }

        return false;
    }

    /// <summary>Adds all of <paramref name="channels"/> or none. The owner has checked that this user may have them.</summary>
    public (BayeuxSession<TSource> Session, SubscribeOutcome Outcome) Subscribe(ImmutableArray<string> channels, DateTimeOffset now)
    {
        var subscriptions = Subscriptions.Union(channels.Where(channel => !ChannelName.IsService(channel)));
        return subscriptions.Count > Settings.SubscriptionsMax
            ? (Touch(now), new SubscribeOutcome.TooMany())
            : (Touch(now) with { Subscriptions = subscriptions }, new SubscribeOutcome.Granted());
    }

    /// <summary>Removes channels, and what is queued for nobody else than them.</summary>
    public SessionStep<TSource> Unsubscribe(ImmutableArray<string> channels, DateTimeOffset now)
    {
        var left = ImmutableArray.CreateBuilder<TSource>();
        var session = Touch(now) with { Subscriptions = Subscriptions.Except(channels) };
        return new(session with { Queue = Queue.Keep(session.Wants, left) }, [], left.DrainToImmutable());
    }

    /// <summary>A sign of life other than a connect: the session lives at least <see cref="SessionSettings.MaxIntervalMs"/> longer.</summary>
    public BayeuxSession<TSource> Touch(DateTimeOffset now)
    {
        var expiresAt = now.AddMilliseconds(Settings.MaxIntervalMs);
        return expiresAt > ExpiresAt ? this with { ExpiresAt = expiresAt } : this;
    }

    /// <summary>Ends the session when its time is over; otherwise nothing.</summary>
    public SessionStep<TSource> Expire(DateTimeOffset now) => now >= ExpiresAt ? End(EndReason.Expired) : new(this, [], []);

    /// <summary>Ends the session.</summary>
    public SessionStep<TSource> End(EndReason reason) =>
        new(this with { Attached = null }, Connection is { } connection ? [new SessionEffect.End(connection, reason)] : [], [], reason);

    /// <summary>Keeps the clientId out of logs.</summary>
    public override string ToString() => $"Bayeux session of {User} at {LastPosition}";

    private DateTimeOffset AfterConnect(DateTimeOffset now) => now.AddMilliseconds(Settings.IntervalMs + (double)Settings.MaxIntervalMs);

    private ConnectionAddress AddressOf(Attachment attached) => new(User, ClientId, attached.ConnectionId);
}
