using Microsoft.Extensions.Logging;
using Npgsql;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Silo.Journal.Postgres;

/// <summary>Reads. Each method is one statement and sees one state of the database. May be called from any thread.</summary>
internal sealed partial class PostgresReader(NpgsqlDataSource source, ILogger logger)
{
    private const string WakeableSql = """
        SELECT stream FROM (
            (SELECT stream FROM streams WHERE told < version AND stream > $1 ORDER BY stream LIMIT $3)
            UNION
            (SELECT stream FROM streams WHERE due <= $2 AND stream > $1 ORDER BY stream LIMIT $3)) AS wakeable
        ORDER BY stream LIMIT $3
        """;

    private const string AuditSql = """
        SELECT number, supervisor, agent, chat, at, json FROM audit
        WHERE center = $1 AND number > $2 AND ($3 = '' OR supervisor = $3) AND ($4 = '' OR agent = $4) AND ($5 = '' OR chat = $5) AND at >= $6 AND at < $7
        ORDER BY number LIMIT $8
        """;

    public Task<ImmutableArray<StoredEvent>> EventsAsync(string stream, long afterVersion, int eventsMax, CancellationToken cancellation) => AllAsync(
        "SELECT version, name, json FROM events WHERE stream = $1 AND version > $2 ORDER BY version LIMIT $3",
        static row => new StoredEvent(row.GetInt64(0), row.GetString(1), Bytes(row, 2)), cancellation, stream, afterVersion, eventsMax);

    public async Task<StreamHead?> HeadAsync(string stream, CancellationToken cancellation) => (await AllAsync(
        "SELECT version, told, due FROM streams WHERE stream = $1",
        static row => new StreamHead(row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : Time(row, 2)), cancellation, stream)).SingleOrDefault();

    public async Task<StoredSnapshot?> SnapshotAsync(string stream, CancellationToken cancellation) => (await AllAsync(
        "SELECT version, name, json FROM snapshots WHERE stream = $1",
        static row => new StoredSnapshot(row.GetInt64(0), row.GetString(1), Bytes(row, 2)), cancellation, stream)).SingleOrDefault();

    public async Task<RequestRow?> RequestAsync(string scope, string key, CancellationToken cancellation) => (await AllAsync(
        "SELECT digest, at, json FROM requests WHERE scope = $1 AND key = $2",
        row => new RequestRow(scope, key, row.GetString(0), Time(row, 1), Bytes(row, 2)), cancellation, scope, key)).SingleOrDefault();

    public Task<ImmutableArray<StoredAudit>> AuditAsync(AuditFilter filter, long afterNumber, int rowsMax, CancellationToken cancellation) => AllAsync(
        AuditSql,
        row => new StoredAudit(row.GetInt64(0), new AuditRow(filter.ContactCenterId, row.GetString(1), row.GetString(2), row.GetString(3), Time(row, 4), Bytes(row, 5))),
        cancellation, filter.ContactCenterId, afterNumber, filter.SupervisorId, filter.AgentId, filter.ChatId, filter.From.UtcTicks, filter.Before.UtcTicks, rowsMax);

    public Task<ImmutableArray<string>> WakeableAsync(DateTimeOffset now, string afterStream, int streamsMax, CancellationToken cancellation) =>
        AllAsync(WakeableSql, static row => row.GetString(0), cancellation, afterStream, now.UtcTicks, streamsMax);

    public Task<ImmutableArray<SessionRow>> SessionsAsync(string userId, CancellationToken cancellation) => AllAsync(
        "SELECT session_key, epoch, json FROM sessions WHERE user_id = $1 ORDER BY session_key",
        row => new SessionRow(userId, row.GetString(0), row.GetInt64(1), Bytes(row, 2)), cancellation, userId);

    public Task<ImmutableArray<string>> SessionUsersAsync(string afterUserId, int usersMax, CancellationToken cancellation) => AllAsync(
        "SELECT DISTINCT user_id FROM sessions WHERE user_id > $1 ORDER BY user_id LIMIT $2", static row => row.GetString(0), cancellation, afterUserId, usersMax);

    /// <exception cref="StoreUnavailableException">The database does not answer. Its driver's own exceptions do not travel between processes.</exception>
    private async Task<ImmutableArray<T>> AllAsync<T>(string sql, Func<NpgsqlDataReader, T> make, CancellationToken cancellation, params object[] values)
    {
        try
        {
            return await ReadAsync(sql, make, values, cancellation).ConfigureAwait(false);
        }
        catch (NpgsqlException error)
        {
            Log.ReadFailed(logger, error.SqlState, error);
            throw new StoreUnavailableException("The journal could not be read; retry.");
        }
    }

    private async Task<ImmutableArray<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> make, object[] values, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // the statements of this class
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var row = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var all = ImmutableArray.CreateBuilder<T>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false)) all.Add(make(row));
        return all.ToImmutable();
    }

    private static ReadOnlyMemory<byte> Bytes(NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    private static DateTimeOffset Time(NpgsqlDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    private static partial class Log
    {
        [LoggerMessage(3137, LogLevel.Warning, "The journal could not be read (SQLSTATE {SqlState}); the caller was told.")]
        public static partial void ReadFailed(ILogger logger, string? sqlState, Exception error);
    }
}
