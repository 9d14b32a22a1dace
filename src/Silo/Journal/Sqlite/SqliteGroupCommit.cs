using Microsoft.Extensions.Logging;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Silo.Journal.Sqlite;

/// <summary>
/// The one thread that writes. It takes whatever waits, commits it once, and completes the callers; then it takes what came meanwhile. There is
/// no delay to collect more: under load the commits grow by themselves.
/// </summary>
internal sealed partial class SqliteGroupCommit : IAsyncDisposable
{
    private readonly SqliteJournalOptions _options;
    private readonly Func<SqliteWriter> _open;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CommitQueue<SqliteWrite> _queue;
    private readonly AutoResetEvent _wake = new(false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteWriter? _writer;

    public SqliteGroupCommit(SqliteJournalOptions options, SqliteWriter writer, Func<SqliteWriter> open, TimeProvider time, ILogger logger)
    {
        (_options, _writer, _open, _time, _logger) = (options, writer, open, time, logger);
        _queue = new(options, time, logger, () => _wake.Set());
        new Thread(Run) { IsBackground = true, Name = "Journal writer" }.Start();
    }

    /// <summary>Where writes go.</summary>
    public CommitQueue<SqliteWrite> Queue => _queue;

    /// <summary>Refuses new writes, commits what waits, the lazy writes too, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Complete();
        await _ended.Task.ConfigureAwait(false);
        await _queue.DisposeAsync().ConfigureAwait(false);
    }

    private void Run()
    {
        var batch = new List<SqliteWrite>();
        while (true)
        {
            var isOver = _queue.IsOver;                                // then this is the last look, at the lazy writes too
            var lazy = _queue.Take(batch);
            if (batch.Count + lazy.Count > 0) Commit(batch, lazy);
            else if (isOver) break;
            else if (!_queue.IsOver) _wake.WaitOne();
        }

        _writer?.Dispose();
        _ended.SetResult();
    }

    private void Commit(List<SqliteWrite> batch, LazyBatch lazy)
    {
        var began = _time.GetTimestamp();
        try
        {
            if (lazy.Count > 0 || batch.Exists(static write => !write.IsFlush)) CommitOnce(batch, lazy);
        }
        catch (Exception error)
        {
            // Whether it reached the disk is unknown, whatever the error says. Whoever reads again finds out.
            Log.CommitFailed(_logger, batch.Count, lazy.Count, (error as SqliteException)?.ExtendedCode, error);
            _writer?.Dispose();
            _writer = null;
            foreach (var write in batch) write.SetException(error);
            return;
        }

        _queue.Committed(batch, lazy, began);
    }

    /// <summary>
    /// Savepoints cost a copy of every page that is touched, and almost nothing is ever refused: the first try goes without, and what must not be
    /// half written makes the second one.
    /// </summary>
    private void CommitOnce(List<SqliteWrite> batch, LazyBatch lazy)
    {
        _options.Committing?.Invoke();
        var writer = _writer ??= _open();
        writer.Begin();
        if (!TryApplyAll(writer, batch, lazy))
        {
            writer.Rollback();
            writer.Begin();
            foreach (var write in batch) write.Apply(writer);
            foreach (var stream in lazy.Streams) Refused(writer.Apply(one => one.Apply(stream)));
            foreach (var row in lazy.Sessions) writer.Apply(one => one.Apply(row));
        }

        writer.Commit();
    }

    private static bool TryApplyAll(SqliteWriter writer, List<SqliteWrite> batch, LazyBatch lazy)
    {
        try
        {
            if (!batch.TrueForAll(write => write.TryApply(writer))) return false;
            foreach (var stream in lazy.Streams) writer.Apply(stream);
            foreach (var row in lazy.Sessions) writer.Apply(row);
            return true;
        }
        catch (SqliteException error) when (error.EndsOnlyItsStatement)
        {
            return false;
        }
    }

    private void Refused(Exception? error)
    {
        if (error is not null) JournalLog.LazyWriteRefused(_logger, error);
    }
}
