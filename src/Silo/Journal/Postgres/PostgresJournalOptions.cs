namespace OrleansChat.Silo.Journal.Postgres;

/// <summary>Which database holds the journal, and the limits of its queues and waits.</summary>
public sealed class PostgresJournalOptions : CommitLimits
{
    /// <summary>As Npgsql reads it: <c>Host=…;Database=…;Username=…</c>. Time-outs, pool size and prepared statements are set by the journal.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The database schema that holds the tables; it is made where it is missing. Lower-case letters, digits, underscores.</summary>
    public string Schema { get; set; } = "orleanschat";

    /// <summary>Whether an older schema is brought up to date; if not, it is refused.</summary>
    public bool Migrate { get; set; } = true;

    /// <summary>How long a connection may take to open, and a statement to answer, whole seconds: less than a grain call.</summary>
    public int TimeoutSeconds { get; set; } = 3;

    /// <summary>How long a commit whose connection was lost is looked for before its callers are told that its outcome is unknown.</summary>
    public TimeSpan OutcomeWait { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How many connections read at the same time. More wait.</summary>
    public int ReadConnections { get; set; } = 8;

    /// <summary>Called before each commit is sent: where tests hold it, or cut its connection.</summary>
    internal Func<Task>? Committing { get; set; }

    internal PostgresJournalOptions Checked()
    {
        ArgumentException.ThrowIfNullOrEmpty(ConnectionString);
        Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(TimeoutSeconds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReadConnections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(OutcomeWait, TimeSpan.Zero);
        if (Schema.Length is 0 or > 60 || Schema.Any(static c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_') || char.IsAsciiDigit(Schema[0]))
            throw new ArgumentException("A schema's name has lower-case letters, digits and underscores, at most 60, and begins with no digit.", nameof(Schema));
        return this;
    }
}
