#if !ORLEANS_LOCAL
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Orleans.Metadata;
using Orleans.Runtime;

namespace OrleansChat.Silo.Clustering;

/// <summary>
/// The activations of our grains on this silo; Orleans' own are not among them. Orleans itself lists activations for management only, in one message over the network, which would be too large for a
/// large silo.
/// </summary>
internal sealed class LocalGrains : IConfigureGrainContextProvider, IConfigureGrainContext
{
    /// <summary>What the types of our grains begin with.</summary>
    private const string OurGrains = "OrleansChat.Grains.";

    private readonly ConcurrentDictionary<IGrainContext, IGrainContext> _here = new(ReferenceEqualityComparer.Instance);

    /// <summary>Those that are here now, also those that come or go. May be read from any thread.</summary>
    public IReadOnlyList<IGrainContext> Here => [.. _here.Values];

    bool IConfigureGrainContextProvider.TryGetConfigurator(GrainType grainType, GrainProperties properties, [NotNullWhen(true)] out IConfigureGrainContext? configurator)
    {
        var isOurs = properties.Properties.TryGetValue(WellKnownGrainTypeProperties.FullTypeName, out var type) && type.StartsWith(OurGrains, StringComparison.Ordinal);
        configurator = isOurs ? this : null;
        return isOurs;
    }

    void IConfigureGrainContext.Configure(IGrainContext context)
    {
        _here.TryAdd(context, context);
        _ = context.Deactivated.ContinueWith(_ => _here.TryRemove(context, out IGrainContext? gone), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
#endif
