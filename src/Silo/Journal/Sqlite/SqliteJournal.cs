using Microsoft.Extensions.Logging;
using OrleansChat.Grains.Interfaces.Telemetry;
using OrleansChat.Grains.Journal;
using SQLitePCL;

namespace OrleansChat.Silo.Journal.Sqlite;

/// <summary>
/// The journal in one SQLite file, for the single process: one thread writes and syncs (<see cref="SqliteGroupCommit"/>), a few connections read
/// beside it. An append is on disk when its task ends.
/// </summary>
/// <remarks>Disposing commits everything that waits, the lazy writes too. After that a call throws <see cref="ObjectDisposedException"/>,
/// and a lazy write does nothing.</remarks>
public sealed class SqliteJournal : IJournal, IAsyncDisposable
{
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly DataFolderLock _lock;
    private readonly SqliteReaders _readers;
    private readonly SqliteGroupCommit _commits;
    private int _isClosed;

    private SqliteJournal(string path, DataFolderLock folder, SqliteJournalOptions options, TimeProvider time, ILogger logger)
    {
        (_path, _lock, _logger) = (path, folder, logger);
        var writer = OpenFirst(options);
        _readers = new(path, options);
        _commits = new(options, writer, () => OpenWriter(options), time, logger);
        JournalLog.Opened(logger, path, SqliteMigrator.Newest);
    }

