using Microsoft.Extensions.Logging;
using Npgsql;
using OrleansChat.Grains.Interfaces.Telemetry;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Silo.Journal.Postgres;

/// <summary>
/// The journal in PostgreSQL, for any number of silos: each has one task that writes (<see cref="PostgresGroupCommit"/>), and connections that read beside it.
/// An append is on disk when its task ends, as far as <c>synchronous_commit</c> of the database says.
/// </summary>
/// <remarks>Disposing commits everything that waits, the lazy writes too. After that a call throws <see cref="ObjectDisposedException"/>,
/// and a lazy write does nothing.</remarks>
public sealed class PostgresJournal : IJournal, IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly ILogger _logger;
    private readonly string _name;
    private readonly PostgresReader _reader;
    private readonly PostgresGroupCommit _commits;
    private int _isClosed;

    private PostgresJournal(NpgsqlDataSource source, PostgresJournalOptions options, string name, TimeProvider time, ILogger logger)
    {
        (_source, _logger, _name) = (source, logger, name);
        _reader = new(source, logger);
        _commits = new(new PostgresWriter(source, options, time), options, time, logger);
    }

    /// <summary>Opens the journal, or makes a new one; brings an older schema up to date. Many silos may do it at the same time.</summary>
    /// <exception cref="JournalStartException">Somebody must act first; its message says how.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static async Task<PostgresJournal> OpenAsync(PostgresJournalOptions options, TimeProvider time, ILogger<PostgresJournal> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Checked();
        var settings = SettingsOf(options);
        var name = $"{settings.Host}/{settings.Database}/{options.Schema}";
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
        try
        {
            await UpdateAsync(source, options, name, logger).ConfigureAwait(false);
            await PostgresWriter.ForgetSilentAsync(source).ConfigureAwait(false);
            JournalLog.Opened(logger, name, PostgresMigrator.Newest);
            return new(source, options, name, time, logger);
        }
        catch (Exception error)
        {
            await source.DisposeAsync().ConfigureAwait(false);
            if (error is not NpgsqlException { SqlState: null } and not PostgresException { SqlState: "28P01" or "28000" or "3D000" or "42501" or "57P03" }) throw;
            throw new JournalStartException(JournalStartProblem.Unreachable, $"The database {name} cannot be used ({error.Message}): start it, or correct its connection string.", error);
        }
    }

    /// <inheritdoc/>
    public Task AppendAsync(JournalAppend append)
    {
        JournalNames.Check(append);
        var writing = new PostgresWrite(
            WriteKind.Append, Math.Max(1, append.Events.Length), place => PostgresCommands.Append(place, append),
            () => new JournalConflictException(append.Stream, append.ExpectedVersion), () => new RequestKnownException(append.Request!.Row.Scope));
        return Trace.IsOn ? WriteInSpanAsync(writing) : _commits.Queue.WriteAsync(writing);
    }

    /// <inheritdoc/>
    public Task<RequestRow?> FindRequestAsync(string scope, string key, CancellationToken cancellation = default) =>
        Open().RequestAsync(JournalNames.Check(scope), JournalNames.Check(key), cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<StoredAudit>> ReadAuditAsync(AuditFilter filter, long afterNumber, int rowsMax, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowsMax);
        return Open().AuditAsync(filter, afterNumber, rowsMax, cancellation);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<StoredEvent>> ReadAsync(string stream, long afterVersion, int eventsMax, CancellationToken cancellation = default)
    {
        JournalNames.Check(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(afterVersion);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eventsMax);
        return Open().EventsAsync(stream, afterVersion, eventsMax, cancellation);
    }

    /// <inheritdoc/>
    public Task<StreamHead?> ReadHeadAsync(string stream, CancellationToken cancellation = default) => Open().HeadAsync(JournalNames.Check(stream), cancellation);

    /// <inheritdoc/>
    public Task<StoredSnapshot?> ReadSnapshotAsync(string stream, CancellationToken cancellation = default) => Open().SnapshotAsync(JournalNames.Check(stream), cancellation);

    /// <inheritdoc/>
    public void AdvanceTold(string stream, long toldVersion) => _commits.Queue.WriteLazily(new LazyStream(JournalNames.Check(stream), toldVersion));

    /// <inheritdoc/>
    public void MoveDue(string stream, long version, DateTimeOffset? due) =>
        _commits.Queue.WriteLazily(new LazyStream(JournalNames.Check(stream), Due: new(version, due)));

    /// <inheritdoc/>
    public void SaveSnapshot(string stream, StoredSnapshot snapshot) =>
        _commits.Queue.WriteLazily(new LazyStream(JournalNames.Check(stream), Snapshot: snapshot with { Json = snapshot.Json.ToArray() }));

    /// <inheritdoc/>
    public Task FlushAsync() => _commits.Queue.WriteAsync(PostgresWrite.Flush());

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> FindWakeableAsync(DateTimeOffset now, string afterStream, int streamsMax, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(streamsMax);
        return Open().WakeableAsync(now, afterStream, streamsMax, cancellation);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<SessionRow>> ReadSessionsAsync(string userId, CancellationToken cancellation = default) =>
        Open().SessionsAsync(JournalNames.Check(userId), cancellation);

    /// <inheritdoc/>
    public Task SaveSessionAsync(SessionRow row, long expectedEpoch)
    {
        JournalNames.Check(row, expectedEpoch);
        _commits.Queue.ForgetLazySession(row.UserId, row.SessionKey);
        return _commits.Queue.WriteAsync(new(WriteKind.Session, 1, place => PostgresCommands.SaveSession(place, row, expectedEpoch), () => JournalConflictException.OfSession(row.UserId, expectedEpoch)));
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
        return _commits.Queue.WriteAsync(new(WriteKind.Session, 1, place => PostgresCommands.DeleteSession(place, userId, sessionKey, epoch), () => JournalConflictException.OfSession(userId, epoch)));
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> FindSessionUsersAsync(string afterUserId, int usersMax, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(usersMax);
        return Open().SessionUsersAsync(afterUserId, usersMax, cancellation);
    }

    /// <summary>Commits what waits and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 1) return;
        await _commits.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
        JournalLog.Closed(_logger, _name);
    }

    private static async Task UpdateAsync(NpgsqlDataSource source, PostgresJournalOptions options, string name, ILogger logger)
    {
        if (!options.Migrate)
        {
            await PostgresMigrator.CheckAsync(source, options.Schema).ConfigureAwait(false);
            return;
        }

        var before = await PostgresMigrator.MigrateAsync(source, options.Schema).ConfigureAwait(false);
        if (before > 0 && before < PostgresMigrator.Newest) JournalLog.Migrated(logger, name, before, PostgresMigrator.Newest);
    }

    private PostgresReader Open()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed) == 1, this);
        return _reader;
    }

    /// <summary>Statements are prepared by themselves; a wait ends before the grain call that it is in does.</summary>
    private static NpgsqlConnectionStringBuilder SettingsOf(PostgresJournalOptions options) => new(options.ConnectionString)
    {
        SearchPath = options.Schema,
        Timeout = options.TimeoutSeconds,
        CommandTimeout = options.TimeoutSeconds,
        CancellationTimeout = 1_000,
        MaxPoolSize = options.ReadConnections + 2,
        MaxAutoPrepare = 32,
        AutoPrepareMinUsages = 2,
        ApplicationName = "OrleansChat journal",
    };

    private async Task WriteInSpanAsync(PostgresWrite write)
    {
        using var span = Trace.Start(Spans.Append, parent: Trace.Incoming);
        await _commits.Queue.WriteAsync(write);
    }
}
