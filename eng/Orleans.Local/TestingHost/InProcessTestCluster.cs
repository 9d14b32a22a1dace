using System.Collections.ObjectModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Core.Internal;
using Orleans.Local.Activations;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A silo and a client, each in a host of its own, for tests.</summary>
public sealed class InProcessTestCluster(InProcessTestClusterOptions options) : IDisposable, IAsyncDisposable
{
    private InProcessSiloHandle? _silo;
    private IHost? _client;

    /// <summary>What it is like.</summary>
    public InProcessTestClusterOptions Options => options;

    /// <summary>The silo, as a list.</summary>
    public ReadOnlyCollection<InProcessSiloHandle> Silos => _silo is null ? [] : new([_silo]);

    /// <summary>The client.</summary>
    public IClusterClient Client => _client?.Services.GetRequiredService<IClusterClient>()
        ?? throw new InvalidOperationException("The test cluster client is unavailable because the cluster has not been deployed or has been stopped.");

    /// <summary>The silo's services.</summary>
    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null) =>
        _silo?.ServiceProvider ?? throw new InvalidOperationException("The cluster has not been deployed or has been stopped.");

    /// <summary>Starts everything.</summary>
    public async Task DeployAsync()
    {
        if (_silo is not null) throw new InvalidOperationException("Cluster host already deployed.");
        var host = SiloHost();
        await host.StartAsync();
        _silo = new InProcessSiloHandle { Name = "Silo_0", SiloHost = host, SiloAddress = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress };
        if (options.InitializeClientOnDeploy) await InitializeClientAsync();
    }

    /// <summary>Starts the client.</summary>
    public async Task InitializeClientAsync()
    {
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
    public async Task StopSiloAsync(InProcessSiloHandle? instance)
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

    /// <inheritdoc />
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAllSilosAsync();
        _client?.Dispose();
        if (_silo is not null) await _silo.DisposeAsync();
        (_client, _silo) = (null, null);
    }

    private IHost SiloHost()
    {
        var builder = NewHost();
        foreach (var configure in options.SiloHostConfigurationDelegates) configure(new InProcessTestSiloSpecificOptions { SiloName = "Silo_0" }, builder);
        return builder.UseOrleans().Build();
    }

    private IHost ClientHost()
    {
        var builder = NewHost();
        foreach (var configure in options.ClientHostConfigurationDelegates) configure(builder);
        return builder.UseOrleansClient().Build();
    }

    private HostApplicationBuilder NewHost()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (options.ServiceId, options.ClusterId));
        return builder;
    }
}
