using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OrleansChat.Grains.Interfaces.Telemetry;
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
    private readonly Channel<SqliteWrite> _queue;
    private readonly LazyWrites _lazyWrites;
    private readonly ITimer _flushTimer;
    private readonly AutoResetEvent _wake = new(false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteWriter? _writer;
    private volatile bool _isFlushDue;

    public SqliteGroupCommit(SqliteJournalOptions options, SqliteWriter writer, Func<SqliteWriter> open, TimeProvider time, ILogger logger)
    {
        (_options, _writer, _open, _time, _logger) = (options, writer, open, time, logger);
        _queue = Channel.CreateBounded<SqliteWrite>(new BoundedChannelOptions(options.QueueWritesMax) { SingleReader = true });
        _lazyWrites = new(options.LazyKeysMax);
        _flushTimer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        new Thread(Run) { IsBackground = true, Name = "Journal writer" }.Start();
    }

    /// <summary>Ends when the write is on disk.</summary>
    /// <exception cref="TimeoutException">The queue had no room in time. Nothing was written.</exception>
    /// <exception cref="ObjectDisposedException">The journal is closed. Nothing was written.</exception>
    public async Task WriteAsync(SqliteWrite write)
    {
        if (!_queue.Writer.TryWrite(write)) await WaitForRoomAsync(write).ConfigureAwait(false);
        _wake.Set();
        await write.Task.ConfigureAwait(false);
    }

    public void WriteLazily(LazyStream write) => Waiting(_lazyWrites.Add(write));

    public void WriteLazily(SessionRow row) => Waiting(_lazyWrites.Add(row));

    public void ForgetLazySession(string userId, string sessionKey) => _lazyWrites.ForgetSession(userId, sessionKey);

    /// <summary>Refuses new writes, commits what waits, the lazy writes too, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        _wake.Set();
        await _ended.Task.ConfigureAwait(false);
        await _flushTimer.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WaitForRoomAsync(SqliteWrite write)
    {
        using var patience = new CancellationTokenSource(_options.QueueWait, _time);
        try
        {
            await _queue.Writer.WriteAsync(write, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The journal's queue had no room for {_options.QueueWait.TotalSeconds} s. Nothing was written.");
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteJournal), "The journal is closed. Nothing was written.");
        }
    }

    // The first one that waits starts the clock; the commit that takes it makes the next one the first again.
    private void Waiting(bool isFirst)
    {
        if (isFirst) _flushTimer.Change(_options.FlushInterval, Timeout.InfiniteTimeSpan);
        else if (_lazyWrites.Count > _options.LazyKeysMax / 2) Flush();
    }

    private void Flush()
    {
        _isFlushDue = true;
        _wake.Set();
    }

    private void Run()
    {
        var batch = new List<SqliteWrite>();
        while (true)
        {
            TakeWaiting(batch);
            if (batch.Count > 0 || _isFlushDue) Commit(batch);
            else if (_queue.Reader.Completion.IsCompleted) break;
            else _wake.WaitOne();
        }

        Commit(batch);
        _writer?.Dispose();
        _ended.SetResult();
    }

    private void TakeWaiting(List<SqliteWrite> batch)
    {
        batch.Clear();
        for (var rows = 0; rows < _options.EventsPerCommitMax && _queue.Reader.TryRead(out var write); rows += write.Rows) batch.Add(write);
    }

    private void Commit(List<SqliteWrite> batch)
    {
        var lazy = LazyBatch.Empty;
        if (_isFlushDue || _queue.Reader.Completion.IsCompleted || batch.Exists(static write => write.IsFlush))
        {
            _isFlushDue = false;
            lazy = _lazyWrites.Take();
        }

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

        if (lazy.Dropped > 0) Log.LazyWritesDropped(_logger, lazy.Dropped, _options.LazyKeysMax);
        Log.Committed(_logger, batch.Count, lazy.Count);
        if (batch.Count > 0)
        {
            Metrics.Appends.Add(batch.Count);
            Metrics.CommitSize.Record(batch.Count);
            Metrics.CommitDuration.Record(_time.GetElapsedTime(began).TotalSeconds);
        }

        foreach (var write in batch) write.Committed();
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
        if (error is not null) Log.LazyWriteRefused(_logger, error);
    }
}
