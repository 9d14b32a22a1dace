using OrleansChat.Grains.Journal;

namespace OrleansChat.Silo.Journal.Sqlite;

/// <summary>A connection that reads, with its statements. Each method is one statement and sees one state of the database. Used by one thread at a time.</summary>
internal sealed class SqliteReader(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _events = connection.Prepare(
        "SELECT version, name, json FROM events WHERE stream = ?1 AND version > ?2 ORDER BY version LIMIT ?3");

    private readonly SqliteStatement _head = connection.Prepare(
        "SELECT version, told, due FROM streams WHERE stream = ?1");

    private readonly SqliteStatement _snapshot = connection.Prepare(
        "SELECT version, name, json FROM snapshots WHERE stream = ?1");

    private readonly SqliteStatement _request = connection.Prepare(
        "SELECT digest, at, json FROM requests WHERE scope = ?1 AND key = ?2");

    private readonly SqliteAudit _audit = new(connection);

    private readonly SqliteStatement _wakeable = connection.Prepare(WakeableSql);

    private readonly SqliteStatement _sessions = connection.Prepare(
        "SELECT session_key, epoch, json FROM sessions WHERE user_id = ?1 ORDER BY session_key");

    private readonly SqliteStatement _users = connection.Prepare(
        "SELECT DISTINCT user_id FROM sessions WHERE user_id > ?1 ORDER BY user_id LIMIT ?2");

    /// <summary>Who is behind is found in name order by one index; who is due is found by the other, and sorted.</summary>
    internal const string WakeableSql = """
        SELECT stream FROM (SELECT stream FROM streams WHERE told < version AND stream > ?1 ORDER BY stream LIMIT ?3)
        UNION
        SELECT stream FROM (SELECT stream FROM streams INDEXED BY streams_due WHERE due <= ?2 AND stream > ?1 ORDER BY stream LIMIT ?3)
        ORDER BY stream LIMIT ?3
        """;

    public ImmutableArray<StoredAudit> Audit(AuditFilter filter, long afterNumber, int rowsMax) => _audit.Read(filter, afterNumber, rowsMax);

    public RequestRow? Request(string scope, string key) =>
        _request.Bind(1, scope).Bind(2, key).All(row => new RequestRow(scope, key, row.Text(0), row.Time(1)!.Value, row.Bytes(2))).SingleOrDefault();

    public ImmutableArray<StoredEvent> Events(string stream, long afterVersion, int eventsMax) =>
        _events.Bind(1, stream).Bind(2, afterVersion).Bind(3, eventsMax)
            .All(static row => new StoredEvent(row.Number(0), row.Text(1), row.Bytes(2)));

    public StreamHead? Head(string stream) =>
        _head.Bind(1, stream).All(static row => new StreamHead(row.Number(0), row.Number(1), row.Time(2))).SingleOrDefault();

    public StoredSnapshot? Snapshot(string stream) =>
        _snapshot.Bind(1, stream).All(static row => new StoredSnapshot(row.Number(0), row.Text(1), row.Bytes(2))).SingleOrDefault();

    public ImmutableArray<string> Wakeable(DateTimeOffset now, string afterStream, int streamsMax) =>
        _wakeable.Bind(1, afterStream).Bind(2, now).Bind(3, streamsMax).All(static row => row.Text(0));

    public ImmutableArray<SessionRow> Sessions(string userId) =>
        _sessions.Bind(1, userId).All(row => new SessionRow(userId, row.Text(0), row.Number(1), row.Bytes(2)));

    public ImmutableArray<string> SessionUsers(string afterUserId, int usersMax) =>
        _users.Bind(1, afterUserId).Bind(2, usersMax).All(static row => row.Text(0));

    public void Dispose() => connection.Dispose();
}
