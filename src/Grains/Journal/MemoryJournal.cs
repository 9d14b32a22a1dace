namespace OrleansChat.Grains.Journal;

/// <summary>
/// A journal in memory, for tests and for simulation: every call completes before it returns, and nothing depends on the thread pool, a clock
/// or hash order. Lazy writes wait for the next append, session write or <see cref="FlushAsync"/>; no time passes here.
/// </summary>
public sealed class MemoryJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly LazyWrites _lazyWrites = new();
    private readonly MemoryRequests _requests = new();
    private readonly MemoryAudit _audit = new();
    private readonly SortedDictionary<string, StreamRows> _streams = new(Utf8Order.Instance);
    private readonly SortedDictionary<string, SortedDictionary<string, SessionRow>> _users = new(Utf8Order.Instance);

    /// <inheritdoc/>
    public Task AppendAsync(JournalAppend append)
    {
        JournalNames.Check(append);
        return Commit(() =>
        {
            var rows = _streams.GetValueOrDefault(append.Stream) ?? new();
            if (rows.Version != append.ExpectedVersion) return new JournalConflictException(append.Stream, append.ExpectedVersion);
            if (append.Request is { } request && !_requests.TryAdd(request)) return new RequestKnownException(request.Row.Scope);
            rows.Add(append);
            foreach (var row in append.Audit) _audit.Add(row);
            _streams[append.Stream] = rows;
            return null;
        });
    }

    /// <inheritdoc/>
    public Task<RequestRow?> FindRequestAsync(string scope, string key, CancellationToken cancellation = default)
    {
        JournalNames.Check(scope);
        JournalNames.Check(key);
        return Read(() => _requests.Find(scope, key), cancellation);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<StoredAudit>> ReadAuditAsync(AuditFilter filter, long afterNumber, int rowsMax, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowsMax);
        return Read(() => _audit.Read(filter, afterNumber, rowsMax), cancellation);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<StoredEvent>> ReadAsync(string stream, long afterVersion, int eventsMax, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterVersion);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eventsMax);
        return Read(() => _streams.GetValueOrDefault(JournalNames.Check(stream))?.After(afterVersion, eventsMax) ?? [], cancellation);
    }

    /// <inheritdoc/>
    public Task<StreamHead?> ReadHeadAsync(string stream, CancellationToken cancellation = default) =>
        Read(() => _streams.GetValueOrDefault(JournalNames.Check(stream))?.Head, cancellation);

    /// <inheritdoc/>
    public Task<StoredSnapshot?> ReadSnapshotAsync(string stream, CancellationToken cancellation = default) =>
        Read(() => _streams.GetValueOrDefault(JournalNames.Check(stream))?.Snapshot, cancellation);

    /// <inheritdoc/>
    public void AdvanceTold(string stream, long toldVersion) => _lazyWrites.Add(new LazyStream(JournalNames.Check(stream), toldVersion));

    /// <inheritdoc/>
    public void MoveDue(string stream, long version, DateTimeOffset? due) =>
        _lazyWrites.Add(new LazyStream(JournalNames.Check(stream), Due: new(version, due)));

    /// <inheritdoc/>
    public void SaveSnapshot(string stream, StoredSnapshot snapshot) =>
        _lazyWrites.Add(new LazyStream(JournalNames.Check(stream), Snapshot: snapshot with { Json = snapshot.Json.ToArray() }));

    /// <inheritdoc/>
    public Task FlushAsync() => Commit(() => null);

    /// <summary>Loses the lazy writes that wait, as a crash of the process would. Everything else is on disk.</summary>
    public void LoseLazyWrites() => _lazyWrites.Take();

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> FindWakeableAsync(DateTimeOffset now, string afterStream, int streamsMax, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(streamsMax);
        return Read(() => _streams
            .Where(stream => stream.Value.IsWakeable(now) && IsAfter(stream.Key, afterStream))
            .Select(stream => stream.Key).Take(streamsMax).ToImmutableArray(), cancellation);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<SessionRow>> ReadSessionsAsync(string userId, CancellationToken cancellation = default) =>
        Read(() => _users.GetValueOrDefault(JournalNames.Check(userId))?.Values.ToImmutableArray() ?? [], cancellation);

    /// <inheritdoc/>
    public Task SaveSessionAsync(SessionRow row, long expectedEpoch)
    {
        JournalNames.Check(row, expectedEpoch);
        _lazyWrites.ForgetSession(row.UserId, row.SessionKey);
        return Commit(() =>
        {
            if (EpochOf(row.UserId, row.SessionKey) != expectedEpoch) return JournalConflictException.OfSession(row.UserId, expectedEpoch);
            Store(row with { Json = row.Json.ToArray() });
            return null;
        });
    }

    /// <inheritdoc/>
    public void SaveSessionLazily(SessionRow row)
    {
        JournalNames.Check(row);
        _lazyWrites.Add(row);
    }

    /// <inheritdoc/>
    public Task DeleteSessionAsync(string userId, string sessionKey, long epoch)
    {
        JournalNames.Check(userId);
        JournalNames.Check(sessionKey);
        _lazyWrites.ForgetSession(userId, sessionKey);
        return Commit(() =>
        {
            var stored = EpochOf(userId, sessionKey);
            if (stored == 0) return null;
            if (stored != epoch) return JournalConflictException.OfSession(userId, epoch);
            _users[userId].Remove(sessionKey);
            if (_users[userId].Count == 0) _users.Remove(userId);
            return null;
        });
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> FindSessionUsersAsync(string afterUserId, int usersMax, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(usersMax);
        return Read(() => _users.Keys.Where(user => IsAfter(user, afterUserId)).Take(usersMax).ToImmutableArray(), cancellation);
    }

    private Task Commit(Func<Exception?> write)
    {
        lock (_gate)
        {
            var conflict = write();
            var lazy = _lazyWrites.Take();
            foreach (var stream in lazy.Streams) _streams.GetValueOrDefault(stream.Stream)?.Apply(stream);
            foreach (var row in lazy.Sessions)
                if (EpochOf(row.UserId, row.SessionKey) == row.Epoch) Store(row);
            return conflict is null ? Task.CompletedTask : Task.FromException(conflict);
        }
    }

    private Task<T> Read<T>(Func<T> read, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<T>(cancellation);
        lock (_gate) return Task.FromResult(read());
    }

    private long EpochOf(string userId, string sessionKey) =>
        _users.GetValueOrDefault(userId)?.GetValueOrDefault(sessionKey)?.Epoch ?? 0;

    private void Store(SessionRow row)
    {
        if (!_users.TryGetValue(row.UserId, out var sessions)) _users.Add(row.UserId, sessions = new(Utf8Order.Instance));
        sessions[row.SessionKey] = row;
    }

    private static bool IsAfter(string name, string after) => Utf8Order.Instance.Compare(name, after) > 0;

    /// <summary>One stream's rows: its events, and what the row beside them holds.</summary>
    private sealed class StreamRows
    {
        private readonly List<StoredEvent> _events = [];
        private long _told;
        private DateTimeOffset? _due;

        public long Version => _events.Count;
        public StreamHead Head => new(Version, _told, _due);
        public StoredSnapshot? Snapshot { get; private set; }

        public bool IsWakeable(DateTimeOffset now) => _told < Version || _due <= now;

        public ImmutableArray<StoredEvent> After(long version, int eventsMax) =>
            version >= Version ? [] : [.. _events.GetRange((int)version, (int)Math.Min(eventsMax, Version - version))];

        public void Add(JournalAppend append)
        {
            foreach (var happened in append.Events) _events.Add(new(Version + 1, happened.Name, happened.Json.ToArray()));
            _due = append.Due?.ToUniversalTime();
        }

        public void Apply(LazyStream lazy)
        {
            _told = Math.Max(_told, Math.Min(lazy.ToldVersion, Version));
            if (lazy.Due is { } due && due.Version == Version) _due = due.Due?.ToUniversalTime();
            if (lazy.Snapshot is { } snapshot && snapshot.Version <= Version && snapshot.Version >= (Snapshot?.Version ?? 0)) Snapshot = snapshot;
        }
    }
}
