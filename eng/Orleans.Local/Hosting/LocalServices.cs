using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Local.Activations;
using Orleans.Local.Calls;
using Orleans.Local.Scheduling;
using Orleans.Local.Simulation;
using Orleans.Local.Streams;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Local.Hosting;

/// <summary>Something a silo does at its start.</summary>
internal sealed record StartupStep(int Stage, Func<IServiceProvider, CancellationToken, Task> Run);

/// <summary>A grain storage that somebody asked for; the streams want one.</summary>
internal sealed record StorageName(string Name);

/// <summary>A stream provider of a silo.</summary>
internal sealed record SiloStreams(string Name);

/// <summary>What a client does when the silo is not there.</summary>
internal sealed record ConnectionRetry(Func<Exception, CancellationToken, Task<bool>> Ask);

/// <summary>What a host with a silo, or with a client, has in its services.</summary>
internal static class LocalServices
{
    public static void AddSilo(this IServiceCollection services)
    {
        services.TryAddSingleton(services => services.GetService<SimulationScheduler>()?.Time ?? TimeProvider.System);
        services.AddSingleton(MakeSilo);
        services.AddSingleton(services => services.GetRequiredService<LocalSilo>().Client);
        services.AddClientInterfaces();
        services.AddSingleton<ILocalSiloDetails, SiloDetails>();
        services.AddSingleton<SiloService>();
        services.AddSingleton<IHostedService>(services => services.GetRequiredService<SiloService>());
    }

    public static void AddClient(this IServiceCollection services)
    {
        services.AddSingleton(services =>
        {
            var cluster = services.GetRequiredService<IOptions<ClusterOptions>>().Value;
            var timeout = services.GetRequiredService<IOptions<ClientMessagingOptions>>().Value.ResponseTimeout;
            return new LocalClient(services, () => Cluster.Find(cluster), timeout);
        });
        services.AddClientInterfaces();
        services.AddSingleton<IHostedService, ClientService>();
    }

    public static void AddStreams(this IServiceCollection services, string name) =>
        services.TryAddKeyedSingleton<IStreamProvider>(name, (services, _) => new LocalStreamProvider(name, services.GetRequiredService<LocalClient>()));

    /// <summary>Names the cluster, unless somebody else does.</summary>
    public static void UseClusterName(this IServiceCollection services, string serviceId, string clusterId) => services.PostConfigure<ClusterOptions>(options =>
    {
        if (options.ServiceId is ClusterOptions.DefaultServiceId) options.ServiceId = serviceId;
        if (options.ClusterId is ClusterOptions.DefaultClusterId) options.ClusterId = clusterId;
    });

    private static void AddClientInterfaces(this IServiceCollection services)
    {
        services.AddOptions();
        services.AddLogging();
        services.AddSingleton<IClusterClient>(services => services.GetRequiredService<LocalClient>());
        services.AddSingleton<IGrainFactory>(services => services.GetRequiredService<LocalClient>());
    }

    private static LocalSilo MakeSilo(IServiceProvider services)
    {
        var simulation = services.GetService<SimulationScheduler>();
        Engine engine = simulation is null ? new ThreadPoolEngine(services.GetRequiredService<TimeProvider>()) : simulation.Engine;
        var silo = new LocalSilo(
            services,
            engine,
            services.GetRequiredService<IOptions<GrainCollectionOptions>>().Value,
            services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value.ResponseTimeout,
            services.GetRequiredService<ILogger<LocalSilo>>());
        simulation?.Attach(silo);
        return silo;
    }
}
