namespace OrleansChat.Grains.Journal;

/// <summary>
/// The stored events of every stream (<c>chat/{id}</c>, <c>user/{id}</c>, <c>queue/{id}</c>), and beside each stream one row of small facts:
/// its version, its told watermark, its next deadline. The journal is its own outbox: a stream whose watermark lags has something to tell.
/// </summary>
/// <remarks>
/// <para>Every method may be called from any thread. A database that cannot be reached throws the library's own exception; after any exception but
/// <see cref="JournalConflictException"/> and <see cref="RequestKnownException"/> (and those of arguments) the outcome is unknown until it is read again.</para>
/// <para><b>Lazy writes</b> (<see cref="AdvanceTold"/>, <see cref="MoveDue"/>, <see cref="SaveSnapshot"/>, <see cref="SaveSessionLazily"/>) return at
/// once, are merged by key, and are committed within a second, with whatever else is. Reads see them from that commit on, not before. A crash, or a commit that fails, loses them. Their bytes are copied.</para>
/// <para>Names and keys are ordered by their UTF-8 bytes. Ill-formed names (see <see cref="JournalNames"/>) throw <see cref="ArgumentException"/>.</para>
/// </remarks>
public interface IJournal
{
    /// <summary>
    /// Appends in one transaction, all events at <c>ExpectedVersion + 1…n</c> or none. On return everything is on disk.
    /// Appends of many callers share one commit.
    /// </summary>
    /// <remarks>Takes no token: what was decided is finished. The events' bytes must not change until the task ends.</remarks>
    /// <exception cref="JournalConflictException">The stream is not at <see cref="JournalAppend.ExpectedVersion"/>. Nothing was written.</exception>
    /// <exception cref="RequestKnownException">The key of <see cref="JournalAppend.Request"/> is taken in its scope, by a row that is not yet
    /// forgotten. Nothing was written.</exception>
    Task AppendAsync(JournalAppend append);

    /// <summary>What is remembered under a key, or <see langword="null"/>. A row that may be forgotten may still be there: its time says so.</summary>
    Task<RequestRow?> FindRequestAsync(string scope, string key, CancellationToken cancellation = default);

    /// <summary>The audit records of a contact centre that fit and have greater numbers, in the order of their numbers, at most <paramref name="rowsMax"/>.</summary>
    Task<ImmutableArray<StoredAudit>> ReadAuditAsync(AuditFilter filter, long afterNumber, int rowsMax, CancellationToken cancellation = default);

    /// <summary>Events after <paramref name="afterVersion"/>, in order, at most <paramref name="eventsMax"/>; empty beyond the head.</summary>
    Task<ImmutableArray<StoredEvent>> ReadAsync(string stream, long afterVersion, int eventsMax, CancellationToken cancellation = default);

    /// <summary>The stream's row; <see langword="null"/> when nothing was ever appended.</summary>
    Task<StreamHead?> ReadHeadAsync(string stream, CancellationToken cancellation = default);

    /// <summary>The newest stored snapshot, or <see langword="null"/>. A snapshot only shortens a replay: who cannot read it replays from the start.</summary>
    Task<StoredSnapshot?> ReadSnapshotAsync(string stream, CancellationToken cancellation = default);

    /// <summary>
    /// Notes that everything up to <paramref name="toldVersion"/> was told. Lazy (see the remarks of <see cref="IJournal"/>). Never moves
    /// backwards and never beyond the head; on a stream that does not exist it does nothing.
    /// </summary>
    void AdvanceTold(string stream, long toldVersion);

    /// <summary>
    /// Replaces the stored deadline without an event. Lazy. Only while the stream is still at <paramref name="version"/>: the deadline that
    /// came with a later append stays.
    /// </summary>
    void MoveDue(string stream, long version, DateTimeOffset? due);

    /// <summary>Stores a snapshot, lazily. An older one of the stream is replaced; one that is older than the stored one, or beyond the head, is dropped.</summary>
    void SaveSnapshot(string stream, StoredSnapshot snapshot);

    /// <summary>Writes all lazy writes of calls that returned before this one. On return they are on disk and reads see them.</summary>
    Task FlushAsync();

    /// <summary>
    /// Streams that need to be woken: their deadline is due at <paramref name="now"/>, or their watermark is behind their version. Ordered by
    /// stream name after <paramref name="afterStream"/> (empty: from the start), at most <paramref name="streamsMax"/>.
    /// </summary>
    Task<ImmutableArray<string>> FindWakeableAsync(DateTimeOffset now, string afterStream, int streamsMax, CancellationToken cancellation = default);

    /// <summary>All session rows of a user, in the order of their session keys.</summary>
    Task<ImmutableArray<SessionRow>> ReadSessionsAsync(string userId, CancellationToken cancellation = default);

    /// <summary>
    /// Inserts or replaces a session row by compare-and-set; on return it is on disk. Of two activations that take the same session over from
    /// the same epoch, one gets it: that is how the second is fenced.
    /// </summary>
    /// <param name="row">The new row; its epoch is at least 1 and at least <paramref name="expectedEpoch"/>.</param>
    /// <param name="expectedEpoch">The epoch of the stored row; 0 when there must be none yet.</param>
    /// <exception cref="JournalConflictException">The stored row has another epoch, or is not there. Nothing was written.</exception>
    Task SaveSessionAsync(SessionRow row, long expectedEpoch);

    /// <summary>
    /// Replaces a session row of the same epoch, lazily. It never inserts, and a row of another epoch stays: neither a late checkpoint of
    /// a fenced activation nor one after <see cref="DeleteSessionAsync"/> brings anything back.
    /// </summary>
    void SaveSessionLazily(SessionRow row);

    /// <summary>Deletes a session row; on return it is gone from disk. Deleting what is not there succeeds.</summary>
    /// <exception cref="JournalConflictException">The stored row has another epoch than <paramref name="epoch"/>. It stays.</exception>
    Task DeleteSessionAsync(string userId, string sessionKey, long epoch);

    /// <summary>The users who own session rows, ordered, after <paramref name="afterUserId"/> (empty: from the start), at most <paramref name="usersMax"/>.</summary>
    Task<ImmutableArray<string>> FindSessionUsersAsync(string afterUserId, int usersMax, CancellationToken cancellation = default);
}
