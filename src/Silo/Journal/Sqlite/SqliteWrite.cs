using OrleansChat.Grains.Journal;

namespace OrleansChat.Silo.Journal.Sqlite;

/// <summary>A write into SQLite.</summary>
/// <param name="kind">What it writes.</param>
/// <param name="rows">How many events it counts for.</param>
/// <param name="apply">Writes it, or returns why not. <see langword="null"/>: a flush.</param>
internal sealed class SqliteWrite(WriteKind kind, int rows, Func<SqliteWriter, Exception?>? apply) : QueuedWrite(kind, rows)
{
    public static SqliteWrite Flush() => new(WriteKind.Flush, 0, null);

    /// <summary>Applies it in a savepoint of its own.</summary>
    public void Apply(SqliteWriter writer) => Refused = apply is null ? null : writer.Apply(apply);

    /// <summary>Applies it without one. <see langword="false"/>: some of it may be written that must not be, and the transaction has to begin anew.</summary>
    public bool TryApply(SqliteWriter writer)
    {
        Refused = apply?.Invoke(writer);
        return Refused is null or JournalConflictException;            // a conflict is found before anything is written
    }
}
