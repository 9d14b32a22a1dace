using System.Collections.Concurrent;

namespace OrleansChat.Silo.Journal.Sqlite;

/// <summary>
/// A fixed number of connections that read. A read runs on the thread pool, never on the caller's thread, and occupies at most as many pool
/// threads as there are connections; the others wait without a thread, in order.
/// </summary>
internal sealed class SqliteReaders(string path, SqliteJournalOptions options) : IAsyncDisposable
{
    private readonly SemaphoreSlim _places = new(options.ReadConnections);
    private readonly ConcurrentBag<SqliteReader> _idle = [];
    private volatile bool _isClosed;

    public async Task<T> ReadAsync<T>(Func<SqliteReader, T> read, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            return await Task.Run(() => Read(read), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Waits for the reads that run, then closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isClosed) return;
        _isClosed = true;
        for (var place = 0; place < options.ReadConnections; place++) await _places.WaitAsync().ConfigureAwait(false);
        while (_idle.TryTake(out var reader)) reader.Dispose();
        _places.Release(options.ReadConnections);
    }

    // A connection that failed is not used again.
    private T Read<T>(Func<SqliteReader, T> read)
    {
        if (!_idle.TryTake(out var reader)) reader = new(SqliteConnection.OpenReader(path, options.BusyTimeout));
        T result;
        try
        {
            result = read(reader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }

        _idle.Add(reader);
        return result;
    }
}
