using OrleansChat.Grains.Interfaces.Configuration;

namespace OrleansChat.Silo.Journal;

/// <summary>Why a journal does not open.</summary>
public enum JournalStartProblem
{
    /// <summary>The data folder cannot be created or written.</summary>
    FolderNotWritable,

    /// <summary>The file is no database, or the database of another program.</summary>
    NotAJournal,

    /// <summary>Another process has the data folder open.</summary>
    InUse,

    /// <summary>A newer server wrote the journal; this one does not know its tables.</summary>
    TooNew,

    /// <summary>An older server wrote the journal, and this one was told not to change it.</summary>
    TooOld,

    /// <summary>The database does not answer, or does not let us in.</summary>
    Unreachable,
}

/// <summary>
/// A journal does not open, and a person must act. <see cref="Exception.Message"/> is one line that says what to do; the server prints it and ends.
/// </summary>
public sealed class JournalStartException : SettingsException
{
    public JournalStartException(JournalStartProblem problem, string message, Exception? innerException = null)
        : base(message, innerException) => Problem = problem;

    public JournalStartException() { }
    public JournalStartException(string message) : base(message) { }
    public JournalStartException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>What is wrong.</summary>
    public JournalStartProblem Problem { get; }
}
