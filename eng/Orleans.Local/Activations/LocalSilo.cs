using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Local.Calls;
using Orleans.Local.Scheduling;
using Orleans.Runtime;

namespace Orleans.Local.Activations;

/// <summary>The only silo: finds or makes the activation for each request.</summary>
internal sealed class LocalSilo
{
    private readonly ConcurrentDictionary<GrainId, Activation> _activations = new();
    private readonly ConcurrentDictionary<GrainId, StatelessWorkers> _workers = new();
    private readonly ConcurrentDictionary<GrainId, ObserverTarget> _observers = new();
    private readonly Lock _lock = new();
    private long _made;
    private long _observersMade;
    private volatile bool _running;

    public LocalSilo(IServiceProvider services, Engine engine, GrainCollectionOptions options, TimeSpan responseTimeout, ILogger logger)
    {
        (Services, Engine, Options, Logger) = (services, engine, options, logger);
        Client = new LocalClient(services, () => this, responseTimeout);
        Streams = new Streams.StreamHub(this);
    }

    public IServiceProvider Services { get; }

    public Engine Engine { get; }

    public GrainCollectionOptions Options { get; }

    public ILogger Logger { get; }

    public GrainClasses Classes { get; } = GrainClasses.All;

    public LocalClient Client { get; }

    public Streams.StreamHub Streams { get; }

    /// <summary>All activations, in the order in which they were made.</summary>
    public IReadOnlyList<Activation> Activations =>
        [.. _activations.Values.Concat(_workers.Values.SelectMany(workers => workers.All)).OrderBy(activation => activation.Number)];

    public bool IsRunning => _running;

    public void Start() => _running = true;

    /// <summary>Deactivates everything; from now on calls fail.</summary>
    public async Task StopAsync()
    {
        _running = false;
        var activations = Activations;
        foreach (var activation in activations) activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "This process is terminating."));
        await Task.WhenAll(activations.Select(activation => activation.Deactivated));
    }

    /// <summary>Throws where the silo has not started yet or has stopped.</summary>
    public void MustRun(string what)
    {
        if (!_running) throw new SiloUnavailableException($"The silo is not running, so it cannot take {what}.");
    }

    public void Deliver(Request request)
    {
        if (!_running)
        {
            request.Fail(new SiloUnavailableException($"The silo is not running, so it cannot take a request to {request.Target}."));
            return;
        }
        if (_observers.TryGetValue(request.Target, out var observer)) observer.Receive(request);
        else if (request.Target.Type == ObserverTarget.Type) request.Fail(new ClientNotAvailableException($"The observer {request.Target} does not exist any more."));
        else if (!_activations.TryGetValue(request.Target, out var activation) || !activation.TryReceive(request)) Find(request);
    }

    public void Remove(Activation activation)
    {
        if (_workers.TryGetValue(activation.GrainId, out var workers)) workers.Remove(activation);
        else _activations.TryRemove(KeyValuePair.Create(activation.GrainId, activation));
    }

    public Activation? Find(GrainId id) => _activations.GetValueOrDefault(id);

    public GrainId AddObserver(IGrainObserver observer)
    {
        var id = GrainId.Create(ObserverTarget.Type, Interlocked.Increment(ref _observersMade).ToString(System.Globalization.CultureInfo.InvariantCulture));
        _observers[id] = new ObserverTarget(Engine, observer);
        return id;
    }

    public void RemoveObserver(GrainId id) => _observers.TryRemove(id, out _);

    /// <summary>Deactivates what has been idle for so long.</summary>
    public Task CollectAsync(TimeSpan age)
    {
        var idle = Activations.Where(activation => activation.IsIdleFor(age)).ToList();
        foreach (var activation in idle) activation.Deactivate(new(DeactivationReasonCode.ActivationIdle, "The activation has been idle for long."));
        return Task.WhenAll(idle.Select(activation => activation.Deactivated));
    }

    private void Find(Request request)
    {
        GrainClass grainClass;
        try
        {
            grainClass = Classes.Of(request.Target.Type);
        }
        catch (ArgumentException error)
        {
            request.Fail(error);
            return;
        }
        bool isTaken;
        do
        {
            isTaken = grainClass.WorkersMax is { } max ? Workers(grainClass, request.Target, max).TryReceive(request) : FindOrMake(grainClass, request.Target).TryReceive(request);
        }
        while (!isTaken);
    }

    private Activation FindOrMake(GrainClass grainClass, GrainId id)
    {
        lock (_lock) return _activations.GetOrAdd(id, it => Make(grainClass, it));
    }

    private StatelessWorkers Workers(GrainClass grainClass, GrainId id, int max)
    {
        lock (_lock) return _workers.GetOrAdd(id, it => new StatelessWorkers(max, () => Make(grainClass, it)));
    }

    private Activation Make(GrainClass grainClass, GrainId id) => new(this, grainClass, id, Interlocked.Increment(ref _made));
}
