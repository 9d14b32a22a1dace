using OrleansChat.Bayeux.Sessions;
using OrleansChat.Grains.Chats;
using OrleansChat.Grains.Interfaces.Telemetry;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Hosts;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.Inboxes;

/// <summary>The sessions' rows: taking sessions over after a start, checkpoints, ends.</summary>
internal sealed partial class InboxGrain
{
    /// <summary>How many sessions that are not here a client may ask for in a second: each costs a question to the journal.</summary>
    private const int MissesPerSecondMax = 100;

    private DateTimeOffset _missesSince;
    private int _misses;

    /// <summary>Takes every session over from whoever had it, and tells again what was not acknowledged.</summary>
    private async Task RestoreAsync(ImmutableArray<SessionRow> rows, CancellationToken cancellation)
    {
        var stints = await _replay.StintsAsync(cancellation);
        var restored = rows.Select(row => (Row: row, Stored: InboxSession.Stored.Of(row))).ToList();
        foreach (var (row, stored) in restored)
        {
            var epoch = (int)row.Epoch + 1;
            var bayeux = BayeuxSession.Restore<DeliverySource>(UserId, row.SessionKey, epoch, stored.Ack, [.. stored.Subscriptions], stored.IsConnected, Settings, Now);
            var session = new InboxSession(row.SessionKey, stored.LoginId, epoch, bayeux) { HostIds = stored.Hosts };
            await StoreAsync(row with { Epoch = epoch }, row.Epoch);
            _sessions[row.SessionKey] = session;
            Metrics.Sessions.Add(1);
        }

        foreach (var stream in restored.SelectMany(static r => r.Stored.Cursors.Keys).Concat(stints.Keys).Distinct().Order(StringComparer.Ordinal).ToList())
        {
            var cursors = restored.ToDictionary(static r => r.Row.SessionKey, r => r.Stored.Cursors.TryGetValue(stream, out var at) ? at : stints.GetValueOrDefault(stream));
            var telling = await _replay.TellingAsync(stream, cursors.Values.Min(), cancellation);
            _told[stream] = telling.ToVersion;
            foreach (var (key, after) in cursors)
            {
                if (_sessions.TryGetValue(key, out var session))
                {
                    await ApplyAsync(session, Deliver(session, telling, after));
                }
            }
        }

        LetHostsAsk();
        Log.Restored(logger, UserId, _sessions.Count);
        KeepTime();
    }

    /// <summary>
    /// Whoever holds a connection of these sessions does not know that their owner changed: it asks again, and is attached anew. The new owner says so, and the old one
    /// where it still can: for a moment there may be both, and a connect that comes to the old one in that moment would be told nothing.
    /// </summary>
    private void LetHostsAsk()
    {
        foreach (var hostId in _sessions.Values.SelectMany(static s => s.HostIds).Distinct(StringComparer.Ordinal))
        {
            hosts.Send(hostId, new HostMessage(HostMessageKind.Resync, UserId, "", "", Deliveries: []));
        }
    }

    /// <summary><see langword="null"/>: nobody has that session.</summary>
    /// <exception cref="StoreUnavailableException">Another activation has it, or there were too many questions for sessions that nobody has.</exception>
    private async Task<InboxSession?> FindAsync(string clientId)
    {
        if (Find(clientId) is { } session) return session;
        if (!ClientId.IsWellFormed(clientId)) return null;
        CountMiss();
        var key = InboxSession.KeyOf(clientId);
        await CheckOvertakenAsync(row => row.SessionKey == key);
        return null;
    }

    /// <summary>
    /// For a moment there may be another activation, and what a session has become there is not known here: before one is said to be over, or all of a login are, the rows are asked. If this
    /// activation was overtaken it ends, and the next one has them all.
    /// </summary>
    private async Task CheckOvertakenAsync(Func<SessionRow, bool> isMeant)
    {
        if (!(await journal.ReadSessionsAsync(UserId)).Any(row => isMeant(row) && _sessions.GetValueOrDefault(row.SessionKey)?.Epoch != row.Epoch)) return;
        Log.Overtaken(logger, UserId);
        DeactivateOnIdle();
        throw new StoreUnavailableException("Another activation has the session; retry.");
    }

    /// <exception cref="StoreUnavailableException">There were too many.</exception>
    private void CountMiss()
    {
        if (Now - _missesSince >= TimeSpan.FromSeconds(1)) (_missesSince, _misses) = (Now, 0);
        if (++_misses > MissesPerSecondMax) throw new StoreUnavailableException("Too many sessions are asked for that do not exist; retry later.");
    }

    private Task SaveAsync(InboxSession session, int expectedEpoch) => StoreAsync(session.ToRow(UserId, _told), expectedEpoch);

    private async Task StoreAsync(SessionRow row, long expectedEpoch)
    {
        try
        {
            await journal.SaveSessionAsync(row, expectedEpoch);
        }
        catch (Exception error)
        {
            Log.SaveFailed(logger, UserId, error);
            DeactivateOnIdle();                                        // another activation may have the sessions
            throw new StoreUnavailableException("The session could not be stored; retry.");
        }
    }

    private async Task DeleteAsync(InboxSession session)
    {
        try
        {
            await journal.DeleteSessionAsync(UserId, session.Key, session.Epoch);
        }
        catch (Exception error)
        {
            Log.SaveFailed(logger, UserId, error);
            DeactivateOnIdle();
            throw new StoreUnavailableException("The session could not be ended; retry.");
        }
    }

    /// <summary>While there are sessions the activation stays, ends those whose time is over, and notes what was acknowledged.</summary>
    private void KeepTime()
    {
        _looking ??= this.RegisterGrainTimer(static (inbox, _) => inbox.LookAsync(), this, new GrainTimerCreationOptions(LookEvery, LookEvery) { KeepAlive = true });
        _checkpoints ??= this.RegisterGrainTimer(
            static (inbox, _) =>
            {
                inbox.Checkpoint();
                return Task.CompletedTask;
            },
            this,
            new GrainTimerCreationOptions(CheckpointEvery, CheckpointEvery));
    }

    private async Task LookAsync()
    {
        foreach (var session in _sessions.Values.ToList())
        {
            await ApplyAsync(session, session.Bayeux.Expire(Now));
        }

        if (_sessions.Count == 0)
        {
            _looking?.Dispose();
            _checkpoints?.Dispose();
            (_looking, _checkpoints) = (null, null);
        }
    }

    /// <summary>Chats that ended long ago: nothing will be told of them, and a restored session must not read them again.</summary>
    private async Task ForgetStreamsAsync()
    {
        var known = await _replay.StintsAsync(CancellationToken.None);
        foreach (var stream in _told.Keys.Where(stream => stream.StartsWith(ChatReplay.StreamPrefix, StringComparison.Ordinal) && !known.ContainsKey(stream)).ToList())
        {
            _told.Remove(stream);
        }
    }

    private void Checkpoint()
    {
        foreach (var key in _changed)
        {
            if (_sessions.TryGetValue(key, out var session))
            {
                journal.SaveSessionLazily(session.ToRow(UserId, _told));
            }
        }

        _changed.Clear();
    }
}
