using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Hosting.Settings;
#if !ORLEANS_LOCAL
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansChat.ApiHost.Dashboard;
using OrleansChat.ApiHost.Notifications;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Hosts;
using OrleansChat.Grains.Interfaces.Retries;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Messaging;
using Orleans.Runtime.Membership;
#endif

namespace OrleansChat.ApiHost.Clustering;

/// <summary>An API host as a client of the silos. The twin of the silo's file: the stand-in for Orleans has no cluster.</summary>
internal static class ClusterClient
{
#if ORLEANS_LOCAL
    /// <exception cref="SettingsException">Always.</exception>
    public static void AddClusterClient(this WebApplicationBuilder builder, ClusterSettings cluster) => throw new SettingsException(NoCluster.Why);
#else
    /// <summary>How long a call may take; what is not answered by then is unknown, and a retry is safe.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How late this host may learn of silos that came or went. One whose cable is pulled keeps its connection: what goes by it is lost until then.</summary>
    private static readonly TimeSpan GatewaysReadEvery = TimeSpan.FromSeconds(1);

    /// <summary>Between two tries to reach a silo, as long as there is none.</summary>
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    public static void AddClusterClient(this WebApplicationBuilder builder, ClusterSettings cluster)
    {
        var dashboard = DashboardSettings.Load(builder.Configuration);
        var connection = cluster.ConnectionString("API host", connectionsMax: 4);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
            client.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = ("Npgsql", connection));
            client.Services.AddSingleton<AdoNetGatewayListProvider>().Replace(ServiceDescriptor.Singleton<IGatewayListProvider, SilosWithGateways>());
            client.Configure<GatewayOptions>(static o => o.GatewayListRefreshPeriod = GatewaysReadEvery);
            client.Configure<ClientMessagingOptions>(static o => (o.ResponseTimeout, o.MaxMessageBodySize) = (ResponseTimeout, MessageSize.BytesMax));
            client.AddMemoryStreams(HostBatch.StreamProvider, static streams => streams.ConfigurePartitioning(HostBatch.StreamQueues));
            client.UseDashboard(dashboard);
            client.AddOutgoingGrainCallFilter(static context => RequestBudget.SpendAsync(context.Invoke, () => IsRepeatable(context)));
            client.UseConnectionRetryFilter(static async (_, cancellation) =>
            {
                await Task.Delay(TryAgainAfter, cancellation);
                return true;
            });
        });
        builder.Services.AddSingleton<GatewayCountChangedHandler>(static s => (_, gateways) =>
        {
            if (gateways.NumberOfConnectedGateways < gateways.PreviousNumberOfConnectedGateways) s.GetServices<IHostedService>().OfType<HostDeliveries>().Single().SiloLost();
        });
        builder.Services.AddSingleton<ClusterConnection>().AddSingleton<IReadinessProbe>(static s => s.GetRequiredService<ClusterConnection>());
        builder.Services.AddSingleton<ILifecycleParticipant<IClusterClientLifecycle>>(static s => new AtConnection(s.GetRequiredService<ClusterConnection>()));
        builder.Services.Configure<HostOptions>(static host => host.ServicesStartConcurrently = true);     // it listens, and says 503, before there is a silo
    }

    /// <summary>Reads, and what carries a key of its request.</summary>
    private static bool IsRepeatable(IOutgoingGrainCallContext context) => context.MethodName.StartsWith("Get", StringComparison.Ordinal) || context.MethodName.StartsWith("Is", StringComparison.Ordinal)
        || Enumerable.Range(0, context.Request.GetArgumentCount()).Any(argument => context.Request.GetArgument(argument) is RequestKey);

    /// <summary>The client has a silo and knows its grains.</summary>
    private sealed class AtConnection(ClusterConnection connection) : ILifecycleParticipant<IClusterClientLifecycle>
    {
        public void Participate(IClusterClientLifecycle lifecycle) => lifecycle.Subscribe(nameof(ClusterConnection), ServiceLifecycleStage.Active, _ =>
        {
            connection.Made();
            return Task.CompletedTask;
        });
    }
#endif
}
