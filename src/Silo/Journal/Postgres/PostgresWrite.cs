using Npgsql;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Silo.Journal.Postgres;

/// <summary>A write into PostgreSQL: one call of a function that answers what became of it (see <c>002_functions.sql</c>).</summary>
/// <param name="kind">What it writes.</param>
/// <param name="rows">How many events it counts for.</param>
/// <param name="command">Makes the call anew: a commit may have to be sent again. <see langword="null"/>: a flush.</param>
/// <param name="conflict">What 1 means.</param>
/// <param name="known">What 2 means.</param>
internal sealed class PostgresWrite(
    WriteKind kind, int rows, Func<Place, NpgsqlBatchCommand>? command, Func<Exception> conflict, Func<Exception>? known = null) : QueuedWrite(kind, rows)
{
    private const int Conflict = 1;
    private const int Known = 2;

    public static PostgresWrite Flush() => new(WriteKind.Flush, 0, null, static () => new InvalidOperationException("A flush is never refused."));

    public NpgsqlBatchCommand Command(Place place) => command!(place);

    /// <summary>Takes what the call answered.</summary>
    public void Answered(int code) => Refused = code switch
    {
        Conflict => conflict(),
        Known => known!(),
        _ => null,
    };

    /// <summary>The database said by an exception that this row cannot be, and nothing of the call was written.</summary>
    public void Failed(PostgresException error) => Refused = error switch
    {
        { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "events_pkey" or "streams_pkey" or "sessions_pkey" } => conflict(),
        { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "requests_pkey" } when known is not null => known(),
        _ => error,
    };
}
