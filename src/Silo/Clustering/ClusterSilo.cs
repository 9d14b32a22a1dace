using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Hosting.Settings;
using Orleans.Hosting;
#if !ORLEANS_LOCAL
using Microsoft.Extensions.DependencyInjection;
using OrleansChat.Grains.Interfaces.Hosts;
using OrleansChat.Hosting.Health;
using Orleans.Configuration;
using Orleans.Serialization;
#endif

namespace OrleansChat.Silo.Clustering;

/// <summary>A silo among others. The stand-in for Orleans has no cluster: a build on it refuses to be part of one here, and in the twin of this file for API hosts.</summary>
internal static class ClusterSilo
{
#if ORLEANS_LOCAL
    /// <exception cref="SettingsException">Always.</exception>
    public static void UseCluster(this ISiloBuilder silo, ClusterSettings cluster) => throw new SettingsException(NoCluster.Why);
#else
    /// <summary>How often a silo asks another whether it is there, and how many answers may be missing: a killed one is out after 2 to 3 s, and one that is only busy has 3 s.</summary>
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(1);

    private const int MissedProbesMax = 3;

    /// <summary>How late a silo may learn from the table what it was not told.</summary>
    private static readonly TimeSpan TableReadEvery = TimeSpan.FromSeconds(5);

    /// <summary>Who has not written to the table for so many times has no vote. As Orleans has it, 90 s: a database that was away for a while takes nobody's vote.</summary>
    private const int MissedWritesMax = 18;

    /// <summary>How long an API host that vanished holds up those who write to its stream.</summary>
    private static readonly TimeSpan ClientDropAfter = TimeSpan.FromSeconds(5);

    /// <summary>Rows of silos that have been gone for so long are removed.</summary>
    private static readonly TimeSpan DefunctAfter = TimeSpan.FromHours(1);

    public static void UseCluster(this ISiloBuilder silo, ClusterSettings cluster)
    {
        var connection = cluster.ConnectionString("silo", connectionsMax: 8);
        silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        silo.Configure<SiloOptions>(o => o.SiloName = cluster.SiloName);
        silo.ConfigureEndpoints(cluster.Address, cluster.SiloPort, cluster.GatewayPort, listenOnAnyHostAddress: false);
        silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = ("Npgsql", connection));
        silo.AddAdoNetGrainStorage(SiloHosting.PubSubStore, (AdoNetGrainStorageOptions o) => (o.Invariant, o.ConnectionString) = ("Npgsql", connection));
        silo.UseStreams(HostBatch.StreamQueues);
        silo.UseLimits();
        silo.Configure<ClusterMembershipOptions>(static o =>
        {
            o.ProbeTimeout = ProbeEvery;
            o.NumMissedProbesLimit = MissedProbesMax;
            o.TableRefreshTimeout = TableReadEvery;
            (o.IAmAliveTablePublishTimeout, o.NumMissedTableIAmAliveLimit) = (LostMembers.WritesEvery, MissedWritesMax);
            o.DefunctSiloExpiration = DefunctAfter;
            o.DefunctSiloCleanupPeriod = DefunctAfter;
        });
        silo.Configure<SiloMessagingOptions>(static o => o.ClientDropTimeout = ClientDropAfter);
        silo.AddIncomingGrainCallFilter(static context => Undelivered.HideAsync(context.Invoke));
        HandOver.AddTo(silo);
        silo.Services.AddHostedService<MembershipWatch>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, EarlierDeaths>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static s => ActivatorUtilities.CreateInstance<LostMembers>(s, LostMembers.Answers(s.GetRequiredService<Serializer<SiloGreeting>>())));
        SucceededSilos.Refuse(silo);
    }
#endif
}
