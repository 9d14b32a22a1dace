using Orleans.Local.Calls;
using Orleans.Runtime;

namespace Orleans.Local.Activations;

/// <summary>A timer of an activation: each callback is a request like any other, unless it interleaves.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _timer;
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private bool _changed;
    private bool _firing;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        (_activation, _callback, _options) = (activation, callback, options);
        using (ExecutionContext.SuppressFlow())
        {
            _timer = activation.Silo.Engine.Time.CreateTimer(static timer => ((GrainTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        (_dueTime, _period, _changed) = (dueTime, period, true);
        if (!_firing) Arm(dueTime);
    }

    public void Dispose()
    {
        if (_disposed.IsCancellationRequested) return;
        _disposed.Cancel();
        _timer.Dispose();
        _activation.Forget(this);
    }

    private static void Check(TimeSpan time, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((long)time.TotalMilliseconds, -1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)time.TotalMilliseconds, uint.MaxValue - 1, name);
    }

    private void Fire()
    {
        _firing = true;
        _activation.TryReceive(new Tick(this)
        {
            Target = _activation.GrainId,
            AlwaysInterleave = _options.Interleave,
            OfThisActivation = true,
            IsSignOfLife = _options.KeepAlive,
        });
    }

    private void Arm(TimeSpan dueTime)
    {
        if (!_disposed.IsCancellationRequested) _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    private async Task TickAsync()
    {
        _changed = false;
        try
        {
            await _callback(_disposed.Token);
        }
        catch (Exception error)
        {
            _activation.LogTimerFailure(error);
        }
        finally
        {
            _firing = false;
            Arm(_changed ? _dueTime : _period);
        }
    }

    private sealed class Tick(GrainTimer timer) : Request
    {
        public override bool IsAbandoned => timer._disposed.IsCancellationRequested;

        public override Task RunAsync(Activation activation) => timer.TickAsync();

        public override void Fail(Exception error)
        {
            // The activation is gone, and the timer with it.
        }
    }
}
