namespace OrleansChat.Grains.Journal;

/// <summary>Another activation wrote first: the stream (or session row) is not where the caller believed. Nothing was written; the caller may re-read and retry.</summary>
public sealed class JournalConflictException : Exception
{
    public JournalConflictException(string stream, long expectedVersion)
        : base($"Stream {stream} is not at version {expectedVersion}: another activation appended to it.")
    {
    }

    /// <summary>The session row of a user has another epoch than the caller believed, or is not there.</summary>
    public static JournalConflictException OfSession(string userId, long expectedEpoch) =>
        new($"A session row of user {userId} is not at epoch {expectedEpoch}: another activation took it over or deleted it.");

    public JournalConflictException() { }
    public JournalConflictException(string message) : base(message) { }
    public JournalConflictException(string message, Exception innerException) : base(message, innerException) { }
}
