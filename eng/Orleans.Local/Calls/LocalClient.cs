using Orleans.Local.Activations;
using Orleans.Runtime;

namespace Orleans.Local.Calls;

/// <summary>A connection to the silo of this process.</summary>
internal sealed class LocalClient(IServiceProvider services, Func<LocalSilo?> findSilo, TimeSpan responseTimeout) : IClusterClient
{
    private LocalSilo? _silo;

    public IServiceProvider ServiceProvider => services;

    /// <summary>The silo; where it stopped, the one that took its place, if there is one.</summary>
    public LocalSilo Silo => _silo is { IsRunning: true } silo ? silo : _silo = findSilo() ?? _silo ?? throw NoSilo();

    /// <summary>Finds the silo, or fails.</summary>
    public LocalSilo Connect() => _silo = findSilo() ?? throw NoSilo();

    public object? Call(GrainId target, CallPlan plan, object?[] arguments)
    {
        var call = new PendingCall(Silo.Engine, plan, target, arguments, responseTimeout);
        if (call.CallerToken.IsCancellationRequested)
        {
            call.Fail(new OperationCanceledException(call.CallerToken));
            return call.ForCaller;
        }
        call.Arm();
        var request = new CallRequest(call) { Target = target, AlwaysInterleave = plan.AlwaysInterleave, ReadOnly = plan.ReadOnly };
        Silo.Engine.Post(() => Silo.Deliver(request));
        return call.ForCaller;
    }

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithGuidKey =>
        Refer<TGrainInterface>(GrainExtensions.KeyOf(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithIntegerKey =>
        Refer<TGrainInterface>(GrainExtensions.KeyOf(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return Refer<TGrainInterface>(IdSpan.Create(primaryKey), grainClassNamePrefix);
    }

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => (IGrain)(object)Refer(grainInterfaceType, GrainExtensions.KeyOf(grainPrimaryKey), null);

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => (IGrain)(object)Refer(grainInterfaceType, GrainExtensions.KeyOf(grainPrimaryKey), null);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => (IGrain)(object)Refer(grainInterfaceType, IdSpan.Create(grainPrimaryKey), null);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId) where TGrainInterface : IAddressable =>
        (TGrainInterface)(object)GrainReference.Create(this, grainId, typeof(TGrainInterface));

    public IAddressable GetGrain(GrainId grainId) => GrainReference.Create(this, grainId, typeof(IAddressable));

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj) where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is GrainReference) throw new ArgumentException("Argument obj is already a grain reference.", nameof(obj));
        return (TGrainObserverInterface)(object)GrainReference.Create(this, Silo.AddObserver(obj), typeof(TGrainObserverInterface));
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj) where TGrainObserverInterface : IGrainObserver
    {
        if (obj is not GrainReference reference) throw new ArgumentException("Argument reference is not a grain reference.", nameof(obj));
        Silo.RemoveObserver(reference.GrainId);
    }

    private TGrainInterface Refer<TGrainInterface>(IdSpan key, string? prefix) => (TGrainInterface)(object)Refer(typeof(TGrainInterface), key, prefix);

    private GrainReference Refer(Type interfaceType, IdSpan key, string? prefix) =>
        GrainReference.Create(this, new GrainId(Silo.Classes.TypeOf(interfaceType, prefix), key), interfaceType);

    private static SiloUnavailableException NoSilo() =>
        new("No silo of this client's cluster runs in this process, and there is no way to other processes.");
}
