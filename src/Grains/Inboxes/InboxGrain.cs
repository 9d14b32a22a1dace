using Microsoft.Extensions.Logging;
using OrleansChat.Bayeux.Messages;
using OrleansChat.Bayeux.Sessions;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Hosts;
using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Grains.Interfaces.Telemetry;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Journal;
using TransportKind = OrleansChat.Bayeux.Sessions.TransportKind;

namespace OrleansChat.Grains.Inboxes;

/// <summary>
/// A user's notification sessions. The protocol's rules are in <see cref="BayeuxSession{TSource}"/>; this keeps the sessions' rows, numbers what
/// is told, and passes effects to the hosts.
/// </summary>
internal sealed partial class InboxGrain(
    IJournal journal, INotificationWriter writer, IHostLink hosts, RandomIds ids, NotificationsOptions options, TimeProvider clock, ILogger<InboxGrain> logger) : Grain, IInboxGrain
{
    /// <summary>How often sessions are looked at whose client may be gone, and how late their end may come.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>How often what was acknowledged is noted on disk; a crash repeats at most that.</summary>
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(1);

    /// <summary>Streams whose told version is kept; above it those are forgotten that the user's list of chats no longer has.</summary>
    private const int StreamsMax = 256;

    /// <summary>How long a client is told to wait when its user has too many sessions, in ms.</summary>
    private const int RetryAfterMs = 5_000;

    private readonly Dictionary<string, InboxSession> _sessions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private Dictionary<string, long> _told = new(StringComparer.Ordinal);
    private InboxReplay _replay = null!;
    private IGrainTimer? _looking;
    private IGrainTimer? _checkpoints;

    private string UserId => this.GetPrimaryKeyString();
    private DateTimeOffset Now => clock.GetUtcNow();
    private SessionSettings Settings => new()
    {
        TimeoutMs = (int)options.Timeout.TotalMilliseconds,
        IntervalMs = (int)options.Interval.TotalMilliseconds,
        MaxIntervalMs = (int)options.MaxInterval.TotalMilliseconds,
        QueueMessagesMax = options.QueueMessages,
        ResponseBytesMax = MessageSize.PartBytesMax,
    };

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _replay = new InboxReplay(journal, GrainFactory, writer, UserId);
        var rows = await journal.ReadSessionsAsync(UserId, cancellationToken);
        if (!rows.IsEmpty)
        {
            await RestoreAsync(rows, cancellationToken);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Metrics.Sessions.Add(-_sessions.Count);
        Checkpoint();
        try
        {
            await journal.FlushAsync();
        }
        finally
        {
            if (reason.ReasonCode != DeactivationReasonCode.Migrating) LetHostsAsk();      // its successor does, which takes no call before this one has ended
        }
    }

    public async Task<HandshakeReply> HandshakeAsync(bool ackWanted, ConnectionKind connection, string loginId)
    {
        if (_sessions.Count >= options.SessionsPerUser)
        {
            return new HandshakeReply(null, false, null, RetryAfterMs);
        }

        var baseline = await _replay.BaselineAsync();
        if (_sessions.Count == 0)
        {
            _told = baseline;
        }

        // This client would neither be told nor read what the other sessions were told from the journal.
        await Task.WhenAll(baseline.Where(head => head.Value < _told.GetValueOrDefault(head.Key)).Select(head => _replay.CatchUpAsync(head.Key)));

        var clientId = NewClientId();
        var key = InboxSession.KeyOf(clientId);
        var epoch = NewEpoch();
        var bayeux = BayeuxSession.Open<DeliverySource>(UserId, key, epoch, ackWanted, (TransportKind)connection, Settings, Now);
        var session = new InboxSession(key, loginId, epoch, bayeux) { ClientId = clientId };
        await SaveAsync(session, expectedEpoch: 0);
        _sessions[key] = session;
        Metrics.Sessions.Add(1);
        KeepTime();
        return new HandshakeReply(clientId, ackWanted, bayeux.Settings.Advice.ToInfo(), 0);
    }

    public async Task<SubscribeReply> SubscribeAsync(string clientId, ImmutableArray<string> channels)
    {
        if (await FindAsync(clientId) is not { } session)
        {
            return new SubscribeReply(SubscribeResult.UnknownSession);
        }

        if (channels.FirstOrDefault(static c => !NotificationChannels.IsGranted(c)) is { } denied)
        {
            return new SubscribeReply(SubscribeResult.Denied, denied);
        }

        var (bayeux, outcome) = session.Bayeux.Subscribe(channels, Now);
        if (!bayeux.Subscriptions.SetEquals(session.Bayeux.Subscriptions))
        {
            await SaveAsync(session with { Bayeux = bayeux }, session.Epoch);    // subscribing again, however often, writes nothing
        }

        _sessions[session.Key] = session with { Bayeux = bayeux };
        return new SubscribeReply(outcome is SubscribeOutcome.TooMany ? SubscribeResult.TooMany : SubscribeResult.Granted);
    }

    public async Task<SubscribeReply> UnsubscribeAsync(string clientId, ImmutableArray<string> channels)
    {
        if (await FindAsync(clientId) is not { } session)
        {
            return new SubscribeReply(SubscribeResult.UnknownSession);
        }

        var step = session.Bayeux.Unsubscribe(channels, Now);
        await SaveAsync(session with { Bayeux = step.Session }, session.Epoch);
        await ApplyAsync(session, step);
        return new SubscribeReply(SubscribeResult.Granted);
    }

    public async Task<bool> DisconnectAsync(string clientId)
    {
        if (await FindAsync(clientId) is not { } session)
        {
            return false;
        }

        await ApplyAsync(session, session.Bayeux.End(EndReason.Disconnected));
        return true;
    }

    public async Task<bool> KnowsAsync(string clientId) => await FindAsync(clientId) is not null;

    public async Task<ConnectReply> ConnectAsync(ConnectRequestInfo request)
    {
        if (await FindAsync(request.ClientId) is not { } session)
        {
            return new ConnectReply(ConnectResult.UnknownSession);
        }

        var (step, outcome) = session.Bayeux.Connect(request.ToConnect(session.Key), Now);
        var isTaken = outcome is ConnectOutcome.Now or ConnectOutcome.Hold;
        var isAnothers = isTaken && session.LoginId != request.LoginId;
        if (isAnothers && !request.TakesOver)
        {
            return new ConnectReply(ConnectResult.OtherLogin, HeldBy: session.LoginId);
        }

        var after = (isTaken ? session.ConnectedFrom(request.HostId) : session) with { LoginId = isAnothers ? request.LoginId : session.LoginId };
        if (isAnothers)
        {
            await SaveAsync(after with { Bayeux = step.Session }, session.Epoch);
        }
        else if (isTaken && !session.HostIds.Contains(request.HostId))
        {
            // A new owner must find who holds connects, also soon after this one. Nobody waits for it: without it, that host is only told late.
            journal.SaveSessionLazily((after with { Bayeux = step.Session }).ToRow(UserId, _told));
        }

        await ApplyAsync(after, step);
        if (!session.Bayeux.IsConnected)
        {
            _changed.Add(session.Key);
        }

        return outcome.ToReply();
    }

    public Task WrittenAsync(string clientId, string hostId, string connectionId, long position, bool connectEnded) =>
        Find(clientId) is { } session ? ApplyAsync(session, session.Bayeux.Written(new WrittenReport(SessionMapping.Inside(hostId, connectionId), position, connectEnded), Now)) : Task.CompletedTask;

    public Task DetachAsync(string clientId, string hostId, string connectionId) =>
        Find(clientId) is { } session ? ApplyAsync(session, session.Bayeux.Detach(SessionMapping.Inside(hostId, connectionId), Now)) : Task.CompletedTask;

    public async Task TellAsync(Telling telling)
    {
        using var span = Trace.Start(Spans.Take, parent: Trace.Incoming);
        if (_sessions.Count == 0)
        {
            return;
        }

        var told = _told.GetValueOrDefault(telling.Stream, telling.FromVersion);
        if (telling.ToVersion <= told)
        {
            return;                                                    // old
        }

        var whole = telling.FromVersion <= told && !telling.IsCut ? telling : await _replay.TellingAsync(telling.Stream, told, CancellationToken.None);
        _told[telling.Stream] = Math.Max(whole.ToVersion, told);
        foreach (var session in _sessions.Values.ToList())
        {
            await ApplyAsync(session, Deliver(session, whole, told));
        }

        _changed.UnionWith(_sessions.Keys);
        if (_told.Count > StreamsMax)
        {
            await ForgetStreamsAsync();
        }
    }

    public async Task EndLoginsAsync(EndedLoginsInfo ended)
    {
        var over = new EndedLogins(ended.Named, ended.Generation, ended.TokensUntil);
        foreach (var session in _sessions.Values.Where(s => over.Has(s.LoginId)).ToList())
        {
            await ApplyAsync(session, session.Bayeux.End(EndReason.LoggedOut));
        }

        await CheckOvertakenAsync(row => over.Has(InboxSession.Stored.Of(row).LoginId));
    }

    public Task WakeAsync() => Task.CompletedTask;

    private InboxSession? Find(string clientId)
    {
        if (!ClientId.IsWellFormed(clientId) || !_sessions.TryGetValue(InboxSession.KeyOf(clientId), out var session))
        {
            return null;
        }

        return session.ClientId.Length > 0 ? session : _sessions[session.Key] = session with { ClientId = clientId };
    }

    private SessionStep<DeliverySource> Deliver(InboxSession session, Telling telling, long afterVersion)
    {
        var deliveries = telling.Items.Where(item => item.Version > afterVersion)
            .Select(item => new NewDelivery<DeliverySource>(item.Channel, item.DataJson, new DeliverySource(telling.Stream, item.Version))).ToArray();
        return session.Bayeux.Deliver(deliveries, Now);
    }

    private async Task ApplyAsync(InboxSession session, SessionStep<DeliverySource> step)
    {
        var after = session with { Bayeux = step.Session };
        if (step.Ended is null)
        {
            _sessions[session.Key] = after;
        }
        else
        {
            Log.SessionEnded(logger, UserId, step.Ended.Value);
            Metrics.Sessions.Add(_sessions.Remove(session.Key) ? -1 : 0);
            await DeleteAsync(session);
        }

        if (!step.Left.IsEmpty)
        {
            _changed.Add(session.Key);
        }

        foreach (var effect in step.Effects)
        {
            var (hostId, message) = effect.ToMessage(UserId, after.ClientId);
            hosts.Send(hostId, Trace.Current is { } trace ? message with { Trace = trace } : message);
        }
    }

    /// <summary>At random, with room above it for takeovers: cometd.js sends the last ack number of its former session, which must not mean anything here.</summary>
    private int NewEpoch() => 1 + (BitConverter.ToUInt16(ids.Bytes(sizeof(ushort))) << 3);

    private string NewClientId()
    {
        string? clientId;
        while ((clientId = ClientId.FromRandom(ids.Bytes(ClientId.RandomBytes))) is null)
        {
        }

        return clientId;
    }
}
