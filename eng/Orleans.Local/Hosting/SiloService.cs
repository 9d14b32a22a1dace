using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Local.Activations;
using Orleans.Local.Calls;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Local.Hosting;

/// <summary>Starts and stops the silo with its host.</summary>
internal sealed class SiloService(LocalSilo silo, IServiceProvider services, IEnumerable<StartupStep> steps, IOptions<ClusterOptions> cluster) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        StreamsMustHaveTheirStore();
        silo.Start();
        Cluster.Join(cluster.Value, silo);
        foreach (var step in steps.OrderBy(step => step.Stage)) await step.Run(services, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Cluster.Leave(cluster.Value, silo);
        return silo.StopAsync().WaitAsync(cancellationToken);
    }

    // Orleans keeps subscriptions in a storage of this name, and does not start without it.
    private void StreamsMustHaveTheirStore()
    {
        if (services.GetServices<StorageName>().Any(storage => storage.Name == "PubSubStore")) return;
        var pubSub = services.GetRequiredService<IOptionsMonitor<StreamPubSubOptions>>();
        foreach (var streams in services.GetServices<SiloStreams>().Where(streams => pubSub.Get(streams.Name).PubSubType != StreamPubSubType.ImplicitOnly))
        {
            throw new OrleansConfigurationException($"Streams {streams.Name} require a grain storage named PubSubStore, which the silo has not.");
        }
    }
}

/// <summary>Connects and disconnects a client with its host.</summary>
internal sealed class ClientService(LocalClient client, IEnumerable<ConnectionRetry> retries) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                client.Connect();
                return;
            }
            catch (SiloUnavailableException error) when (retries.LastOrDefault() is not null)
            {
                if (!await retries.Last().Ask(error, cancellationToken)) throw;
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        client.Silo.Streams.Forget(client);
        return Task.CompletedTask;
    }
}

/// <summary>Says who the silo is. It has a number instead of a port.</summary>
internal sealed class SiloDetails(IOptions<ClusterOptions> cluster) : ILocalSiloDetails
{
    private static int _made;

    public string Name => "Local";

    public string ClusterId => cluster.Value.ClusterId;

    public string DnsHostName => "localhost";

    public SiloAddress SiloAddress { get; } = SiloAddress.New(IPAddress.Loopback, 0, Interlocked.Increment(ref _made));

    public SiloAddress GatewayAddress => SiloAddress.Zero;
}
