using Npgsql;
using NpgsqlTypes;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Silo.Journal.Postgres;

/// <summary>The calls that write, with their parameters.</summary>
internal static class PostgresCommands
{
    public static NpgsqlBatchCommand Append(Place place, JournalAppend append)
    {
        var (row, request) = (append.Request?.Row, append.Request);
        return new("SELECT append_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)")
        {
            Parameters =
            {
                Writer(place.Writer), Int(place.Number), Text(append.Stream), Number(append.ExpectedVersion), Time(append.Due),
                Texts(append.Events.Select(static e => e.Name)), Blobs(append.Events.Select(static e => e.Json)),
                Text(row?.Scope), Text(row?.Key), Text(row?.Digest), Time(row?.At), Blob(row?.Json), Time(request?.ForgottenBefore), Int(request?.RowsMax),
                Texts(append.Audit.Select(static a => a.ContactCenterId)), Texts(append.Audit.Select(static a => a.SupervisorId)),
                Texts(append.Audit.Select(static a => a.AgentId)), Texts(append.Audit.Select(static a => a.ChatId)),
                new NpgsqlParameter { Value = append.Audit.Select(static a => a.At.UtcTicks).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                Blobs(append.Audit.Select(static a => a.Json)),
            },
        };
    }

    public static NpgsqlBatchCommand SaveSession(Place place, SessionRow row, long expectedEpoch) => new("SELECT save_session($1, $2, $3, $4, $5, $6, $7)")
    {
        Parameters = { Writer(place.Writer), Int(place.Number), Text(row.UserId), Text(row.SessionKey), Number(row.Epoch), Blob(row.Json), Number(expectedEpoch) },
    };

    public static NpgsqlBatchCommand DeleteSession(Place place, string userId, string sessionKey, long epoch) => new("SELECT delete_session($1, $2, $3, $4, $5)")
    {
        Parameters = { Writer(place.Writer), Int(place.Number), Text(userId), Text(sessionKey), Number(epoch) },
    };

    public static NpgsqlBatchCommand WriteLazily(LazyStream lazy) => new("SELECT write_lazily($1, $2, $3, $4, $5, $6, $7)")
    {
        Parameters =
        {
            Text(lazy.Stream), Number(lazy.ToldVersion), Number(lazy.Due?.Version), Time(lazy.Due?.Due),
            Number(lazy.Snapshot?.Version), Text(lazy.Snapshot?.Name), Blob(lazy.Snapshot?.Json),
        },
    };

    /// <summary>Notes in the writer's own row that this is its commit of that number.</summary>
    public static NpgsqlBatchCommand Begin(Guid writer, long number) => new("SELECT begin_commit($1, $2)") { Parameters = { Writer(writer), Number(number) } };

    /// <summary>Asks for the writer's last commit, and sees to it that the commit of that number does not begin any more.</summary>
    public static NpgsqlCommand Fence(NpgsqlConnection connection, Guid writer, long number) =>
        new("SELECT fence_commit($1, $2)", connection) { Parameters = { Writer(writer), Number(number) } };

    public static NpgsqlParameter Writer(Guid writer) => new NpgsqlParameter<Guid> { TypedValue = writer };

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Number(long? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static NpgsqlParameter Int(int? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer };

    private static NpgsqlParameter Time(DateTimeOffset? value) => Number(value?.UtcTicks);

    private static NpgsqlParameter Blob(ReadOnlyMemory<byte>? value) => new() { Value = value is { } bytes ? bytes : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea };

    private static NpgsqlParameter Texts(IEnumerable<string> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static NpgsqlParameter Blobs(IEnumerable<ReadOnlyMemory<byte>> values) =>
        new() { Value = values.Select(static v => v.ToArray()).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };
}

/// <summary>Whose commit a call is in, and where in it: by that it is found again.</summary>
internal readonly record struct Place(Guid Writer, int Number);
