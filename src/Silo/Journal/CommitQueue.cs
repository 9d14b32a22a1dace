using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OrleansChat.Grains.Interfaces.Telemetry;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Silo.Journal;

/// <summary>
/// What waits for a commit: writes in the order in which they came, and lazy writes. One committer takes whatever is there; there is no delay to
/// collect more: under load the commits grow by themselves.
/// </summary>
/// <param name="limits">How much may wait, and how long.</param>
/// <param name="time">The clock of the waits.</param>
/// <param name="logger">The journal's.</param>
/// <param name="wake">Tells the committer that there is something to take. Called on any thread; must return at once.</param>
internal sealed class CommitQueue<TWrite> : IAsyncDisposable where TWrite : QueuedWrite
{
    private readonly CommitLimits _limits;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action _wake;
    private readonly Channel<TWrite> _writes;
    private readonly LazyWrites _lazyWrites;
    private readonly ITimer _flushTimer;
    private volatile bool _isFlushDue;

    public CommitQueue(CommitLimits limits, TimeProvider time, ILogger logger, Action wake)
    {
        (_limits, _time, _logger, _wake) = (limits, time, logger, wake);
        _writes = Channel.CreateBounded<TWrite>(new BoundedChannelOptions(limits.QueueWritesMax) { SingleReader = true });
        _lazyWrites = new(limits.LazyKeysMax);
        _flushTimer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Nothing more comes, and everything that came was taken.</summary>
    public bool IsOver => _writes.Reader.Completion.IsCompleted;

    /// <summary>Ends when the write is on disk.</summary>
    /// <exception cref="TimeoutException">The queue had no room in time. Nothing was written.</exception>
    /// <exception cref="ObjectDisposedException">The journal is closed. Nothing was written.</exception>
    public async Task WriteAsync(TWrite write)
    {
        if (!_writes.Writer.TryWrite(write)) await WaitForRoomAsync(write).ConfigureAwait(false);
        _wake();
        await write.Task.ConfigureAwait(false);
    }

    public void WriteLazily(LazyStream write) => Waiting(_lazyWrites.Add(write));

    public void WriteLazily(SessionRow row) => Waiting(_lazyWrites.Add(row));

    public void ForgetLazySession(string userId, string sessionKey) => _lazyWrites.ForgetSession(userId, sessionKey);

    /// <summary>Takes what shares the next commit. The lazy writes are among it when they have waited long enough, when somebody waits for them, and at the end.</summary>
    public LazyBatch Take(List<TWrite> batch)
    {
        batch.Clear();
        for (var rows = 0; rows < _limits.EventsPerCommitMax && _writes.Reader.TryRead(out var write); rows += write.Rows) batch.Add(write);
        if (!_isFlushDue && !IsOver && !batch.Exists(static write => write.IsFlush)) return LazyBatch.Empty;
        _isFlushDue = false;
        return _lazyWrites.Take();
    }

    /// <summary>What was taken is on disk: counts it, says so, and completes the callers.</summary>
    /// <param name="batch">See <see cref="Take"/>.</param>
    /// <param name="lazy">What it returned.</param>
    /// <param name="began">When the commit began, a timestamp of the clock.</param>
    public void Committed(List<TWrite> batch, LazyBatch lazy, long began)
    {
        if (lazy.Dropped > 0) JournalLog.LazyWritesDropped(_logger, lazy.Dropped, _limits.LazyKeysMax);
        var writes = batch.Count(static write => !write.IsFlush);
        if (writes + lazy.Count > 0)                                  // else there was nothing to commit
        {
            JournalLog.Committed(_logger, writes, lazy.Count);
            Metrics.CommitDuration.Record(_time.GetElapsedTime(began).TotalSeconds);
        }

        if (writes > 0)
        {
            Metrics.CommitSize.Record(writes);
            Metrics.Appends.Add(batch.Count(static write => write.IsStoredAppend));
        }

        foreach (var write in batch) write.Committed();
    }

    /// <summary>Refuses new writes; what waits is still taken.</summary>
    public void Complete()
    {
        _writes.Writer.TryComplete();
        _wake();
    }

    public ValueTask DisposeAsync() => _flushTimer.DisposeAsync();

    private async Task WaitForRoomAsync(TWrite write)
    {
        using var patience = new CancellationTokenSource(_limits.QueueWait, _time);
        try
        {
            await _writes.Writer.WriteAsync(write, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The journal's queue had no room for {_limits.QueueWait.TotalSeconds} s. Nothing was written.");
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(IJournal), "The journal is closed. Nothing was written.");
        }
    }

    // The first one that waits starts the clock; the commit that takes it makes the next one the first again.
    private void Waiting(bool isFirst)
    {
        if (isFirst) _flushTimer.Change(_limits.FlushInterval, Timeout.InfiniteTimeSpan);
        else if (_lazyWrites.Count > _limits.LazyKeysMax / 2) Flush();
    }

    private void Flush()
    {
        _isFlushDue = true;
        _wake();
    }
}
