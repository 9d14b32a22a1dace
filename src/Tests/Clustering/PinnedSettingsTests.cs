#if !ORLEANS_LOCAL
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OrleansChat.ApiHost.Clustering;
using OrleansChat.Grains.Interfaces.Hosts;
using OrleansChat.Hosting.Settings;
using OrleansChat.Silo;
using OrleansChat.Silo.Clustering;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Messaging;
using Orleans.Storage;

namespace OrleansChat.Tests.Clustering;

/// <summary>Settings of Orleans that deliver us from hanging calls, ghosts and full queues. Whoever changes one reads decision 0025 first.</summary>
public class PinnedSettingsTests
{
    private const string PubSubStore = "PubSubStore";                   // Orleans' streams look for it under this name

    private static readonly ClusterSettings Cluster = new() { Postgres = "Host=127.0.0.1", SiloName = "silo-1" };

    [Fact]
    public void A_killed_silo_is_soon_out_and_a_vanished_host_holds_up_nobody()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.AddOrleansChatSilo(Cluster);
        using var host = builder.Build();
        var membership = Of<ClusterMembershipOptions>(host);
        Assert.Equal((TimeSpan.FromSeconds(1), 3, TimeSpan.FromSeconds(5)), (membership.ProbeTimeout, membership.NumMissedProbesLimit, membership.TableRefreshTimeout));
        Assert.Equal((TimeSpan.FromSeconds(5), 18), (membership.IAmAliveTablePublishTimeout, membership.NumMissedTableIAmAliveLimit));
        var messaging = Of<SiloMessagingOptions>(host);
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromHours(1)), (membership.DefunctSiloExpiration, membership.DefunctSiloCleanupPeriod));       // OPERATING.md says so
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5)), (messaging.ResponseTimeout, messaging.SystemResponseTimeout, messaging.ClientDropTimeout));
        Assert.Equal((TimeSpan.FromMinutes(15), TimeSpan.FromSeconds(1), false), (Of<GrainCollectionOptions>(host).CollectionAge, messaging.ClientGatewayShutdownNotificationTimeout, Of<LoadSheddingOptions>(host).LoadSheddingEnabled));
        Assert.Equal((5_000, 1 << 20), (messaging.MaxEnqueuedRequestsHardLimit, messaging.MaxMessageBodySize));
        Assert.Equal(TimeSpan.FromMilliseconds(10), host.Services.GetRequiredService<IOptionsMonitor<StreamPullingAgentOptions>>().Get(HostBatch.StreamProvider).GetQueueMsgsTimerPeriod);
        var kept = host.Services.GetRequiredService<IOptionsMonitor<StreamCacheEvictionOptions>>().Get(HostBatch.StreamProvider);
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)), (kept.DataMinTimeInCache, kept.DataMaxAgeInCache));       // what was published stays in memory for so long
        var endpoints = Of<EndpointOptions>(host);
        Assert.Equal("127.0.0.1 11111 30000", $"{endpoints.AdvertisedIPAddress} {endpoints.SiloPort} {endpoints.GatewayPort}");
        Assert.Equal((null, null), (endpoints.SiloListeningEndpoint, endpoints.GatewayListeningEndpoint));       // it listens on that address alone
        Assert.Equal("Npgsql", host.Services.GetRequiredService<IOptionsMonitor<AdoNetGrainStorageOptions>>().Get(PubSubStore).Invariant);
        Assert.IsType<AdoNetGrainStorage>(host.Services.GetRequiredKeyedService<IGrainStorage>(PubSubStore));
    }

    [Fact]
    public void A_single_process_keeps_subscriptions_in_memory_and_has_the_limits_of_the_others()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.AddOrleansChatSilo(dataFolder: "nowhere");
        using var host = builder.Build();
        Assert.IsType<MemoryGrainStorage>(host.Services.GetRequiredKeyedService<IGrainStorage>(PubSubStore));
        var messaging = Of<SiloMessagingOptions>(host);
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), 5_000, 1 << 20), (messaging.ResponseTimeout, messaging.SystemResponseTimeout, messaging.MaxEnqueuedRequestsHardLimit, messaging.MaxMessageBodySize));
    }

    [Fact]
    public void A_silo_looks_who_lives_before_it_joins_and_who_answers_on_each_connection_that_it_opens()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.AddOrleansChatSilo(Cluster);
        using var host = builder.Build();
        Assert.Single(host.Services.GetServices<ILifecycleParticipant<ISiloLifecycle>>().OfType<LostMembers>());
        var connections = new ConnectionBuilder(host.Services);
        ((SiloConnectionOptions.ISiloConnectionBuilderOptions)Of<SiloConnectionOptions>(host)).ConfigureSiloOutboundBuilder(connections);
        Assert.Equal(typeof(SucceededSilos), connections.Build().Target!.GetType().DeclaringType);
    }

    [Fact]
    public void A_silo_hands_its_grains_over_when_it_has_drained()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.AddOrleansChatSilo(Cluster);
        Assert.Equal(typeof(HandOver), builder.Services.First(static s => s.ServiceType == typeof(IHostedService)).ImplementationType);      // the host stops the first one last
    }

    [Fact]
    public void A_host_learns_of_silos_soon_and_waits_for_none_too_long()
    {
        var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder();
        builder.AddClusterClient(Cluster);
        using var host = builder.Build();
        Assert.Equal(TimeSpan.FromSeconds(1), Of<GatewayOptions>(host).GatewayListRefreshPeriod);
        Assert.Equal(TimeSpan.FromSeconds(3), host.Services.GetRequiredService<IGatewayListProvider>().MaxStaleness);
        var messaging = Of<ClientMessagingOptions>(host);
        Assert.Equal((TimeSpan.FromSeconds(5), 1 << 20), (messaging.ResponseTimeout, messaging.MaxMessageBodySize));
    }

    private static T Of<T>(IHost host) where T : class => host.Services.GetRequiredService<IOptions<T>>().Value;
}
#endif
