using System.Collections.Concurrent;
using Orleans.Concurrency;

namespace OrleansChat.Tests.OrleansConformance;

public interface ILifeGrain : IGrainWithStringKey
{
    Task<int> LifeAsync();

    Task<int> LifeAfterAsync(string signal);

    Task<int> EndAsync();

    Task<int> EndAfterAsync(string signal);

    [AlwaysInterleave]
    Task<string[]> PeekAsync();

    Task EndTwiceAsync();

    Task<string> OwnKeyByReferenceAsync();
}

/// <summary>Counts its lives, and fails to activate as often as the test says.</summary>
[GrainType("conformance-life")]
public sealed class LifeGrain : Grain, ILifeGrain
{
    private static readonly ConcurrentDictionary<string, int> Lives = new();
    private static readonly ConcurrentDictionary<string, int> Failures = new();

    private int _life;

    private string Key => this.GetPrimaryKeyString();

    public static void FailToActivate(string key, int times) => Failures[key] = times;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _life = Lives.AddOrUpdate(Key, 1, (_, life) => life + 1);
        await Task.Yield();
        Signals.Note(Key, $"activated {_life}");
        if (Failures.TryGetValue(Key, out var left) && left > 0)
        {
            Failures[Key] = left - 1;
            throw new InvalidOperationException("Not yet.");
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Signals.Note(Key, $"deactivated {_life} {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<int> LifeAsync() => Task.FromResult(_life);

    public async Task<int> LifeAfterAsync(string signal)
    {
        Signals.Note(Key, $"waits {_life}");
        await Signals.Wait(signal);
        return _life;
    }

    public Task<int> EndAsync()
    {
        DeactivateOnIdle();
        return Task.FromResult(_life);
    }

    public async Task<int> EndAfterAsync(string signal)
    {
        DeactivateOnIdle();
        Signals.Note(Key, $"ends {_life}");
        await Signals.Wait(signal);
        Signals.Note(Key, $"answers {_life}");
        return _life;
    }

    public Task<string[]> PeekAsync() => Task.FromResult(Signals.Log(Key));

    public Task EndTwiceAsync()
    {
        DeactivateOnIdle();
        this.DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<string> OwnKeyByReferenceAsync() => Task.FromResult(this.AsReference<ILifeGrain>().GetPrimaryKeyString());
}

public interface IWorkerGrain : IGrainWithIntegerKey
{
    Task MeetAsync(string key, string signal);
}

[StatelessWorker(2), GrainType("conformance-worker")]
public sealed class WorkerGrain : Grain, IWorkerGrain
{
    public async Task MeetAsync(string key, string signal)
    {
        Signals.Note(key, "met");
        await Signals.Wait(signal);
    }
}
