using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Orleans.Local.Calls;
using Orleans.Local.Scheduling;
using Orleans.Runtime;

namespace Orleans.Local.Activations;

/// <summary>One life of a grain: its object, its turns, its requests.</summary>
internal sealed partial class Activation : IGrainContext
{
    private readonly Lock _lock = new();
    private readonly WorkQueue _turns;
    private readonly AsyncServiceScope _scope;
    private readonly TaskCompletionSource _deactivated;
    private readonly List<GrainTimer> _timers = [];
    private GrainReference? _reference;
    private DateTimeOffset _idleSince;
    private DateTimeOffset _keepUntil;

    public Activation(LocalSilo silo, GrainClass grainClass, GrainId id, long number)
    {
        (Silo, Class, GrainId, Number) = (silo, grainClass, id, number);
        _turns = new WorkQueue(silo.Engine, this);
        _scope = silo.Services.CreateAsyncScope();
        _deactivated = new(silo.Engine.Answers);
        _idleSince = silo.Engine.Time.GetUtcNow();
        Management = new ManagementExtension(this);
    }

    public LocalSilo Silo { get; }

    public LocalClient Client => Silo.Client;

    public GrainClass Class { get; }

    public GrainId GrainId { get; }

    /// <summary>How many activations were made before: an order that is the same in every run of a simulation.</summary>
    public long Number { get; }

    public object? GrainInstance { get; private set; }

    public IGrainManagementExtension Management { get; }

    public GrainReference GrainReference => _reference ??= GrainReference.Create(Client, GrainId, typeof(IAddressable));

    public IServiceProvider ActivationServices => _scope.ServiceProvider;

    public Task Deactivated => _deactivated.Task;

    /// <summary>What is read from streams here, by subscription.</summary>
    public Dictionary<Guid, Streams.Delivery> StreamObservers { get; } = [];

    /// <summary>How many requests it has, running and waiting.</summary>
    public int Load
    {
        get
        {
            lock (_lock) return _running.Count + _waiting.Count;
        }
    }

    public IGrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        if (!ReferenceEquals(RuntimeContext.Current, this))
        {
            throw new InvalidOperationException("Current grain context differs from specified grain context: a timer is registered in a turn of its own grain.");
        }
        var timer = new GrainTimer(this, callback, options);
        lock (_lock) _timers.Add(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    public void Forget(GrainTimer timer)
    {
        lock (_lock) _timers.Remove(timer);
    }

    public void DelayDeactivation(TimeSpan time) => _keepUntil = time == TimeSpan.MaxValue ? DateTimeOffset.MaxValue : Silo.Engine.Time.GetUtcNow() + time;

    /// <summary>Whether nothing has happened here for so long that it may be collected.</summary>
    public bool IsIdleFor(TimeSpan age)
    {
        var now = Silo.Engine.Time.GetUtcNow();
        lock (_lock)
        {
            return _state == State.Valid && _running.Count == 0 && _waiting.Count == 0
                && !Class.KeepAlive && _keepUntil <= now && now - _idleSince >= age;
        }
    }

    public override string ToString() => $"[Activation: {GrainId} number {Number}, {_state}]";

    private sealed class ManagementExtension(Activation activation) : IGrainManagementExtension
    {
        public ValueTask DeactivateOnIdle()
        {
            activation.Deactivate(new(DeactivationReasonCode.ApplicationRequested, "IGrainManagementExtension.DeactivateOnIdle was called."));
            return ValueTask.CompletedTask;
        }
    }
}
