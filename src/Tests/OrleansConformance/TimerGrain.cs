namespace OrleansChat.Tests.OrleansConformance;

public interface ITimerGrain : IGrainWithStringKey
{
    Task StartAsync(string name, int dueMs, int periodMs, bool interleave = false);

    Task StartFailingAsync(string name);

    Task StartWithStateAsync(int state);

    Task StopAsync(string name);

    Task ChangeAsync(string name, int dueMs, int periodMs);

    Task StartAndHoldAsync(string name, string signal, bool interleave);

    Task EndAsync();
}

[GrainType("conformance-timer")]
public sealed class TimerGrain : Grain, ITimerGrain
{
    private readonly Dictionary<string, IGrainTimer> _timers = [];

    private string Key => this.GetPrimaryKeyString();

    public Task StartAsync(string name, int dueMs, int periodMs, bool interleave)
    {
        _timers[name] = this.RegisterGrainTimer(
            () =>
            {
                Signals.Note(Key, name);
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions { DueTime = Ms(dueMs), Period = Ms(periodMs), Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task StartFailingAsync(string name)
    {
        _timers[name] = this.RegisterGrainTimer(
            _ =>
            {
                Signals.Note(Key, name);
                throw new InvalidOperationException("A callback fails.");
            },
            Ms(1),
            Ms(1));
        return Task.CompletedTask;
    }

    public Task StartWithStateAsync(int state)
    {
        this.RegisterGrainTimer(
            (it, _) =>
            {
                Signals.Note(Key, $"state {it}");
                return Task.CompletedTask;
            },
            state,
            new GrainTimerCreationOptions(Ms(1), Timeout.InfiniteTimeSpan));
        return Task.CompletedTask;
    }

    public Task StopAsync(string name)
    {
        _timers[name].Dispose();
        Signals.Note(Key, $"{name} stopped");
        return Task.CompletedTask;
    }

    public Task ChangeAsync(string name, int dueMs, int periodMs)
    {
        _timers[name].Change(Ms(dueMs), Ms(periodMs));
        return Task.CompletedTask;
    }

    public async Task StartAndHoldAsync(string name, string signal, bool interleave)
    {
        await StartAsync(name, 1, -1, interleave);
        await Signals.Wait(signal);
        Signals.Note(Key, "request ended");
    }

    public Task EndAsync()
    {
        foreach (var timer in _timers.Values) timer.Dispose();
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private static TimeSpan Ms(int ms) => TimeSpan.FromMilliseconds(ms);
}
