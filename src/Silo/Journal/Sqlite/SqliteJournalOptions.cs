namespace OrleansChat.Silo.Journal.Sqlite;

/// <summary>Where the journal's database is, and the limits of its queues.</summary>
public sealed class SqliteJournalOptions : CommitLimits
{
    /// <summary>The database file. Its folder is made where it is missing, and belongs to one server.</summary>
    public string DatabasePath { get; set; } = Path.Combine("data", "journal.db");

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
        Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(ReadConnections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BusyTimeout, TimeSpan.Zero);
        return this;
    }
}
