#if !ORLEANS_LOCAL
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Runtime.Services;
using Orleans.Services;

namespace OrleansChat.Silo.Clustering;

/// <summary>The silos of which this one knows that they leave.</summary>
internal sealed class LeavingSilos
{
    private ImmutableHashSet<SiloAddress> _silos = [];

    public void Add(SiloAddress silo) => ImmutableInterlocked.Update(ref _silos, static (silos, one) => silos.Add(one), silo);

    /// <summary>Those that are gone need not be remembered.</summary>
    public void Forget(IEnumerable<SiloAddress> gone) => ImmutableInterlocked.Update(ref _silos, static (silos, those) => silos.Except(those), gone);

    public bool Has(SiloAddress silo) => Volatile.Read(ref _silos).Contains(silo);

    /// <summary>Those that stay; all, if none stays.</summary>
    public IEnumerable<SiloAddress> Without(IEnumerable<SiloAddress> silos)
    {
        var leaving = Volatile.Read(ref _silos);
        if (leaving.IsEmpty) return silos;
        var staying = silos.Where(silo => !leaving.Contains(silo)).ToList();
        return staying.Count > 0 ? staying : silos;
    }
}

/// <summary>What silos tell each other of their leaving.</summary>
internal interface ILeavingService : IGrainService
{
    /// <summary>A silo is about to leave: nothing may be placed on it any more.</summary>
    Task LeavesAsync(SiloAddress silo);
}

internal sealed class LeavingService(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, LeavingSilos leaving) : GrainService(id, silo, loggers), ILeavingService
{
    public Task LeavesAsync(SiloAddress silo)
    {
        leaving.Add(silo);
        return Task.CompletedTask;
    }
}

internal sealed class LeavingClient(IServiceProvider services) : GrainServiceClient<ILeavingService>(services)
{
    public Task TellAsync(SiloAddress other, SiloAddress leaving) => GetGrainService(other).LeavesAsync(leaving);
}
#endif
