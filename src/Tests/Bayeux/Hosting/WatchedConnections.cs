using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace OrleansChat.Tests.Bayeux.Hosting;

/// <summary>The TCP connections of a server.</summary>
internal sealed class WatchedConnections
{
    private readonly ConcurrentDictionary<string, Task> _open = new();

    public ConnectionDelegate WatchAsync(ConnectionDelegate next) => async connection =>
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[connection.ConnectionId] = ended.Task;
        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(connection.ConnectionId, out _);
            ended.SetResult();
        }
    };

    public Task EndAsync() => Task.WhenAll(_open.Values).WaitAsync(TimeSpan.FromSeconds(60));
}
