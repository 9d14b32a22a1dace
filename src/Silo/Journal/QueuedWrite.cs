namespace OrleansChat.Silo.Journal;

/// <summary>A write that waits for its commit. Its task ends when the commit is on disk, never on the thread that commits.</summary>
/// <param name="kind">What it writes.</param>
/// <param name="rows">How many events it counts for.</param>
internal abstract class QueuedWrite(WriteKind kind, int rows) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public int Rows => rows;

    public bool IsFlush => kind is WriteKind.Flush;

    /// <summary>Once it is committed: whether events or a request were stored by it.</summary>
    public bool IsStoredAppend => kind is WriteKind.Append && Refused is null;

    /// <summary>Why it was refused when it was applied; nothing of it is written then.</summary>
    protected Exception? Refused { get; set; }

    /// <summary>The commit is on disk: what was applied succeeded, what was refused fails alone.</summary>
    public void Committed()
    {
        if (Refused is null) SetResult();
        else SetException(Refused);
    }
}

/// <summary>What is written.</summary>
internal enum WriteKind
{
    /// <summary>Events, or a request that came to nothing new.</summary>
    Append,

    /// <summary>The row of a notification session, or its end.</summary>
    Session,

    /// <summary>Nothing: only the commit itself is awaited, and the lazy writes with it.</summary>
    Flush,
}
