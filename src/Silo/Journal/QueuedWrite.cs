namespace OrleansChat.Silo.Journal;

/// <summary>A write that waits for its commit. Its task ends when the commit is on disk, never on the thread that commits.</summary>
/// <param name="rows">How many events it counts for.</param>
/// <param name="isFlush">Only the commit itself is awaited, and the lazy writes with it.</param>
internal abstract class QueuedWrite(int rows, bool isFlush) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public int Rows => rows;

    public bool IsFlush => isFlush;

    /// <summary>Why it was refused when it was applied; nothing of it is written then.</summary>
    protected Exception? Refused { get; set; }

    /// <summary>The commit is on disk: what was applied succeeded, what was refused fails alone.</summary>
    public void Committed()
    {
        if (Refused is null) SetResult();
        else SetException(Refused);
    }
}
