using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansChat.Domain.Chats;
using OrleansChat.Grains;
using OrleansChat.Grains.Hosts;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Grains.Interfaces.Hosts;
using OrleansChat.Grains.Journal;
using OrleansChat.Hosting.FailPoints;
using OrleansChat.Hosting.Settings;
using OrleansChat.Silo.Clustering;
using OrleansChat.Silo.Dashboard;
using OrleansChat.Silo.FailPoints;
using OrleansChat.Silo.Hosts;
using OrleansChat.Silo.Journal;
using OrleansChat.Silo.Journal.Postgres;
using OrleansChat.Silo.Journal.Sqlite;
using Orleans.Configuration;
using Orleans.Hosting;

namespace OrleansChat.Silo;

/// <summary>The silo as a library: journal, grains, host link, sweeper.</summary>
public static class SiloHosting
{
    /// <summary>How often a silo looks whether the streams have something for its hosts: 9 ms from grain to client at the median.</summary>
    private static readonly TimeSpan StreamPullEvery = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// How long a silo keeps what it has published, instead of half an hour: the memory of one is bounded by what is published in this time. A host that takes it
    /// later finds a gap in the numbers and asks its sessions. Longer than the silence after which a host subscribes anew.
    /// </summary>
    private static readonly TimeSpan PublishedKeptFor = TimeSpan.FromSeconds(10);

    /// <summary>How long a grain call may take; what is not answered by then is unknown, and a retry is safe.</summary>
    internal static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>A grain of which nothing was wanted for so long leaves memory; an ended chat, for example.</summary>
    private static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(15);

    /// <summary>Where Orleans keeps who subscribed to which stream.</summary>
    internal const string PubSubStore = "PubSubStore";

    private const int EnqueuedRequestsMax = 5_000;

    /// <summary>
    /// Adds the silo of the single process: on a free loopback port, without a gateway, so that two servers do not clash; the journal is one
    /// SQLite file in <paramref name="dataFolder"/>. Needs an <c>IPeople</c> and an <c>INotificationWriter</c> in the services.
    /// </summary>
    /// <exception cref="SettingsException">A section that cannot be used.</exception>
    public static IHostApplicationBuilder AddOrleansChatSilo(this IHostApplicationBuilder builder, string dataFolder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new SqliteJournalOptions { DatabasePath = Path.Combine(dataFolder, "journal.db") };
        return builder.AddSilo(provider => SqliteJournal.Open(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteJournal>>()), UseSingleProcess);
    }