    /// <summary>Opens the journal, or makes a new one; brings an older schema up to date.</summary>
    /// <exception cref="JournalStartException">Somebody must act first; its message says how.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static SqliteJournal Open(SqliteJournalOptions options, TimeProvider time, ILogger<SqliteJournal> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        var path = Path.GetFullPath(options.Checked().DatabasePath);
        var folder = DataFolderLock.Take(path);
        try
        {
            return new(path, folder, options, time, logger);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task AppendAsync(JournalAppend append)
    {
        JournalNames.Check(append);
        var writing = new SqliteWrite(WriteKind.Append, Math.Max(1, append.Events.Length), writer => writer.Append(append));
        return Trace.IsOn ? WriteInSpanAsync(writing) : _commits.Queue.WriteAsync(writing);
    }

    /// <inheritdoc/>
    public Task<RequestRow?> FindRequestAsync(string scope, string key, CancellationToken cancellation = default)
    {
        JournalNames.Check(scope);
        JournalNames.Check(key);
        return _readers.ReadAsync(reader => reader.Request(scope, key), cancellation);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<StoredAudit>> ReadAuditAsync(AuditFilter filter, long afterNumber, int rowsMax, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowsMax);
        return _readers.ReadAsync(reader => reader.Audit(filter, afterNumber, rowsMax), cancellation);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<StoredEvent>> ReadAsync(string stream, long afterVersion, int eventsMax, CancellationToken cancellation = default)
    {
        JournalNames.Check(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(afterVersion);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eventsMax);
        return _readers.ReadAsync(reader => reader.Events(stream, afterVersion, eventsMax), cancellation);
    }

    /// <inheritdoc/>
    public Task<StreamHead?> ReadHeadAsync(string stream, CancellationToken cancellation = default)
    {
        JournalNames.Check(stream);
        return _readers.ReadAsync(reader => reader.Head(stream), cancellation);
    }

    /// <inheritdoc/>
    public Task<StoredSnapshot?> ReadSnapshotAsync(string stream, CancellationToken cancellation = default)
    {
        JournalNames.Check(stream);
        return _readers.ReadAsync(reader => reader.Snapshot(stream), cancellation);
    }

    /// <inheritdoc/>
    public void AdvanceTold(string stream, long toldVersion) => _commits.Queue.WriteLazily(new LazyStream(JournalNames.Check(stream), toldVersion));

    /// <inheritdoc/>
    public void MoveDue(string stream, long version, DateTimeOffset? due) =>
        _commits.Queue.WriteLazily(new LazyStream(JournalNames.Check(stream), Due: new(version, due)));

    /// <inheritdoc/>
    public void SaveSnapshot(string stream, StoredSnapshot snapshot) =>
        _commits.Queue.WriteLazily(new LazyStream(JournalNames.Check(stream), Snapshot: snapshot with { Json = snapshot.Json.ToArray() }));

    /// <inheritdoc/>
    public Task FlushAsync() => _commits.Queue.WriteAsync(SqliteWrite.Flush());

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> FindWakeableAsync(DateTimeOffset now, string afterStream, int streamsMax, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(streamsMax);
        return _readers.ReadAsync(reader => reader.Wakeable(now, afterStream, streamsMax), cancellation);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<SessionRow>> ReadSessionsAsync(string userId, CancellationToken cancellation = default)
    {
        JournalNames.Check(userId);
        return _readers.ReadAsync(reader => reader.Sessions(userId), cancellation);
    }

    /// <inheritdoc/>
    public Task SaveSessionAsync(SessionRow row, long expectedEpoch)
    {
        JournalNames.Check(row, expectedEpoch);
        _commits.Queue.ForgetLazySession(row.UserId, row.SessionKey);
        return _commits.Queue.WriteAsync(new(WriteKind.Session, rows: 1, writer => writer.SaveSession(row, expectedEpoch)));
    }

    /// <inheritdoc/>
    public void SaveSessionLazily(SessionRow row)
    {
        JournalNames.Check(row);
        _commits.Queue.WriteLazily(row);
    }

    /// <inheritdoc/>
    public Task DeleteSessionAsync(string userId, string sessionKey, long epoch)
    {
        JournalNames.Check(userId);
        JournalNames.Check(sessionKey);
        _commits.Queue.ForgetLazySession(userId, sessionKey);
        return _commits.Queue.WriteAsync(new(WriteKind.Session, rows: 1, writer => writer.DeleteSession(userId, sessionKey, epoch)));
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> FindSessionUsersAsync(string afterUserId, int usersMax, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(usersMax);
        return _readers.ReadAsync(reader => reader.SessionUsers(afterUserId, usersMax), cancellation);
    }

    /// <summary>Commits what waits and closes. The last connection to close empties the write-ahead log into the database.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 1) return;
        await _readers.DisposeAsync().ConfigureAwait(false);
        await _commits.DisposeAsync().ConfigureAwait(false);
        _lock.Dispose();
        JournalLog.Closed(_logger, _path);
    }

    private SqliteWriter OpenFirst(SqliteJournalOptions options)
    {
        try
        {
            Migrate(options);
            return OpenWriter(options);
        }
        catch (SqliteException error) when (Problem(error) is { } refusal)
        {
            throw refusal;
        }
    }

    // A connection of its own: nothing is changed before the version was read, and a fault of a script leaves no connection behind.
    private void Migrate(SqliteJournalOptions options)
    {
        using var connection = SqliteConnection.Open(_path, options.BusyTimeout, mayCreate: true);
        var schema = SqliteMigrator.CheckVersion(connection, _path);
        SqliteMigrator.Migrate(connection.AsWriter(), schema);
        if (schema > 0 && schema < SqliteMigrator.Newest) JournalLog.Migrated(_logger, _path, schema, SqliteMigrator.Newest);
    }

    private SqliteWriter OpenWriter(SqliteJournalOptions options)
    {
        var connection = SqliteConnection.OpenWriter(_path, options.BusyTimeout);
        try
        {
            options.WriterOpened?.Invoke(connection);
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private JournalStartException? Problem(SqliteException error) => error.Code switch
    {
        raw.SQLITE_NOTADB => new(JournalStartProblem.NotAJournal, $"{_path} is not a database: move it away, or choose another data folder.", error),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new(JournalStartProblem.InUse, $"Another process holds {_path}: stop it, or choose another data folder.", error),
        raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM => new(
            JournalStartProblem.FolderNotWritable, $"{_path} cannot be opened for writing: grant access, or choose another data folder.", error),
        _ => null,
    };

    private async Task WriteInSpanAsync(SqliteWrite write)
    {
        using var span = Trace.Start(Spans.Append, parent: Trace.Incoming);
        await _commits.Queue.WriteAsync(write);
    }
}
