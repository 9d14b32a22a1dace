using Orleans.Concurrency;
using Orleans.Metadata;
using Orleans.Serialization.Invocation;

namespace OrleansChat.Tests.OrleansConformance;

[DefaultGrainType("conformance-turn")]
public interface ITurnGrain : IGrainWithStringKey
{
    /// <summary>Notes that it began, waits for the signal <c>name</c>, notes that it ended.</summary>
    Task HoldAsync(string name);

    [ReadOnly]
    Task HoldReadingAsync(string name);

    [AlwaysInterleave]
    Task<string[]> PeekAsync();

    [OneWay]
    Task HoldOneWayAsync(string name);

    Task HoldUntilCancelledAsync(CancellationToken cancellation);

    Task<int> CountAsync();

    Task<bool> IsOnItsSchedulerAfterAwaitAsync();

    [ResponseTimeout("00:00:01")]
    Task CallBackAsync(string other, int depth);

    Task<string?> ContextAsync(string name);

    Task<string?> ContextOfOtherAsync(string other, string name);
}

public interface IReentrantTurnGrain : ITurnGrain;

public interface IChoosyTurnGrain : ITurnGrain;

public abstract class TurnGrainBase : Grain, ITurnGrain
{
    private int _count;

    private string Key => this.GetPrimaryKeyString();

    public async Task HoldAsync(string name)
    {
        Signals.Note(Key, $"{name} began");
        await Signals.Wait(name);
        Signals.Note(Key, $"{name} ended");
    }

    public Task HoldReadingAsync(string name) => HoldAsync(name);

    public Task<string[]> PeekAsync() => Task.FromResult(Signals.Log(Key));

    public Task HoldOneWayAsync(string name) => HoldAsync(name);

    public async Task HoldUntilCancelledAsync(CancellationToken cancellation)
    {
        Signals.Note(Key, "held");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }
        finally
        {
            Signals.Note(Key, "cancelled");
        }
    }

    public async Task<int> CountAsync()
    {
        var before = _count;
        for (var round = 0; round < 3; round++) await Task.Yield();
        // Not atomic on purpose: only turns that never run in parallel make it exact.
        var now = _count;
        _count = now + 1;
        return before;
    }

    public async Task<bool> IsOnItsSchedulerAfterAwaitAsync()
    {
        var scheduler = TaskScheduler.Current;
        await Task.Yield();
        return scheduler != TaskScheduler.Default && scheduler == TaskScheduler.Current;
    }

    public Task CallBackAsync(string other, int depth) => depth == 0
        ? Task.CompletedTask
        : GrainFactory.GetGrain<ITurnGrain>(other).CallBackAsync(Key, depth - 1);

    public Task<string?> ContextAsync(string name)
    {
        var value = RequestContext.Get(name) as string;
        RequestContext.Set(name, "changed by the grain");
        return Task.FromResult(value);
    }

    public async Task<string?> ContextOfOtherAsync(string other, string name) => await GrainFactory.GetGrain<ITurnGrain>(other).ContextAsync(name);
}

[GrainType("conformance-turn")]
public sealed class TurnGrain : TurnGrainBase;

[Reentrant, GrainType("conformance-reentrant")]
public sealed class ReentrantTurnGrain : TurnGrainBase, IReentrantTurnGrain;

[MayInterleave(nameof(MayInterleave)), GrainType("conformance-choosy")]
public sealed class ChoosyTurnGrain : TurnGrainBase, IChoosyTurnGrain
{
    public static bool MayInterleave(IInvokable request) =>
        request.GetMethodName() == nameof(HoldAsync) && request.GetArgument(0) is string name && name.StartsWith("polite", StringComparison.Ordinal);
}