    /// <summary>
    /// Adds a silo of a cluster: the journal, the members and the subscriptions are in the database of <paramref name="cluster"/>. Needs an <c>IPeople</c> and
    /// an <c>INotificationWriter</c> in the services.
    /// </summary>
    /// <exception cref="SettingsException">A section that cannot be used; or this build has no cluster (see <see cref="ClusterSilo"/>).</exception>
    public static IHostApplicationBuilder AddOrleansChatSilo(this IHostApplicationBuilder builder, ClusterSettings cluster)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new PostgresJournalOptions { ConnectionString = cluster.Postgres, Schema = cluster.Schema, Migrate = cluster.Migrate };
        return builder.AddSilo(
            provider => PostgresJournal.OpenAsync(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgresJournal>>()).GetAwaiter().GetResult(),
            silo => silo.UseCluster(cluster));
    }

    private static IHostApplicationBuilder AddSilo(this IHostApplicationBuilder builder, Func<IServiceProvider, IJournal> open, Action<ISiloBuilder> configure)
    {
        var services = builder.Services;
        var failPoint = FailPoint.Of(services);
        services.AddSingleton(provider => FailingJournal.Around(open(provider), failPoint));
        services.AddSingleton<IReadinessProbe, JournalReadiness>();
        services.AddHostedService<JournalOpening>();                    // before Orleans: no grain without a journal
        services.AddGrainServices(builder.Configuration);
        services.AddSingleton<SweepCalls>();
        var dashboard = DashboardSettings.Load(builder.Configuration);
        builder.UseOrleans(silo =>
        {
            configure(silo);
            silo.UseDashboard(dashboard);
            FailingTellings.AddTo(silo, failPoint);
        });
        services.AddHostedService<Sweeper>();
        services.AddHostedService<PeopleWatch>();
        return builder;
    }

    /// <summary>What grains need besides journal, people and writer.</summary>
    public static IServiceCollection AddGrainServices(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RandomIds>();
        services.TryAddSingleton<Departures>();
        services.TryAddSingleton(ChatLimits.Default);
        services.AddSingleton(StrictSection.Bind<SupervisionOptions>(configuration, "Supervision"));
        var routing = StrictSection.Bind<RoutingOptions>(configuration, "Routing");
        var customers = StrictSection.Bind<CustomersOptions>(configuration, "Customers");
        var notifications = StrictSection.Bind<NotificationsOptions>(configuration, "Notifications");
        Positive("Routing:NoAnswerAfter", routing.NoAnswerAfter);
        Positive("Routing:WrapUpTime", routing.WrapUpTime ?? TimeSpan.FromDays(1));
        Positive("Customers:DisconnectAfter", customers.DisconnectAfter);
        Positive("Notifications:Timeout", notifications.Timeout);
        Positive("Notifications:MaxInterval", notifications.MaxInterval);
        services.AddSingleton(routing).AddSingleton(customers).AddSingleton(notifications);
        services.AddSingleton<StreamHostLink>();
        services.AddSingleton<IHostLink>(static provider => provider.GetRequiredService<StreamHostLink>());
        services.AddHostedService(static provider => provider.GetRequiredService<StreamHostLink>());
        return services;
    }

    /// <summary>From a millisecond to a day: anything else is a slip of the pen.</summary>
    private static void Positive(string key, TimeSpan duration)
    {
        if (duration < TimeSpan.FromMilliseconds(1) || duration > TimeSpan.FromDays(1))
        {
            throw new SettingsException($"{key} is {duration}; use more than 00:00:00 and at most 1.00:00:00.");
        }
    }

    private static void UseSingleProcess(this ISiloBuilder silo)
    {
        silo.UseLocalhostClustering(FreeLoopbackPort(), gatewayPort: 0);
        RememberedInterfaceTypes.AddTo(silo.Services);
        silo.AddMemoryGrainStorage(PubSubStore);
        silo.UseStreams(queues: 1);                                    // there is one host and so one stream; each further queue is looked at in vain, 100 times a second
        silo.UseLimits();
    }

    internal static void UseStreams(this ISiloBuilder silo, int queues) => silo.AddMemoryStreams(HostBatch.StreamProvider, streams =>
    {
        streams.ConfigurePartitioning(queues);
        streams.ConfigurePullingAgent(static agent => agent.Configure(static o => o.GetQueueMsgsTimerPeriod = StreamPullEvery));
        streams.ConfigureCacheEviction(static cache => cache.Configure(static o =>
        {
            o.DataMinTimeInCache = PublishedKeptFor;
            o.DataMaxAgeInCache = PublishedKeptFor;
            o.MetadataMinTimeInCache = 2 * PublishedKeptFor;
        }));
    });

    internal static void UseLimits(this ISiloBuilder silo)
    {
        silo.Configure<SiloMessagingOptions>(static o =>
        {
            o.ResponseTimeout = ResponseTimeout;
            o.MaxEnqueuedRequestsHardLimit = EnqueuedRequestsMax;
            o.MaxMessageBodySize = MessageSize.BytesMax;
        });
        silo.Configure<GrainCollectionOptions>(static o => o.CollectionAge = IdleFor);
        silo.Configure<ClientMessagingOptions>(static o => o.ResponseTimeout = ResponseTimeout);
    }

    private static int FreeLoopbackPort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
