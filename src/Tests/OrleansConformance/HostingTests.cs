using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace OrleansChat.Tests.OrleansConformance;

public sealed class HostingTests
{
    private readonly string _key = Signals.NewKey();

    [Fact]
    public async Task A_host_with_a_silo_has_a_client_runs_startup_tasks_and_ends_its_grains()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(new Greeting(_key));
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort(), gatewayPort: 0)
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (_key, _key))
            .Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5))
            .AddMemoryGrainStorageAsDefault()
            .AddMemoryGrainStorage("PubSubStore")
            .AddMemoryStreams("host", streams => streams.ConfigureStreamPubSub())
            .AddStartupTask<GreetingTask>()
            .AddStartupTask((services, _) => services.GetRequiredService<IGrainFactory>().GetGrain<ILifeGrain>(_key).LifeAsync()));
        using var host = builder.Build();
        await host.StartAsync();

        Assert.Equal(["greeted", "activated 1"], Signals.Log(_key));
        Assert.Equal(1, await host.Services.GetRequiredService<IClusterClient>().GetGrain<ILifeGrain>(_key).LifeAsync().Soon());
        Assert.Equal("host", host.Services.GetRequiredService<IClusterClient>().GetStreamProvider("host").Name);
        Assert.Equal(_key, host.Services.GetRequiredService<ILocalSiloDetails>().ClusterId);
        await host.StopAsync();
        Assert.Equal("deactivated 1 ShuttingDown", Signals.Log(_key)[^1]);
    }

    [Fact]
    public async Task Streams_without_a_store_for_subscriptions_do_not_start()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort(), gatewayPort: 0).AddMemoryStreams("host"));
        using var host = builder.Build();

        await Assert.ThrowsAsync<OrleansConfigurationException>(() => host.StartAsync());
    }

    [Fact]
    public async Task A_test_cluster_is_configured_by_classes()
    {
        var builder = new TestClusterBuilder(1);
        builder.AddSiloBuilderConfigurator<ConfiguresSilo>();
        builder.AddClientBuilderConfigurator<ConfiguresClient>();
        await using var cluster = builder.Build();
        await cluster.DeployAsync();

        Assert.Equal(1, await cluster.GrainFactory.GetGrain<ILifeGrain>(_key).LifeAsync().Soon());
        Assert.NotNull(cluster.GetSiloServiceProvider().GetService<ConfiguresSilo>());
        Assert.NotNull(((InProcessSiloHandle)cluster.Primary!).SiloHost.Services.GetService<ConfiguresSilo>());
        Assert.NotNull(cluster.ServiceProvider.GetService<ConfiguresClient>());
        Assert.Null(cluster.ServiceProvider.GetService<ConfiguresSilo>());
        await cluster.StopAllSilosAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record Greeting(string Key);

    private sealed class GreetingTask(Greeting greeting) : IStartupTask
    {
        public Task Execute(CancellationToken cancellationToken)
        {
            Signals.Note(greeting.Key, "greeted");
            return Task.CompletedTask;
        }
    }

    public sealed class ConfiguresSilo : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => siloBuilder.Services.AddSingleton(this);
    }

    public sealed class ConfiguresClient : IClientBuilderConfigurator
    {
        public void Configure(IConfiguration configuration, IClientBuilder clientBuilder) => clientBuilder.Services.AddSingleton(this);
    }
}
