using Orleans.Local.Isolation;
using Orleans.Local.Scheduling;
using Orleans.Runtime;

namespace Orleans.Local.Calls;

/// <summary>A call under way, from the caller's side: it ends by an answer, by time or by cancellation.</summary>
internal sealed class PendingCall : IDisposable
{
    private readonly Engine _engine;
    private readonly Completion? _completion;
    private readonly CancellationTokenSource? _cancellation;
    private readonly TimeSpan _timeout;
    private readonly GrainId _target;
    private CancellationTokenRegistration _callerCancels;
    private ITimer? _timer;

    public PendingCall(Engine engine, CallPlan plan, GrainId target, object?[] arguments, TimeSpan timeout)
    {
        (_engine, Plan, _target, _timeout) = (engine, plan, target, plan.Timeout ?? timeout);
        Arguments = plan.Isolate(arguments);
        if (!plan.OneWay) _completion = plan.Returns.NewCompletion(engine.Answers);
        if (plan.CancellationIndex < 0 || arguments[plan.CancellationIndex] is not CancellationToken { CanBeCanceled: true } token) return;
        _cancellation = new CancellationTokenSource();
        Arguments[plan.CancellationIndex] = _cancellation.Token;
        CallerToken = token;
    }

    public CallPlan Plan { get; }

    public object?[] Arguments { get; }

    public CancellationToken CallerToken { get; }

    /// <summary>Whether the caller has had its answer; a one-way call is never over.</summary>
    public bool IsOver => _completion?.IsCompleted ?? false;

    /// <summary>What the proxy returns to the caller.</summary>
    public object? ForCaller => _completion is null ? Plan.Returns.ForNobody() : Plan.Returns.ForCaller(_completion);

    /// <summary>Starts the clock and listens for cancellation.</summary>
    public void Arm()
    {
        if (_completion is null) return;
        if (CallerToken.CanBeCanceled) _callerCancels = CallerToken.UnsafeRegister(static call => ((PendingCall)call!).Cancel(), this);
        if (_timeout == Timeout.InfiniteTimeSpan) return;
        var suppressed = ExecutionContext.IsFlowSuppressed();
        using (suppressed ? default : ExecutionContext.SuppressFlow())
        {
            _timer = _engine.CallTime.CreateTimer(static call => ((PendingCall)call!).TimeOut(), this, _timeout, Timeout.InfiniteTimeSpan);
        }
        if (IsOver) Dispose();
    }

    /// <summary>The grain answered.</summary>
    public void Answer(object? result)
    {
        if (_completion is null) return;
        var isolated = Copier.Copy(result);
        _engine.Post(() => End(_completion.TrySetResult(isolated)));
    }

    /// <summary>The grain failed, or there was none.</summary>
    public void Fail(Exception error)
    {
        if (_completion is null) return;
        _engine.Post(() => End(_completion.TrySetException(error)));
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _callerCancels.Dispose();
    }

    private void TimeOut() =>
        End(_completion!.TrySetException(new TimeoutException($"Response did not arrive on time in {_timeout} for message: {Plan.Name} of {_target}.")));

    private void Cancel()
    {
        _engine.Post(_cancellation!.Cancel);
        End(_completion!.TrySetException(new OperationCanceledException(CallerToken)));
    }

    private void End(bool first)
    {
        if (first) Dispose();
    }
}
