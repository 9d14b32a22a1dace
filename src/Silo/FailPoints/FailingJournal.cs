using OrleansChat.Grains.Journal;
using OrleansChat.Hosting.FailPoints;

namespace OrleansChat.Silo.FailPoints;

/// <summary>A journal whose process dies before or after an append; everything else it passes on.</summary>
internal sealed class FailingJournal(IJournal inner, FailPoint failPoint) : IJournal, IAsyncDisposable
{
    /// <summary>The journal itself, unless its process is to die at an append.</summary>
    public static IJournal Around(IJournal journal, FailPoint? failPoint) =>
        failPoint is { Place: FailPlace.BeforeCommit or FailPlace.AfterCommit } ? new FailingJournal(journal, failPoint) : journal;

    public async Task AppendAsync(JournalAppend append)
    {
        if (failPoint.Place == FailPlace.BeforeCommit && failPoint.IsReached()) FailPoint.Die();
        await inner.AppendAsync(append).ConfigureAwait(false);
        if (failPoint.Place == FailPlace.AfterCommit && failPoint.IsReached()) FailPoint.Die();
    }

    public Task<RequestRow?> FindRequestAsync(string scope, string key, CancellationToken cancellation = default) => inner.FindRequestAsync(scope, key, cancellation);

    public Task<ImmutableArray<StoredAudit>> ReadAuditAsync(AuditFilter filter, long afterNumber, int rowsMax, CancellationToken cancellation = default) =>
        inner.ReadAuditAsync(filter, afterNumber, rowsMax, cancellation);

    public Task<ImmutableArray<StoredEvent>> ReadAsync(string stream, long afterVersion, int eventsMax, CancellationToken cancellation = default) =>
        inner.ReadAsync(stream, afterVersion, eventsMax, cancellation);

    public Task<StreamHead?> ReadHeadAsync(string stream, CancellationToken cancellation = default) => inner.ReadHeadAsync(stream, cancellation);

    public Task<StoredSnapshot?> ReadSnapshotAsync(string stream, CancellationToken cancellation = default) => inner.ReadSnapshotAsync(stream, cancellation);

    public void AdvanceTold(string stream, long toldVersion) => inner.AdvanceTold(stream, toldVersion);

    public void MoveDue(string stream, long version, DateTimeOffset? due) => inner.MoveDue(stream, version, due);

    public void SaveSnapshot(string stream, StoredSnapshot snapshot) => inner.SaveSnapshot(stream, snapshot);

    public Task FlushAsync() => inner.FlushAsync();

    public Task<ImmutableArray<string>> FindWakeableAsync(DateTimeOffset now, string afterStream, int streamsMax, CancellationToken cancellation = default) =>
        inner.FindWakeableAsync(now, afterStream, streamsMax, cancellation);

    public Task<ImmutableArray<SessionRow>> ReadSessionsAsync(string userId, CancellationToken cancellation = default) => inner.ReadSessionsAsync(userId, cancellation);

    public Task SaveSessionAsync(SessionRow row, long expectedEpoch) => inner.SaveSessionAsync(row, expectedEpoch);

    public void SaveSessionLazily(SessionRow row) => inner.SaveSessionLazily(row);

    public Task DeleteSessionAsync(string userId, string sessionKey, long epoch) => inner.DeleteSessionAsync(userId, sessionKey, epoch);

    public Task<ImmutableArray<string>> FindSessionUsersAsync(string afterUserId, int usersMax, CancellationToken cancellation = default) =>
        inner.FindSessionUsersAsync(afterUserId, usersMax, cancellation);

    public ValueTask DisposeAsync() => inner is IAsyncDisposable closes ? closes.DisposeAsync() : ValueTask.CompletedTask;
}
