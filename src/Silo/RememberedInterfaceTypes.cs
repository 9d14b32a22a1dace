using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;
using Orleans.Runtime;

namespace OrleansChat.Silo;

/// <summary>
/// Names of grain interfaces, found once. Orleans looks for the attribute and formats the type's name at each <c>GetGrain</c>: a fifteenth of what a
/// message costs.
/// </summary>
internal sealed class RememberedInterfaceTypes(IServiceProvider services) : IGrainInterfaceTypeProvider
{
    private readonly ConcurrentDictionary<Type, GrainInterfaceType> _known = new();

    /// <summary>Puts it before the providers that Orleans has, which it asks first itself.</summary>
    public static void AddTo(IServiceCollection services) => services.Insert(0, ServiceDescriptor.Singleton<IGrainInterfaceTypeProvider, RememberedInterfaceTypes>());

    public bool TryGetGrainInterfaceType(Type type, out GrainInterfaceType grainInterfaceType)
    {
        grainInterfaceType = _known.GetOrAdd(type, Find);
        return true;
    }

    private GrainInterfaceType Find(Type type)
    {
        foreach (var provider in services.GetServices<IGrainInterfaceTypeProvider>().Where(provider => provider != this))
        {
            if (provider.TryGetGrainInterfaceType(type, out var named)) return named;
        }

        return services.GetRequiredService<GrainInterfaceTypeResolver>().GetGrainInterfaceTypeByConvention(type);
    }
}
