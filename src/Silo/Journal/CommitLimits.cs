namespace OrleansChat.Silo.Journal;

/// <summary>How much waits for a commit, and how long.</summary>
public class CommitLimits
{
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

    /// <exception cref="ArgumentException">A limit is out of its range.</exception>
    private protected void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueWritesMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(EventsPerCommitMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(LazyKeysMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueWait, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FlushInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FlushInterval, TimeSpan.FromSeconds(1));
    }
}
