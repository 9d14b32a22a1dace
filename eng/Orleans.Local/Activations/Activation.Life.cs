using Microsoft.Extensions.Logging;
using Orleans.Local.Calls;
using Orleans.Runtime;

namespace Orleans.Local.Activations;

// From the first request to the last.
internal sealed partial class Activation
{
    private State _state = State.New;
    private DeactivationReason _reason;
    private bool _endsAfterActivation;

    private enum State
    {
        New,
        Activating,
        Valid,
        Deactivating,
        Gone,
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_state is State.Deactivating or State.Gone || _endsAfterActivation) return;
            _reason = deactivationReason;
            if (_state is State.Activating) _endsAfterActivation = true;
            else BeginToEnd();
        }
    }

    /// <summary>The activation vanishes between two turns, as if its silo had died.</summary>
    public void Crash(bool callersLearnIt)
    {
        List<Request> lost;
        lock (_lock)
        {
            if (_state == State.Gone) return;
            _state = State.Gone;
            _turns.Lose();
            lost = [.. _running, .. _waiting];
            _waiting.Clear();
        }
        StopTimers();
        Silo.Remove(this);
        var error = new SiloUnavailableException($"{GrainId} crashed while it had the request.");
        foreach (var request in lost)
        {
            if (callersLearnIt) request.Fail(error);
            request.Lose();
        }
        _deactivated.TrySetResult();
    }

    // Within the lock.
    private void Activate()
    {
        _state = State.Activating;
        _turns.Start(ActivateAsync);
    }

    // Within the lock.
    private void BeginToEnd()
    {
        _state = State.Deactivating;
        if (_running.Count == 0) _turns.Start(FinishAsync);
    }

    private async Task ActivateAsync()
    {
        try
        {
            GrainInstance = Class.Create(_scope.ServiceProvider);
            using var limit = new CancellationTokenSource(Silo.Options.ActivationTimeout, Silo.Engine.CallTime);
            await ((IGrainBase)GrainInstance).OnActivateAsync(limit.Token);
        }
        catch (Exception error)
        {
            await EndAsync(error);
            return;
        }
        lock (_lock)
        {
            if (_state != State.Activating) return;
            _state = State.Valid;
            if (_endsAfterActivation) BeginToEnd();
            else StartWhatMay();
        }
    }

    private async Task FinishAsync()
    {
        StopTimers();
        try
        {
            using var limit = new CancellationTokenSource(Silo.Options.DeactivationTimeout, Silo.Engine.CallTime);
            if (GrainInstance is IGrainBase grain) await grain.OnDeactivateAsync(_reason, limit.Token);
        }
        catch (Exception error)
        {
            Log.DeactivationFailed(Silo.Logger, this, error);
        }
        await EndAsync(null);
    }

    private async Task EndAsync(Exception? failure)
    {
        StopTimers();
        await DisposeGrainAsync();
        List<Request> left;
        lock (_lock)
        {
            _state = State.Gone;
            left = [.. _waiting.Where(request => !request.OfThisActivation)];
            _waiting.Clear();
        }
        Silo.Remove(this);
        _deactivated.TrySetResult();
        foreach (var request in left)
        {
            if (failure is null) Silo.Deliver(request);
            else request.Fail(failure);
        }
    }

    private async Task DisposeGrainAsync()
    {
        try
        {
            if (GrainInstance is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
            else if (GrainInstance is IDisposable disposable) disposable.Dispose();
            await _scope.DisposeAsync();
        }
        catch (Exception error)
        {
            Log.DeactivationFailed(Silo.Logger, this, error);
        }
    }

    private void StopTimers()
    {
        GrainTimer[] timers;
        lock (_lock) timers = [.. _timers];
        foreach (var timer in timers) timer.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Activation} failed while it was deactivated.")]
        public static partial void DeactivationFailed(ILogger logger, Activation activation, Exception error);

        [LoggerMessage(2, LogLevel.Error, "A timer of {Activation} failed; it goes on.")]
        public static partial void TimerFailed(ILogger logger, Activation activation, Exception error);
    }

    public void LogTimerFailure(Exception error) => Log.TimerFailed(Silo.Logger, this, error);
}
