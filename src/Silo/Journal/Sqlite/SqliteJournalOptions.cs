namespace OrleansChat.Silo.Journal.Sqlite;

/// <summary>Where the journal's database is, and the limits of its queues.</summary>
public sealed class SqliteJournalOptions
{
    /// <summary>The database file. Its folder is made where it is missing, and belongs to one server.</summary>
    public string DatabasePath { get; set; } = Path.Combine("data", "journal.db");

    /// <summary>How many writes may wait for a commit. More wait outside, at most <see cref="QueueWait"/>.</summary>
    public int QueueWritesMax { get; set; } = 10_000;

    /// <summary>How long a write waits for room in a full queue before it throws <see cref="TimeoutException"/>; nothing is written then.</summary>
    public TimeSpan QueueWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many events share a commit at most; one append is never split. Above some hundred the sync no longer counts.</summary>
    public int EventsPerCommitMax { get; set; } = 1_000;

    /// <summary>
    /// How long lazy writes wait; then they go with the next commit, or get their own. What comes for the same row meanwhile is one write; what a crash makes
    /// of it is told again. At most a second.
    /// </summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How many streams and sessions may have lazy writes waiting. Half of them make a flush of their own; more than all are dropped.</summary>
    public int LazyKeysMax { get; set; } = 20_000;

    /// <summary>How many reads run at the same time, each on a connection of its own. More wait.</summary>
    public int ReadConnections { get; set; } = 4;

    /// <summary>How long a statement waits for another process (a backup, a shell) that holds the database.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Called with each connection that writes, before it is used: where tests make SQLite fail.</summary>
    internal Action<SqliteConnection>? WriterOpened { get; set; }

    /// <summary>Called on the writer's thread before each commit's transaction begins: where tests hold it.</summary>
    internal Action? Committing { get; set; }

    internal SqliteJournalOptions Checked()
    {
        ArgumentException.ThrowIfNullOrEmpty(DatabasePath);
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueWritesMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(EventsPerCommitMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(LazyKeysMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReadConnections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueWait, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(BusyTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FlushInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FlushInterval, TimeSpan.FromSeconds(1));
        return this;
    }
}
