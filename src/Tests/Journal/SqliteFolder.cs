using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OrleansChat.Silo.Journal.Sqlite;

namespace OrleansChat.Tests.Journal;

/// <summary>A data folder of its own, the journal that is open in it, and what a test must see or hold of it.</summary>
internal sealed class SqliteFolder : ILogger<SqliteJournal>
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("journal-test-");
    private readonly ConcurrentQueue<string> _logged = [];
    private readonly List<SqliteJournal> _open = [];

    public SqliteFolder() => Options = OptionsIn("data");

    public SqliteJournalOptions Options { get; }

    public ManualTimers Time { get; } = new();

    public string DatabasePath => Options.DatabasePath;

    /// <summary>What was logged, as sentences.</summary>
    public IReadOnlyCollection<string> Logged => _logged;

    /// <summary>Called with each sentence that is logged, on the thread that logs.</summary>
    public Action<string>? OnLogged { get; set; }

    public SqliteJournalOptions OptionsIn(string name) => new() { DatabasePath = Path.Combine(_folder.FullName, name, "journal.db") };

    public SqliteJournal Open(SqliteJournalOptions? options = null)
    {
        var journal = SqliteJournal.Open(options ?? Options, Time, this);
        _open.Add(journal);
        return journal;
    }

    /// <summary>Copies database and log as they are now into another folder, as a crash would leave them; opens the copy.</summary>
    public SqliteJournal OpenCopy(string name, long? logBytes = null) => Open(Copy(name, logBytes));

    public SqliteJournalOptions Copy(string name, long? logBytes = null)
    {
        var copy = OptionsIn(name);
        Directory.CreateDirectory(Path.GetDirectoryName(copy.DatabasePath)!);
        CopyBytes(DatabasePath, copy.DatabasePath, long.MaxValue);
        CopyBytes(DatabasePath + "-wal", copy.DatabasePath + "-wal", logBytes ?? long.MaxValue);
        return copy;
    }

    /// <summary>Holds the writer before its next commit, and lets it go when disposed of.</summary>
    public CommitHold HoldCommits(SqliteJournalOptions? options = null) => new(options ?? Options);

    /// <summary>Closes every journal that was opened here, and deletes the folder.</summary>
    public async Task DeleteAsync()
    {
        foreach (var journal in _open) await journal.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var sentence = formatter(state, exception);
        _logged.Enqueue(sentence);
        OnLogged?.Invoke(sentence);
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    // SQLite's own locks must not be touched by the copy: other handles of this process may have the file open, so it is read as it is.
    private static void CopyBytes(string from, string to, long bytesMax)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var target = File.Create(to);
        var bytes = new byte[Math.Min(source.Length, bytesMax)];
        source.ReadExactly(bytes);
        target.Write(bytes);
    }
}

/// <summary>Holds the writer's thread right before a commit.</summary>
internal sealed class CommitHold : IDisposable
{
    private readonly SqliteJournalOptions _options;
    private readonly ManualResetEventSlim _released = new();
    private readonly TaskCompletionSource _isHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CommitHold(SqliteJournalOptions options)
    {
        _options = options;
        options.Committing = () =>
        {
            _isHeld.TrySetResult();
            _released.Wait(TimeSpan.FromSeconds(20));
        };
    }

    public Task IsHeld => _isHeld.Task;

    // The event is not disposed of: the writer may still be about to wait for it.
    public void Dispose()
    {
        _options.Committing = null;
        _released.Set();
    }
}
