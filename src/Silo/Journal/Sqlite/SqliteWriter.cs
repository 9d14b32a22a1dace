using OrleansChat.Grains.Journal;

namespace OrleansChat.Silo.Journal.Sqlite;

/// <summary>The connection that writes, with its statements. One row is changed per event and one per append. Used by the writer's thread only.</summary>
internal sealed class SqliteWriter(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _begin = connection.Prepare("BEGIN IMMEDIATE");
    private readonly SqliteStatement _commit = connection.Prepare("COMMIT");
    private readonly SqliteStatement _rollback = connection.Prepare("ROLLBACK");
    private readonly SqliteStatement _savepoint = connection.Prepare("SAVEPOINT one");
    private readonly SqliteStatement _release = connection.Prepare("RELEASE one");
    private readonly SqliteStatement _undo = connection.Prepare("ROLLBACK TO one");

    private readonly SqliteStatement _addStream = connection.Prepare(
        "INSERT INTO streams (stream, version, due) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");

    private readonly SqliteStatement _moveHead = connection.Prepare(
        "UPDATE streams SET version = ?2, due = ?3 WHERE stream = ?1 AND version = ?4");

    private readonly SqliteStatement _addEvent = connection.Prepare(
        "INSERT INTO events (stream, version, name, json) VALUES (?1, ?2, ?3, ?4)");

    private readonly SqliteStatement _addAudit = connection.Prepare("""
        INSERT INTO audit (center, number, supervisor, agent, chat, at, json)
        VALUES (?1, 1 + coalesce((SELECT max(number) FROM audit WHERE center = ?1), 0), ?2, ?3, ?4, ?5, ?6)
        """);

    private readonly SqliteRequests _requests = new(connection);

    private readonly SqliteStatement _advanceTold = connection.Prepare(
        "UPDATE streams SET told = min(?2, version) WHERE stream = ?1 AND told < min(?2, version)");

    private readonly SqliteStatement _moveDue = connection.Prepare(
        "UPDATE streams SET due = ?3 WHERE stream = ?1 AND version = ?2");

    private readonly SqliteStatement _saveSnapshot = connection.Prepare("""
        INSERT INTO snapshots (stream, version, name, json)
        SELECT ?1, ?2, ?3, ?4 FROM streams WHERE stream = ?1 AND version >= ?2
        ON CONFLICT (stream) DO UPDATE SET version = excluded.version, name = excluded.name, json = excluded.json
        WHERE excluded.version >= snapshots.version
        """);

    private readonly SqliteStatement _addSession = connection.Prepare(
        "INSERT INTO sessions (user_id, session_key, epoch, json) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING");

    private readonly SqliteStatement _replaceSession = connection.Prepare(
        "UPDATE sessions SET epoch = ?3, json = ?4 WHERE user_id = ?1 AND session_key = ?2 AND epoch = ?5");

    private readonly SqliteStatement _deleteSession = connection.Prepare(
        "DELETE FROM sessions WHERE user_id = ?1 AND session_key = ?2 AND epoch = ?3");

    private readonly SqliteStatement _sessionExists = connection.Prepare(
        "SELECT 1 FROM sessions WHERE user_id = ?1 AND session_key = ?2");

    public void Begin() => _begin.Run();

    public void Commit() => _commit.Run();

    public void Rollback()
    {
        if (connection.IsInTransaction) _rollback.Run();
    }

    /// <summary>
    /// Applies one write inside its own savepoint. Returns why it was refused (nothing of it is written then), or <see langword="null"/>.
    /// </summary>
    /// <exception cref="SqliteException">The whole transaction is lost.</exception>
    public Exception? Apply(Func<SqliteWriter, Exception?> write)
    {
        _savepoint.Run();
        Exception? refused;
        try
        {
            refused = write(this);
        }
        catch (SqliteException error) when (error.EndsOnlyItsStatement && connection.IsInTransaction)
        {
            refused = error;
        }

        if (refused is not null) _undo.Run();
        _release.Run();
        return refused;
    }

    /// <summary>Writes an append. Returns what keeps it from being written: its version (then nothing is written yet) or its request's key is taken.</summary>
    public Exception? Append(JournalAppend append)
    {
        var version = append.ExpectedVersion;
        var head = version + append.Events.Length;
        var isNext = version == 0
            ? _addStream.Bind(1, append.Stream).Bind(2, head).Bind(3, append.Due).Run() == 1
            : _moveHead.Bind(1, append.Stream).Bind(2, head).Bind(3, append.Due).Bind(4, version).Run() == 1;
        if (!isNext) return new JournalConflictException(append.Stream, version);
        if (append.Request is { } request && !_requests.TryAdd(request)) return new RequestKnownException(request.Row.Scope);

        foreach (var happened in append.Events)
            _addEvent.Bind(1, append.Stream).Bind(2, ++version).Bind(3, happened.Name).Bind(4, happened.Json).Run();
        foreach (var row in append.Audit)
            _addAudit.Bind(1, row.ContactCenterId).Bind(2, row.SupervisorId).Bind(3, row.AgentId).Bind(4, row.ChatId).Bind(5, row.At).Bind(6, row.Json).Run();
        return null;
    }

    public JournalConflictException? SaveSession(SessionRow row, long expectedEpoch)
    {
        var statement = expectedEpoch == 0 ? _addSession : _replaceSession.Bind(5, expectedEpoch);
        var rows = statement.Bind(1, row.UserId).Bind(2, row.SessionKey).Bind(3, row.Epoch).Bind(4, row.Json).Run();
        return rows == 1 ? null : JournalConflictException.OfSession(row.UserId, expectedEpoch);
    }

    public JournalConflictException? DeleteSession(string userId, string sessionKey, long epoch)
    {
        var isGone = _deleteSession.Bind(1, userId).Bind(2, sessionKey).Bind(3, epoch).Run() == 1
            || _sessionExists.Bind(1, userId).Bind(2, sessionKey).All(static row => row.Number(0)).IsEmpty;
        return isGone ? null : JournalConflictException.OfSession(userId, epoch);
    }

    /// <summary>Applies a lazy write; what no longer fits changes no row.</summary>
    public Exception? Apply(LazyStream lazy)
    {
        if (lazy.ToldVersion > 0) _advanceTold.Bind(1, lazy.Stream).Bind(2, lazy.ToldVersion).Run();
        if (lazy.Due is { } due) _moveDue.Bind(1, lazy.Stream).Bind(2, due.Version).Bind(3, due.Due).Run();
        if (lazy.Snapshot is { } snapshot)
            _saveSnapshot.Bind(1, lazy.Stream).Bind(2, snapshot.Version).Bind(3, snapshot.Name).Bind(4, snapshot.Json).Run();
        return null;
    }

    /// <inheritdoc cref="Apply(LazyStream)"/>
    public Exception? Apply(SessionRow row) => SaveSession(row, row.Epoch);

    public void Dispose() => connection.Dispose();
}
