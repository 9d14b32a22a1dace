using System.Collections.Concurrent;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Tests.Journal;

/// <summary>A journal that fails or hesitates when a test says so; otherwise it passes every call on.</summary>
public sealed class FaultyJournal(IJournal inner) : IJournal
{
    private readonly Lock _gate = new();
    private AppendFault _nextFault;
    private string? _nextFaultStream;
    private TaskCompletionSource? _released;
    private TaskCompletionSource _held = NewSignal();

    /// <summary>Appends to this stream throw <see cref="IOException"/>, unwritten, until it is <see langword="null"/> again.</summary>
    public string? BrokenStream { get; set; }

    /// <summary>Reads of this stream throw <see cref="IOException"/>, so that its grain cannot be activated, until it is <see langword="null"/> again.</summary>
    public string? UnreadableStream { get; set; }

    /// <summary>The stream whose reads wait, so that its grain hangs in its activation, until it is released.</summary>
    public (string Stream, Task Released)? HeldStream { get; set; }

    /// <summary>That this stream was told is not kept, as if the process had died before, until it is <see langword="null"/> again.</summary>
    public string? ForgetsToldOf { get; set; }

    /// <summary>The rows of this user's notification sessions cannot be deleted: that throws <see cref="IOException"/> until it is <see langword="null"/> again.</summary>
    public string? KeepsSessionsOf { get; set; }

    /// <summary>The rows of this user's notification sessions are another activation's by now: saving them is a conflict until it is <see langword="null"/> again.</summary>
    public string? LostSessionsOf { get; set; }

    /// <summary>How many appends were asked for, the failed ones too.</summary>
    public int Appends { get; private set; }

    /// <summary>Every append and every read of a stream, its snapshot, its head and its requests, with the stream.</summary>
    public ConcurrentQueue<(string What, string About)> Asked { get; } = new();

    /// <summary>The next append, of this stream or of any, throws <see cref="IOException"/>, before or after it was written.</summary>
    public void FailNextAppend(AppendFault fault, string? stream = null)
    {
        lock (_gate) (_nextFault, _nextFaultStream) = (fault, stream);
    }

    /// <summary>From now on appends wait, unwritten, until <see cref="ReleaseAppends"/>.</summary>
    public void HoldAppends()
    {
        lock (_gate)
        {
            _released ??= NewSignal();
            _held = NewSignal();
        }
    }

    /// <summary>Ends when an append waits. Arm it by <see cref="HoldAppends"/> before the act.</summary>
    public Task AppendIsHeldAsync()
    {
        lock (_gate) return _held.Task;
    }

    /// <summary>Lets the appends that wait, and all later ones, go on.</summary>
    public void ReleaseAppends()
    {
        TaskCompletionSource? released;
        lock (_gate) (released, _released) = (_released, null);
        released?.SetResult();
    }

    /// <inheritdoc/>
    public async Task AppendAsync(JournalAppend append)
    {
        AppendFault fault;
        Task released;
        Asked.Enqueue(("append", append.Stream));
        lock (_gate)
        {
            Appends++;
            fault = _nextFaultStream is null || _nextFaultStream == append.Stream ? _nextFault : AppendFault.None;
            _nextFault = fault == AppendFault.None ? _nextFault : AppendFault.None;
            released = _released?.Task ?? Task.CompletedTask;
            if (_released is not null) _held.TrySetResult();
        }

        await released;
        if (append.Stream == BrokenStream) throw new IOException("The stream cannot be written, as the test asked.");
        if (fault == AppendFault.BeforeCommit) throw new IOException("The journal failed before the commit, as the test asked.");
        await inner.AppendAsync(append);
        if (fault == AppendFault.AfterCommit) throw new IOException("The journal failed after the commit, as the test asked.");
    }

    /// <inheritdoc/>
    public Task<RequestRow?> FindRequestAsync(string scope, string key, CancellationToken cancellation = default)
    {
        Asked.Enqueue(("request", scope));
        return inner.FindRequestAsync(scope, key, cancellation);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<StoredAudit>> ReadAuditAsync(AuditFilter filter, long afterNumber, int rowsMax, CancellationToken cancellation = default) =>
        inner.ReadAuditAsync(filter, afterNumber, rowsMax, cancellation);

    /// <inheritdoc/>
    public async Task<ImmutableArray<StoredEvent>> ReadAsync(string stream, long afterVersion, int eventsMax, CancellationToken cancellation = default)
    {
        Asked.Enqueue(("events", stream));
        if (HeldStream is { } held && held.Stream == stream) await held.Released;
        return await (stream == UnreadableStream ? Task.FromException<ImmutableArray<StoredEvent>>(new IOException("The stream cannot be read, as the test asked.")) : inner.ReadAsync(stream, afterVersion, eventsMax, cancellation));
    }

    /// <inheritdoc/>
    public Task<StreamHead?> ReadHeadAsync(string stream, CancellationToken cancellation = default)
    {
        Asked.Enqueue(("head", stream));
        return inner.ReadHeadAsync(stream, cancellation);
    }

    /// <inheritdoc/>
    public Task<StoredSnapshot?> ReadSnapshotAsync(string stream, CancellationToken cancellation = default)
    {
        Asked.Enqueue(("snapshot", stream));
        return inner.ReadSnapshotAsync(stream, cancellation);
    }

    /// <inheritdoc/>
    public void AdvanceTold(string stream, long toldVersion)
    {
        if (stream != ForgetsToldOf) inner.AdvanceTold(stream, toldVersion);
    }

    /// <inheritdoc/>
    public void MoveDue(string stream, long version, DateTimeOffset? due) => inner.MoveDue(stream, version, due);

    /// <inheritdoc/>
    public void SaveSnapshot(string stream, StoredSnapshot snapshot) => inner.SaveSnapshot(stream, snapshot);

    /// <inheritdoc/>
    public Task FlushAsync() => inner.FlushAsync();

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> FindWakeableAsync(DateTimeOffset now, string afterStream, int streamsMax, CancellationToken cancellation = default) =>
        inner.FindWakeableAsync(now, afterStream, streamsMax, cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<SessionRow>> ReadSessionsAsync(string userId, CancellationToken cancellation = default) =>
        inner.ReadSessionsAsync(userId, cancellation);

    /// <inheritdoc/>
    public Task SaveSessionAsync(SessionRow row, long expectedEpoch) =>
        row.UserId == LostSessionsOf ? Task.FromException(new JournalConflictException("The session is another's, as the test asked.")) : inner.SaveSessionAsync(row, expectedEpoch);

    /// <inheritdoc/>
    public void SaveSessionLazily(SessionRow row) => inner.SaveSessionLazily(row);

    /// <inheritdoc/>
    public Task DeleteSessionAsync(string userId, string sessionKey, long epoch) =>
        userId == KeepsSessionsOf ? Task.FromException(new IOException("The session cannot be deleted, as the test asked.")) : inner.DeleteSessionAsync(userId, sessionKey, epoch);

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> FindSessionUsersAsync(string afterUserId, int usersMax, CancellationToken cancellation = default) =>
        inner.FindSessionUsersAsync(afterUserId, usersMax, cancellation);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Where an append fails.</summary>
public enum AppendFault
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>Nothing was written; the caller cannot know that.</summary>
    BeforeCommit,

    /// <summary>All was written; the caller cannot know that.</summary>
    AfterCommit,
}
