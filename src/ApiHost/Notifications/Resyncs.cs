using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.ApiHost.Notifications;

/// <summary>
/// Connections that ask their sessions what they should have got, some at a time, beside whatever else goes on. Who cannot ask is kept until <see cref="AskAgain"/>. May be called from
/// any thread.
/// </summary>
internal sealed partial class Resyncs(IBayeuxConnections connections, ILogger logger)
{
    /// <summary>Connections that ask at the same time.</summary>
    private const int AtOnce = 16;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _users = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failedUsers = new(StringComparer.Ordinal);
    private Task _running = Task.CompletedTask;
    private bool _everybody;
    private bool _isRunning;
    private volatile bool _isStopping;

    /// <summary>The connections of one user ask.</summary>
    public void Ask(string userId)
    {
        lock (_lock)
        {
            _users.Add(userId);
            Start();
        }
    }

    public void AskAll()
    {
        lock (_lock)
        {
            _everybody = true;
            Start();
        }
    }

    /// <summary>Those that could not.</summary>
    public void AskAgain()
    {
        lock (_lock)
        {
            if (_failedUsers.Count == 0) return;
            _users.UnionWith(_failedUsers);
            _failedUsers.Clear();
            Start();
        }
    }

    /// <summary>Nobody asks any more on return.</summary>
    public Task StopAsync()
    {
        _isStopping = true;
        lock (_lock) return _running;
    }

    private void Start()
    {
        if (_isRunning) return;
        _isRunning = true;
        _running = RunAsync();                                          // ends when nobody has to ask any more
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, TaskScheduler = TaskScheduler.Current };
        while (!_isStopping && Take(out var asking))
        {
            var failed = new ConcurrentQueue<Exception>();
            await Parallel.ForEachAsync(asking, options, (connection, _) => TryAsync(connection, failed));
            if (failed.TryPeek(out var first)) Log.Failed(logger, failed.Count, asking.Count, first);
        }
    }

    private async ValueTask TryAsync(ConnectionAddress connection, ConcurrentQueue<Exception> failed)
    {
        try
        {
            if (!_isStopping) await connections.ResyncAsync(connection);
        }
        catch (Exception error)
        {
            failed.Enqueue(error);
            lock (_lock) _failedUsers.Add(connection.User);             // no more than are attached
        }
    }

    /// <summary>Who asks now; who has to from here on is taken again. <see langword="false"/>: nobody.</summary>
    private bool Take(out List<ConnectionAddress> asking)
    {
        lock (_lock)
        {
            _isRunning = _everybody || _users.Count > 0;
            // Those go first of whom it is known that they have to.
            asking = _isRunning ? [.. connections.Attached.Where(c => _everybody || _users.Contains(c.User)).OrderByDescending(c => _users.Contains(c.User))] : [];
            _everybody = false;
            _users.Clear();
            return _isRunning;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2402, LogLevel.Warning, "{Failed} of {Asking} connections could not ask their sessions for what was lost; they will with the next beat. Why the first could not:")]
        public static partial void Failed(ILogger logger, int failed, int asking, Exception error);
    }
}
