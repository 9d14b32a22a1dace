using System.Collections.Concurrent;

namespace OrleansChat.Tests.OrleansConformance;

/// <summary>What grains and tests tell each other, by name, inside one process: a signal is given once.</summary>
public static class Signals
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Known = new();
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Notes = new();

    public static string NewKey() => Guid.NewGuid().ToString("N");

    public static void Give(string name) => Of(name).TrySetResult();

    public static Task Wait(string name) => Of(name).Task.WaitAsync(Patience);

    /// <summary>Waits for somebody else's task, but not for ever.</summary>
    public static Task Soon(this Task task) => task.WaitAsync(Patience);

    /// <inheritdoc cref="Soon(Task)"/>
    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Patience);

    /// <summary>Writes a line into the log of this key; the signal <c>key#n</c> says that it has n lines.</summary>
    public static void Note(string key, string line)
    {
        var log = Notes.GetOrAdd(key, _ => new());
        int lines;
        lock (log)
        {
            log.Enqueue(line);
            lines = log.Count;
        }
        Give($"{key}#{lines}");
    }

    public static string[] Log(string key) => Notes.TryGetValue(key, out var log) ? [.. log] : [];

    public static async Task<string[]> LogOf(string key, int lines)
    {
        await Wait($"{key}#{lines}");
        return Log(key);
    }

    private static TaskCompletionSource Of(string name) => Known.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
