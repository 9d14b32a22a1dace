using System.Collections.ObjectModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Core.Internal;
using Orleans.Local.Activations;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A silo and a client, each in a host of its own, for tests.</summary>
public class TestCluster(TestClusterOptions options, IConfiguration configuration) : IDisposable, IAsyncDisposable
{
    private InProcessSiloHandle? _silo;
    private IHost? _client;

    /// <summary>What it is like.</summary>
    public TestClusterOptions Options => options;

    /// <summary>The silo.</summary>
    public SiloHandle? Primary => _silo;

    /// <summary>The silo, as a list.</summary>
    public ReadOnlyCollection<SiloHandle> Silos => _silo is null ? [] : new([_silo]);

    /// <summary>The client.</summary>
    public IClusterClient Client => _client?.Services.GetRequiredService<IClusterClient>()
        ?? throw new InvalidOperationException("The test cluster client is unavailable because the cluster has not been deployed or has been stopped.");

    /// <summary>Makes references by the client.</summary>
    public IGrainFactory GrainFactory => Client;

    /// <summary>The client's services.</summary>
    public IServiceProvider ServiceProvider => Client.ServiceProvider;

    /// <summary>The silo's services.</summary>
    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null) =>
        _silo?.ServiceProvider ?? throw new InvalidOperationException("The cluster has not been deployed or has been stopped.");

    /// <summary>Starts everything.</summary>
    public void Deploy() => DeployAsync().GetAwaiter().GetResult();

    /// <summary>Starts everything.</summary>
    public async Task DeployAsync()
    {
        if (_silo is not null) throw new InvalidOperationException("Cluster host already deployed.");
        var host = SiloHost();
        await host.StartAsync();
        _silo = new InProcessSiloHandle { Name = "Primary", SiloHost = host, SiloAddress = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress };
        if (!options.InitializeClientOnDeploy) return;
        _client = ClientHost();
        await _client.StartAsync();
    }

    /// <summary>Deactivates a grain and waits until it is.</summary>
    public async Task DeactivateAsync(IAddressable grain)
    {
        var deactivated = WaitForDeactivationAsync(grain.GetGrainId());
        await grain.Cast<IGrainManagementExtension>().DeactivateOnIdle();
        await deactivated;
    }

    /// <summary>Ends when the grain's present activation is gone.</summary>
    public Task WaitForDeactivationAsync(GrainId grainId) =>
        GetSiloServiceProvider().GetRequiredService<LocalSilo>().Find(grainId)?.Deactivated ?? Task.CompletedTask;

    /// <summary>Stops the silo and keeps the client.</summary>
    public async Task StopSiloAsync(SiloHandle? instance)
    {
        if (instance is null) return;
        await instance.StopSiloAsync(stopGracefully: true);
        if (ReferenceEquals(_silo, instance)) _silo = null;
    }

    /// <summary>Stops everything.</summary>
    public async Task StopAllSilosAsync()
    {
        if (_client is not null) await _client.StopAsync();
        if (_silo is not null) await _silo.StopSiloAsync(stopGracefully: true);
    }

    /// <summary>Stops everything.</summary>
    public void StopAllSilos() => StopAllSilosAsync().GetAwaiter().GetResult();

    /// <inheritdoc />
    public void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAllSilosAsync();
        _client?.Dispose();
        if (_silo is not null) await _silo.DisposeAsync();
        (_client, _silo) = (null, null);
        GC.SuppressFinalize(this);
    }

    private IHost SiloHost()
    {
        var builder = NewHost();
        foreach (var configurator in Made(options.SiloBuilderConfiguratorTypes))
        {
            (configurator as IHostConfigurator)?.Configure(builder);
            if (configurator is ISiloConfigurator silo) builder.UseOrleans(silo.Configure);
        }
        return builder.UseOrleans(_ => { }).Build();
    }

    private IHost ClientHost()
    {
        var builder = NewHost();
        foreach (var configurator in Made(options.ClientBuilderConfiguratorTypes))
        {
            (configurator as IHostConfigurator)?.Configure(builder);
            if (configurator is IClientBuilderConfigurator client) builder.UseOrleansClient(it => client.Configure(it.Configuration, it));
        }
        return builder.UseOrleansClient().Build();
    }

    private IHostBuilder NewHost() => new HostBuilder()
        .ConfigureHostConfiguration(builder => builder.AddConfiguration(configuration))
        .ConfigureServices(services => services.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (options.ServiceId, options.ClusterId)))
        .UseDefaultServiceProvider(validation => validation.ValidateOnBuild = validation.ValidateScopes = false);

    private static IEnumerable<object> Made(IEnumerable<string> types) => types.Select(type => Activator.CreateInstance(Type.GetType(type, throwOnError: true)!)!);
}
