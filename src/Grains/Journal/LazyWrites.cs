namespace OrleansChat.Grains.Journal;

/// <summary>
/// The lazy writes that wait for their commit, merged by key, so that a busy chat costs one row however often it is told. Every journal
/// uses this one. Thread-safe; its order never depends on hashes.
/// </summary>
/// <param name="keysMax">How many streams and sessions may wait; what comes beyond is dropped and counted, as a crash would drop it.</param>
public sealed class LazyWrites(int keysMax = int.MaxValue)
{
    private readonly Lock _gate = new();
    private SortedDictionary<string, LazyStream> _streams = new(Utf8Order.Instance);
    private SortedDictionary<(string UserId, string SessionKey), SessionRow> _sessions = new(SessionOrder);
    private int _dropped;

    private static Comparer<(string UserId, string SessionKey)> SessionOrder { get; } = Comparer<(string UserId, string SessionKey)>.Create((x, y) =>
        Utf8Order.Instance.Compare(x.UserId, y.UserId) is var user and not 0 ? user : Utf8Order.Instance.Compare(x.SessionKey, y.SessionKey));

    /// <summary>How many streams and sessions wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _streams.Count + _sessions.Count;
        }
    }

    private bool IsEmpty => _streams.Count + _sessions.Count == 0;

    /// <summary>Adds what shall be written to a stream's row; returns whether nothing waited before.</summary>
    public bool Add(LazyStream write)
    {
        lock (_gate)
        {
            var isFirst = IsEmpty;
            if (_streams.TryGetValue(write.Stream, out var waiting)) _streams[write.Stream] = waiting.Then(write);
            else if (HasRoom()) _streams.Add(write.Stream, write);
            return isFirst;
        }
    }

    /// <summary>Adds a session row (its bytes are copied); the later one of the highest epoch wins. Returns whether nothing waited before.</summary>
    public bool Add(SessionRow row)
    {
        lock (_gate)
        {
            var isFirst = IsEmpty;
            var key = (row.UserId, row.SessionKey);
            var isThere = _sessions.TryGetValue(key, out var waiting);
            if (isThere ? row.Epoch >= waiting!.Epoch : HasRoom()) _sessions[key] = row with { Json = row.Json.ToArray() };
            return isFirst;
        }
    }

    /// <summary>Forgets a waiting session row: a write that does not wait replaces it.</summary>
    public void ForgetSession(string userId, string sessionKey)
    {
        lock (_gate) _sessions.Remove((userId, sessionKey));
    }

    /// <summary>Takes everything that waits, in the order of its keys, and how many were dropped since the last time.</summary>
    public LazyBatch Take()
    {
        lock (_gate)
        {
            if (_streams.Count + _sessions.Count + _dropped == 0) return LazyBatch.Empty;
            var batch = new LazyBatch(_streams.Values, _sessions.Values, _dropped);
            (_streams, _sessions, _dropped) = (new(Utf8Order.Instance), new(SessionOrder), 0);
            return batch;
        }
    }

    private bool HasRoom()
    {
        if (_streams.Count + _sessions.Count < keysMax) return true;
        _dropped++;
        return false;
    }
}

/// <summary>What <see cref="LazyWrites.Take"/> took.</summary>
public sealed record LazyBatch(IReadOnlyCollection<LazyStream> Streams, IReadOnlyCollection<SessionRow> Sessions, int Dropped)
{
    /// <summary>Nothing.</summary>
    public static LazyBatch Empty { get; } = new([], [], 0);

    /// <summary>How many rows it writes.</summary>
    public int Count => Streams.Count + Sessions.Count;
}

/// <summary>What waits for one stream's row; <see langword="null"/> parts stay as they are stored.</summary>
public sealed record LazyStream(string Stream, long ToldVersion = 0, LazyDue? Due = null, StoredSnapshot? Snapshot = null)
{
    /// <summary>This write and a later one as one: the highest watermark, the newest snapshot, the deadline of the highest version.</summary>
    public LazyStream Then(LazyStream later) => new(
        Stream,
        Math.Max(ToldVersion, later.ToldVersion),
        later.Due is { } due && due.Version >= (Due?.Version ?? 0) ? due : Due,
        later.Snapshot is { } snapshot && snapshot.Version >= (Snapshot?.Version ?? 0) ? snapshot : Snapshot);
}

/// <summary>A deadline that holds only while its stream is at <paramref name="Version"/>.</summary>
public sealed record LazyDue(long Version, DateTimeOffset? Due);
