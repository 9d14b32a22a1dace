using Microsoft.Extensions.Logging;
using Npgsql;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Silo.Journal.Postgres;

/// <summary>
/// The one task that writes. It takes whatever waits, commits it in one round trip, and completes the callers; then it takes what came meanwhile. When a
/// connection is lost in the midst of a commit, it finds out what became of it before anybody is told.
/// </summary>
internal sealed partial class PostgresGroupCommit : IAsyncDisposable
{
    /// <summary>How often a commit is sent that the database undid because of a deadlock, or that was lost with its connection.</summary>
    private const int TriesMax = 3;

    private readonly PostgresWriter _writer;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Task _running;
    private long _number;

    public PostgresGroupCommit(PostgresWriter writer, PostgresJournalOptions options, TimeProvider time, ILogger logger)
    {
        (_writer, _time, _logger) = (writer, time, logger);
        Queue = new(options, time, logger, () => _wake.Release());
        _running = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Where writes go.</summary>
    public CommitQueue<PostgresWrite> Queue { get; }

    /// <summary>Refuses new writes, commits what waits, the lazy writes too, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        Queue.Complete();
        await _running.ConfigureAwait(false);
        await Queue.DisposeAsync().ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
        _wake.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new List<PostgresWrite>();
        while (true)
        {
            var isOver = Queue.IsOver;                                 // then this is the last look, at the lazy writes too
            var lazy = Queue.Take(batch);
            if (batch.Count + lazy.Count > 0) await CommitAsync(batch, lazy).ConfigureAwait(false);
            else if (isOver) break;
            else if (!Queue.IsOver) await _wake.WaitAsync().ConfigureAwait(false);
        }
    }

    private async Task CommitAsync(List<PostgresWrite> batch, LazyBatch lazy)
    {
        var began = _time.GetTimestamp();
        try
        {
            if (lazy.Count > 0 || batch.Exists(static write => !write.IsFlush)) await CommitSomehowAsync(batch, lazy).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Log.CommitFailed(_logger, batch.Count, lazy.Count, (error as PostgresException)?.SqlState, error);
            foreach (var write in batch) write.SetException(error);
            return;
        }

        Queue.Committed(batch, lazy, began);
    }

    /// <summary>Together; and when the database refuses a row of it, each alone, so that it fails alone.</summary>
    private async Task CommitSomehowAsync(List<PostgresWrite> batch, LazyBatch lazy)
    {
        var calls = batch.Where(static write => !write.IsFlush).ToList();
        try
        {
            await CommitOnceAsync(calls, lazy).ConfigureAwait(false);
        }
        catch (PostgresException error) when (IsOfARow(error))
        {
            foreach (var write in calls) await AloneAsync([write], LazyBatch.Empty, write.Failed).ConfigureAwait(false);
            foreach (var stream in lazy.Streams) await AloneAsync([], new([stream], [], 0), Refused).ConfigureAwait(false);
            foreach (var row in lazy.Sessions) await AloneAsync([], new([], [row], 0), Refused).ConfigureAwait(false);
        }
    }

    private async Task AloneAsync(IReadOnlyList<PostgresWrite> call, LazyBatch lazy, Action<PostgresException> failed)
    {
        try
        {
            await CommitOnceAsync(call, lazy).ConfigureAwait(false);
        }
        catch (PostgresException error) when (IsOfARow(error))
        {
            failed(error);
        }
    }

    /// <summary>Returns when it is committed. What it throws leaves nothing written, or an outcome that nobody could find out.</summary>
    private async Task CommitOnceAsync(IReadOnlyList<PostgresWrite> calls, LazyBatch lazy)
    {
        for (var tries = 1; ; tries++)
        {
            await _writer.ConnectAsync().ConfigureAwait(false);
            var number = ++_number;
            try
            {
                await _writer.CommitAsync(number, calls, lazy).ConfigureAwait(false);
                return;
            }
            catch (PostgresException error) when (IsOfARow(error))
            {
                throw;
            }
            catch (PostgresException error) when (IsUndone(error) && tries < TriesMax)
            {
                Log.TriedAgain(_logger, error.SqlState, error);
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException or IOException)
            {
                if (await _writer.FindOutAsync(number, calls).ConfigureAwait(false) is not { } isCommitted) throw;
                Log.OutcomeFound(_logger, isCommitted, error);
                if (isCommitted) return;
                if (tries == TriesMax) throw;
            }
        }
    }

    /// <summary>What one of the rows is, the database cannot take: without that one, the others are fine.</summary>
    private static bool IsOfARow(PostgresException error) => error.SqlState[..2] is "22" or "23" or "54";

    /// <summary>Others were in the way, and the same may succeed now.</summary>
    private static bool IsUndone(PostgresException error) =>
        error.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable;

    private void Refused(PostgresException error) => JournalLog.LazyWriteRefused(_logger, error);
}
