using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using OrleansChat.Bayeux.Channels;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.Memory;

/// <summary>
/// Sessions in this process, decided by <see cref="BayeuxSession{TSource}"/> under one lock each. They end with the process; clients then make new
/// ones. Deliveries are addressed to a user and reach the sessions that have subscribed to their channel.
/// </summary>
public sealed class InMemoryBayeuxSessions(
    IBayeuxConnections connections, BayeuxOptions options, InMemoryBayeuxPolicy policy, TimeProvider time) : IBayeuxSessions, IDisposable
{
    private readonly ConcurrentDictionary<string, ImmutableDictionary<string, MemorySession>> _users = new();
    private readonly Connections.Deadlines _deadlines = new(time);

    /// <summary>Delivers JSON to all sessions of a user that want it, in the order of the calls. Serialized once.</summary>
    public ValueTask DeliverAsync(string user, string channel, ReadOnlyMemory<byte> dataJson)
    {
        foreach (var session in SessionsOf(user).Values) Run(session, one => one.Deliver(channel, dataJson, 0, Now));
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends all sessions of a user: log-out. Their clients are told to stop.</summary>
    public void EndUser(string user)
    {
        foreach (var session in SessionsOf(user).Values) Run(session, one => one.End(EndReason.LoggedOut));
    }

    /// <summary>How many sessions a user has.</summary>
    public int CountOf(string user) => SessionsOf(user).Count;

    /// <inheritdoc/>
    public ValueTask<HandshakeOutcome> HandshakeAsync(string user, HandshakeRequest request, CancellationToken cancellation = default)
    {
        string? clientId = null;
        while (clientId is null) clientId = ClientId.FromRandom(RandomNumberGenerator.GetBytes(ClientId.RandomBytes));
        MakeRoom(user);
        var epoch = RandomNumberGenerator.GetInt32(Position.EpochMax);
        var session = new MemorySession(BayeuxSession.Open<int>(user, clientId, epoch, request.AckWanted, request.Transport, options.Session, Now));
        _users.AddOrUpdate(
            user,
            static (_, session) => ImmutableDictionary<string, MemorySession>.Empty.Add(session.State.ClientId, session),
            static (_, all, session) => all.Add(session.State.ClientId, session),
            session);
        lock (session) Watch(session);
        return ValueTask.FromResult<HandshakeOutcome>(new HandshakeOutcome.Accepted(clientId, request.AckWanted, options.Session.Advice));
    }

    /// <inheritdoc/>
    public ValueTask<SubscribeOutcome> SubscribeAsync(string user, string clientId, ImmutableArray<string> channels, CancellationToken cancellation = default)
    {
        var denied = channels.FirstOrDefault(channel => !ChannelName.IsService(channel) && !policy.MaySubscribe(user, channel));
        var outcome = Run<SubscribeOutcome>(user, clientId, new SubscribeOutcome.Unknown(), session =>
        {
            if (denied is not null) return (new(session.Touch(Now), [], []), new SubscribeOutcome.Denied(denied));
            var (after, granted) = session.Subscribe(channels, Now);
            return (new(after, [], []), granted);
        });
        return ValueTask.FromResult(outcome);
    }

    /// <inheritdoc/>
    public ValueTask<SubscribeOutcome> UnsubscribeAsync(string user, string clientId, ImmutableArray<string> channels, CancellationToken cancellation = default) =>
        ValueTask.FromResult(Run<SubscribeOutcome>(
            user, clientId, new SubscribeOutcome.Unknown(), session => (session.Unsubscribe(channels, Now), new SubscribeOutcome.Granted())));

    /// <inheritdoc/>
    public ValueTask<bool> DisconnectAsync(string user, string clientId, CancellationToken cancellation = default) =>
        ValueTask.FromResult(Run(user, clientId, false, session => (session.End(EndReason.Disconnected), true)));

    /// <inheritdoc/>
    public ValueTask<PublishOutcome> PublishAsync(string user, string clientId, string channel, JsonElement data, CancellationToken cancellation = default)
    {
        var isKnown = Run(user, clientId, false, session => (new(session.Touch(Now), [], []), true));
        if (!isKnown) return ValueTask.FromResult(PublishOutcome.Unknown);
        return ValueTask.FromResult(policy.TakePublish(user, channel, data) ? PublishOutcome.Accepted : PublishOutcome.Denied);
    }

    /// <inheritdoc/>
    public ValueTask<ConnectOutcome> ConnectAsync(string user, ConnectRequest request, CancellationToken cancellation = default) =>
        ValueTask.FromResult(Run<ConnectOutcome>(user, request.ClientId, new ConnectOutcome.Unknown(), session => session.Connect(request, Now)));

    /// <inheritdoc/>
    public ValueTask WrittenAsync(string user, string clientId, WrittenReport report)
    {
        Run(user, clientId, false, session => (session.Written(report, Now), true));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DetachAsync(string user, string clientId, string connectionId)
    {
        Run(user, clientId, false, session => (session.Detach(connectionId, Now), true));
        return ValueTask.CompletedTask;
    }

    /// <summary>Stops watching for expired sessions.</summary>
    public void Dispose() => _deadlines.Dispose();

    private DateTimeOffset Now => time.GetUtcNow();

    private ImmutableDictionary<string, MemorySession> SessionsOf(string user) =>
        _users.TryGetValue(user, out var sessions) ? sessions : ImmutableDictionary<string, MemorySession>.Empty;

    private TOutcome Run<TOutcome>(
        string user, string clientId, TOutcome unknown, Func<BayeuxSession<int>, (SessionStep<int> Step, TOutcome Outcome)> decide)
    {
        if (!SessionsOf(user).TryGetValue(clientId, out var session)) return unknown;
        var outcome = unknown;
        Run(session, state =>
        {
            (var step, outcome) = decide(state);
            return step;
        });
        return outcome;
    }

    // The hosts are told under the lock: what they do returns at once, and the order of two pushes is the order of two decisions.
    private void Run(MemorySession session, Func<BayeuxSession<int>, SessionStep<int>> decide)
    {
        lock (session)
        {
            if (session.IsOver) return;
            var step = decide(session.State);
            session.State = step.Session;
            session.IsOver = step.Ended is not null;
            foreach (var effect in step.Effects) effect.TellTo(connections);
            Watch(session);
        }

        if (session.IsOver) Forget(session.State);
    }

    private void Forget(BayeuxSession<int> session)
    {
        var after = _users.AddOrUpdate(
            session.User, ImmutableDictionary<string, MemorySession>.Empty, (_, all) => all.Remove(session.ClientId));
        if (after.IsEmpty) _users.TryRemove(new(session.User, after));
    }

    private void MakeRoom(string user)
    {
        var all = SessionsOf(user);
        if (all.Count < options.SessionsPerUserMax) return;
        var least = all.Values.OrderBy(session => session.State.IsHeld).ThenBy(session => session.State.ExpiresAt).First();
        Run(least, session => session.End(EndReason.Expired));
    }

    // One deadline per session: set again when its time comes sooner than it, or when it finds that the time was moved.
    private void Watch(MemorySession session)
    {
        if (session.Watch is { } watch && !session.IsOver && watch.At <= session.State.ExpiresAt) return;
        _deadlines.Cancel(session.Watch);
        if (session.IsOver) return;
        session.Watch = _deadlines.After((session.State.ExpiresAt - Now).TotalMilliseconds, () =>
        {
            lock (session) session.Watch = null;
            Run(session, state => state.Expire(Now));
        });
    }

    private sealed class MemorySession(BayeuxSession<int> state)
    {
        public BayeuxSession<int> State { get; set; } = state;

        public bool IsOver { get; set; }

        public Connections.Deadline? Watch { get; set; }
    }
}
