#if ORLEANS_LOCAL
using OrleansChat.Grains.Journal;

namespace OrleansChat.Tests.Simulation;

/// <summary>
/// The journal in memory, with a disk that is slow, fails, and succeeds without saying so; grains die before, after and during a commit. Every
/// commit is shown to <see cref="Truth"/> at the moment it happens.
/// </summary>
internal sealed class SimulatedJournal(SimulatedFloor floor) : IJournal
{
    private readonly MemoryJournal _inner = new();

    private Faults Faults => floor.Faults;

    public async Task AppendAsync(JournalAppend append)
    {
        await HesitateAsync();
        if (floor.Dice.InThousand(Faults.HangDisk)) await HangAsync(append.Stream);
        var grain = floor.GrainOf(append.Stream);
        if (floor.Dice.InThousand(Faults.FailBeforeCommit)) throw Failure(append.Stream, "append");
        if (floor.Dice.InThousand(Faults.CrashBeforeCommit)) await floor.CrashAsync(grain, "before a commit");
        if (floor.Dice.InThousand(Faults.CommitLate))
        {
            Late("commit", () => CommitAsync(append));
            await floor.CrashAsync(grain, "while a commit is under way");
        }

        await CommitAsync(append);
        if (floor.Dice.InThousand(Faults.FailAfterCommit)) throw Failure(append.Stream, "append, although it was written,");
        if (floor.Dice.InThousand(Faults.CrashAfterCommit)) await floor.CrashAsync(grain, "after a commit");
    }

    public async Task<ImmutableArray<StoredEvent>> ReadAsync(string stream, long afterVersion, int eventsMax, CancellationToken cancellation = default)
    {
        await HesitateAsync();
        if (floor.Dice.InThousand(Faults.FailRead)) throw Failure(stream, "read");
        return await _inner.ReadAsync(stream, afterVersion, eventsMax, cancellation);
    }

    public Task<StreamHead?> ReadHeadAsync(string stream, CancellationToken cancellation = default) => _inner.ReadHeadAsync(stream, cancellation);

    public Task<StoredSnapshot?> ReadSnapshotAsync(string stream, CancellationToken cancellation = default) => _inner.ReadSnapshotAsync(stream, cancellation);

    public Task<RequestRow?> FindRequestAsync(string scope, string key, CancellationToken cancellation = default) => _inner.FindRequestAsync(scope, key, cancellation);

    public Task<ImmutableArray<StoredAudit>> ReadAuditAsync(AuditFilter filter, long afterNumber, int rowsMax, CancellationToken cancellation = default) =>
        _inner.ReadAuditAsync(filter, afterNumber, rowsMax, cancellation);

    public void AdvanceTold(string stream, long toldVersion)
    {
        floor.Truth.MustBeStored(stream, toldVersion);
        if (floor.Dice.InThousand(Faults.CrashAfterTelling)) floor.Crash(floor.GrainOf(stream), "after telling");
        else _inner.AdvanceTold(stream, toldVersion);
    }

    public void MoveDue(string stream, long version, DateTimeOffset? due) => _inner.MoveDue(stream, version, due);

    public void SaveSnapshot(string stream, StoredSnapshot snapshot) => _inner.SaveSnapshot(stream, snapshot);

    public Task FlushAsync() => _inner.FlushAsync();

    public void LoseLazyWrites() => _inner.LoseLazyWrites();

    public Task<ImmutableArray<string>> FindWakeableAsync(DateTimeOffset now, string afterStream, int streamsMax, CancellationToken cancellation = default) =>
        _inner.FindWakeableAsync(now, afterStream, streamsMax, cancellation);

    public async Task<ImmutableArray<SessionRow>> ReadSessionsAsync(string userId, CancellationToken cancellation = default)
    {
        if (floor.Dice.InThousand(Faults.FailRead)) throw Failure(userId, "read of sessions");
        return await _inner.ReadSessionsAsync(userId, cancellation);
    }

    public async Task SaveSessionAsync(SessionRow row, long expectedEpoch)
    {
        var owner = TaskScheduler.Current;                              // the activation's turns
        await HesitateAsync();
        if (floor.Dice.InThousand(Faults.FailBeforeCommit)) throw Failure(row.UserId, "save of a session");
        if (floor.Dice.InThousand(Faults.CommitLate))
        {
            Late("session", () => SaveAsync(row, expectedEpoch, owner));
            await floor.CrashAsync(floor.InboxOf(row.UserId), "while a session is being saved");
        }

        await SaveAsync(row, expectedEpoch, owner);
        if (floor.Dice.InThousand(Faults.FailAfterCommit)) throw Failure(row.UserId, "save of a session, although it was written,");
        if (floor.Dice.InThousand(Faults.CrashAfterCommit)) await floor.CrashAsync(floor.InboxOf(row.UserId), "after saving a session");
    }

    public void SaveSessionLazily(SessionRow row) => _inner.SaveSessionLazily(row);

    public Task DeleteSessionAsync(string userId, string sessionKey, long epoch) => _inner.DeleteSessionAsync(userId, sessionKey, epoch);

    public Task<ImmutableArray<string>> FindSessionUsersAsync(string afterUserId, int usersMax, CancellationToken cancellation = default) =>
        _inner.FindSessionUsersAsync(afterUserId, usersMax, cancellation);

    /// <summary>Writers are not waited for: whoever commits late does so outside of the grain, which is gone.</summary>
    private void Late(string what, Func<Task> commitAsync) => floor.Later(floor.Dice.Between(1, 3_000), async () =>
    {
        try
        {
            await commitAsync();
            floor.History.Add($"a {what} comes late");
            floor.History.Reached.Add($"late {what}");
        }
        catch (Exception error) when (error is JournalConflictException or RequestKnownException)
        {
            floor.History.Add($"a {what} comes too late");
            floor.History.Reached.Add($"late {what} refused");
        }
    });

    private async Task SaveAsync(SessionRow row, long expectedEpoch, object owner)
    {
        await _inner.SaveSessionAsync(row, expectedEpoch);
        floor.Truth.Sessions.Take(row, owner);
    }

    private async Task CommitAsync(JournalAppend append)
    {
        await _inner.AppendAsync(append);
        floor.Truth.Take(append);
    }

    /// <summary>A disk takes its time, so that others come in between.</summary>
    private async Task HesitateAsync()
    {
        if (floor.Dice.Next(3) == 0) await floor.PauseAsync(1, 30);
    }

    /// <summary>So long that callers give up, although all goes well in the end.</summary>
    private async Task HangAsync(string stream)
    {
        floor.History.Add($"{SimulatedFloor.NameOf(stream)}: the disk hangs");
        floor.History.Reached.Add("time-out");
        await floor.PauseAsync(5_100, 8_000);
    }

    private IOException Failure(string stream, string what)
    {
        floor.History.Add($"{SimulatedFloor.NameOf(stream)}: the {what} fails");
        floor.History.Reached.Add($"failed {what}");
        return new IOException($"The {what} failed, as the run wants it.");
    }
}
#endif
