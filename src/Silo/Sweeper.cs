using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Interfaces.People;
using OrleansChat.Grains.Interfaces.Queues;
using OrleansChat.Grains.Interfaces.Telemetry;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Silo;

/// <summary>
/// Wakes who has something to do that nobody will ask for: streams whose deadline is due or whose told watermark is behind, and after a start or the
/// death of another silo the queues and the owners of notification sessions.
/// </summary>
internal sealed partial class Sweeper(IJournal journal, IGrainFactory grains, IPeople people, SweepCalls calls, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<Sweeper> logger) : BackgroundService
{
    /// <summary>How late a deadline may fire, at most twice.</summary>
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    private const int StreamsPerRead = 500;

    /// <summary>What the last sweep found, and since when each of them has been found.</summary>
    private Dictionary<string, long> _before = [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    /// <summary>All of its work, for whoever runs it without a host.</summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        if (!await HasStartedAsync(stoppingToken))
        {
            return;
        }

        await SweepWhollyAsync(stoppingToken);
        using var timer = new PeriodicTimer(SweepEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(static t => t.IsCompletedSuccessfully && t.Result, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default))
        {
            await (calls.Take() ? SweepWhollyAsync(stoppingToken) : TryAsync(() => SweepAsync(isFirst: false, stoppingToken)));
        }
    }

    /// <summary>After a start, and after the death of a silo: nothing and nobody of it is in anybody's memory.</summary>
    private async Task SweepWhollyAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(TryAsync(() => WakeOwnersAsync(cancellation)), TryAsync(() => SweepAsync(isFirst: true, cancellation)));
    }

    /// <summary>Returns when the whole server has started: one that cannot start wakes nobody. <see langword="false"/>: it never will.</summary>
    private async Task<bool> HasStartedAsync(CancellationToken cancellation)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var atStart = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await using var atStop = cancellation.Register(() => started.TrySetCanceled(cancellation));
        await started.Task.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return started.Task.IsCompletedSuccessfully;
    }

    /// <summary>
    /// Wakes what is behind. A telling under way looks behind too, so a stream is woken when two sweeps in a row find it; the first sweep after
    /// a start wakes at once.
    /// </summary>
    private async Task SweepAsync(bool isFirst, CancellationToken cancellation)
    {
        var (found, now) = (new Dictionary<string, long>(StringComparer.Ordinal), clock.GetTimestamp());
        var after = "";
        ImmutableArray<string> page;
        do
        {
            page = await journal.FindWakeableAsync(clock.GetUtcNow(), after, StreamsPerRead, cancellation);
            await Task.WhenAll(page.Where(stream => isFirst || _before.ContainsKey(stream)).Select(WakeAsync));
            foreach (var stream in page) found[stream] = _before.GetValueOrDefault(stream, now);
            after = page.IsEmpty ? after : page[^1];
        }
        while (page.Length == StreamsPerRead);

        _before = found;
        Metrics.OutboxAge.Record(found.Count == 0 ? 0 : clock.GetElapsedTime(found.Values.Min(), now).TotalSeconds);
    }

    private async Task WakeOwnersAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(people.Current.Queues.Select(queue => TryAsync(() => grains.GetGrain<IQueueGrain>(queue.Key).WakeAsync())));
        var after = "";
        ImmutableArray<string> page;
        do
        {
            page = await journal.FindSessionUsersAsync(after, StreamsPerRead, cancellation);
            await Task.WhenAll(page.Select(userId => TryAsync(() => grains.GetGrain<IInboxGrain>(userId).WakeAsync())));
            after = page.IsEmpty ? after : page[^1];
        }
        while (page.Length == StreamsPerRead);
    }

    private Task WakeAsync(string stream) => TryAsync(() => stream.Split('/', 2) switch
    {
        ["chat", var chatId] => grains.GetGrain<IChatGrain>(chatId).WakeAsync(),
        ["user", var userId] => grains.GetGrain<IUserGrain>(userId).WakeAsync(),
        ["people", var key] => grains.GetGrain<IPeopleGrain>(key).ReviewAsync(),
        ["queue", var queueKey] => grains.GetGrain<IQueueGrain>(queueKey).WakeAsync(),
        _ => Task.CompletedTask,
    });

    /// <summary>What fails is found again by the next sweep.</summary>
    private async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.WakeFailed(logger, error);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}
