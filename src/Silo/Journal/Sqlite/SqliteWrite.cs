using OrleansChat.Grains.Journal;

namespace OrleansChat.Silo.Journal.Sqlite;

/// <summary>
/// A write that waits for its commit. Its task ends when the commit is on disk, never on the writer's thread.
/// </summary>
/// <param name="rows">How many events it counts for.</param>
/// <param name="apply">Writes it, or returns why not. <see langword="null"/>: only the commit itself is awaited.</param>
internal sealed class SqliteWrite(int rows, Func<SqliteWriter, Exception?>? apply) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private Exception? _refused;

    public int Rows => rows;

    /// <summary>Whether only the commit itself is awaited, and the lazy writes with it.</summary>
    public bool IsFlush => apply is null;

    /// <summary>Applies it in a savepoint of its own.</summary>
    public void Apply(SqliteWriter writer) => _refused = apply is null ? null : writer.Apply(apply);

    /// <summary>Applies it without one. <see langword="false"/>: some of it may be written that must not be, and the transaction has to begin anew.</summary>
    public bool TryApply(SqliteWriter writer)
    {
        _refused = apply?.Invoke(writer);
        return _refused is null or JournalConflictException;           // a conflict is found before anything is written
    }

    /// <summary>The commit is on disk: what was applied succeeded, what was refused fails alone.</summary>
    public void Committed()
    {
        if (_refused is null) SetResult();
        else SetException(_refused);
    }
}
