#if ORLEANS_LOCAL
using Orleans.Concurrency;
using Orleans.Local.Simulation;
using Orleans.Streams;

namespace OrleansChat.Tests.OrleansConformance;

public interface ISimulatedGrain : IGrainWithStringKey
{
    Task SayAsync(string what);

    Task HoldAsync(TimeSpan time);

    [AlwaysInterleave]
    Task PeekAsync();

    Task CircleAsync(string other, int depth);

    Task TickAsync(TimeSpan period);

    Task CrashAsync(CrashedCallers callers);

    Task ReadAsync(string stream);

    Task LeaveAsync();
}

[GrainType("conformance-simulated")]
public sealed class SimulatedGrain(List<string> log, TimeProvider clock, SimulationScheduler scheduler) : Grain, ISimulatedGrain
{
    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        log.Add($"{Key} activated");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (reason.ReasonCode != DeactivationReasonCode.ShuttingDown) log.Add($"{Key} deactivated");
        return Task.CompletedTask;
    }

    public async Task SayAsync(string what)
    {
        await Task.Yield();
        log.Add($"{Key} {what}");
    }

    public async Task HoldAsync(TimeSpan time)
    {
        log.Add($"{Key} holds");
        await Task.Delay(time, clock);
        log.Add($"{Key} held");
    }

    public Task PeekAsync() => Task.CompletedTask;

    public Task CircleAsync(string other, int depth) => depth == 0 ? Task.CompletedTask : GrainFactory.GetGrain<ISimulatedGrain>(other).CircleAsync(Key, depth - 1);

    public Task TickAsync(TimeSpan period)
    {
        var started = clock.GetUtcNow();
        log.Clear();
        this.RegisterGrainTimer(
            () =>
            {
                log.Add($"tick {clock.GetUtcNow() - started:hh\\:mm}");
                return Task.CompletedTask;
            },
            period,
            period);
        return Task.CompletedTask;
    }

    public Task CrashAsync(CrashedCallers callers)
    {
        scheduler.CrashActivation(this.GetGrainId(), callers);
        return Task.CompletedTask;
    }

    public Task ReadAsync(string stream) => this.GetStreamProvider("streams").GetStream<int>("numbers", stream).SubscribeAsync((item, _) =>
    {
        log.Add($"{item}");
        return Task.CompletedTask;
    });

    // The very thing that grains must not do: the work leaves the simulated thread.
    public async Task LeaveAsync()
    {
        var elsewhere = new TaskCompletionSource();
        var waiting = WaitAsync(elsewhere.Task);
        var thread = new Thread(elsewhere.SetResult);
        thread.Start();
        thread.Join();
        await waiting;
    }

    private static async Task WaitAsync(Task task) => await task;
}
#endif
