using Orleans.Hosting;
using Orleans.TestingHost;

namespace OrleansChat.Tests.OrleansConformance;

/// <summary>One silo and one client for the whole suite: it checks that Orleans and its stand-in do the same.</summary>
public sealed class ConformanceCluster : IAsyncLifetime
{
    public const string Streams = "streams";

    public InProcessTestCluster Cluster { get; } = Build();

    public IClusterClient Client => Cluster.Client;

    public static InProcessTestCluster Build()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo
            .AddMemoryGrainStorage("PubSubStore")
            .AddMemoryStreams(Streams, streams => streams.ConfigurePullingAgent(agent => agent.Configure(options => options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(5)))));
        builder.ConfigureClient(client => client.AddMemoryStreams(Streams));
        return builder.Build();
    }

    public Task InitializeAsync() => Cluster.DeployAsync();

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}

[CollectionDefinition(nameof(ConformanceCluster))]
public sealed class ConformanceCollection : ICollectionFixture<ConformanceCluster>;
