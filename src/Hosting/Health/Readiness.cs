using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Hosting.Health;

/// <summary>
/// Whether this server can serve now: it was not asked to stop, a grain answers, and so does everything that it needs. An answer holds for a
/// second: anybody may ask, as often as they like.
/// </summary>
internal sealed class Readiness(Draining draining, IGrainFactory grains, IEnumerable<IReadinessProbe> probes, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HoldsFor = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<bool> _answer = Task.FromResult(false);
    private DateTimeOffset _asked = DateTimeOffset.MinValue;

    public Task<bool> IsReadyAsync()
    {
        if (draining.HasBegun)
        {
            return Task.FromResult(false);
        }

        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (_answer.IsCompleted && now - _asked >= HoldsFor)
            {
                (_asked, _answer) = (now, AskAsync());
            }

            return _answer;
        }
    }

    private async Task<bool> AskAsync()
    {
        await Task.Yield();
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            await Task.WhenAll(probes.Select(probe => probe.CheckAsync(patience.Token))).WaitAsync(patience.Token);
            await grains.GetGrain<IUserGrain>("health").IsLoginEndedAsync("").WaitAsync(patience.Token);
            return true;
        }
        catch (Exception error) when (error is OperationCanceledException || Outage.Is(error))
        {
            return false;
        }
    }
}
