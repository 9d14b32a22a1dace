using System.Collections.Concurrent;

namespace OrleansChat.ApiHost.Customers;

/// <summary>Lets reads of one customer follow each other on this host. Waiting is bounded: the worst that can happen is a repetition.</summary>
internal sealed class CustomerTurns
{
    /// <summary>A reader who takes longer than this to take its answer is overtaken.</summary>
    private static readonly TimeSpan TurnWait = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Task> _last = new(StringComparer.Ordinal);

    public async Task RunAsync(string handleHash, Func<Task> read)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task? before = null;
        _ = _last.AddOrUpdate(handleHash, done.Task, (_, last) =>
        {
            before = last;
            return done.Task;
        });
        try
        {
            if (before is not null)
            {
                await before.WaitAsync(TurnWait).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await read();
        }
        finally
        {
            done.SetResult();
            _last.TryRemove(KeyValuePair.Create(handleHash, done.Task));
        }
    }
}
