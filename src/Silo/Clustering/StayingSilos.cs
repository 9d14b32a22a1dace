#if !ORLEANS_LOCAL
using Orleans.Metadata;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace OrleansChat.Silo.Clustering;

/// <summary>Nothing is placed on a silo that leaves. For grains of every type, so that no attribute can be forgotten.</summary>
internal sealed class StayingSilosFilter() : PlacementFilterStrategy(order: 0);

internal sealed class StayingSilosDirector(LeavingSilos leaving) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos) => leaving.Without(silos);
}

internal sealed class StayingSilosEverywhere(IServiceProvider services) : IGrainPropertiesProvider
{
    public void Populate(Type grainClass, GrainType grainType, Dictionary<string, string> properties) => new StayingSilosFilter().PopulateGrainProperties(services, grainClass, grainType, properties);
}
#endif
