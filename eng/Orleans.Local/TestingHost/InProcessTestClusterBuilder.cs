using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Orleans.TestingHost;

/// <summary>What a test cluster is like.</summary>
public sealed class InProcessTestClusterOptions
{
    /// <summary>The cluster.</summary>
    public string ClusterId { get; set; } = "";

    /// <summary>The service.</summary>
    public string ServiceId { get; set; } = "";

    /// <summary>Whether there is a client from the start.</summary>
    public bool InitializeClientOnDeploy { get; set; } = true;

    /// <summary>How many silos; here one.</summary>
    public short InitialSilosCount { get; set; }

    /// <summary>Whether logs go to files; here they never do.</summary>
    public bool ConfigureFileLogging { get; set; } = true;

    /// <summary>Whether all silos are alike.</summary>
    public bool AssumeHomogenousSilosForTesting { get; set; } = true;

    /// <summary>What configures the silos' hosts.</summary>
    public List<Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder>> SiloHostConfigurationDelegates { get; } = [];

    /// <summary>What configures the client's host.</summary>
    public List<Action<IHostApplicationBuilder>> ClientHostConfigurationDelegates { get; } = [];
}

/// <summary>What one silo of a test cluster is like.</summary>
public sealed class InProcessTestSiloSpecificOptions
{
    /// <summary>Its port; here there is none.</summary>
    public int SiloPort { get; set; }

    /// <summary>Its gateway's port; here there is none.</summary>
    public int GatewayPort { get; set; }

    /// <summary>Its name.</summary>
    public string SiloName { get; set; } = "";
}

/// <summary>Builds a test cluster with functions, of one silo only.</summary>
public sealed class InProcessTestClusterBuilder
{
    /// <summary>A cluster of two silos, which cannot be built here.</summary>
    public InProcessTestClusterBuilder() : this(2)
    {
    }

    /// <summary>A cluster of so many silos.</summary>
    public InProcessTestClusterBuilder(short initialSilosCount) => Options = new InProcessTestClusterOptions
    {
        InitialSilosCount = initialSilosCount,
        ClusterId = CreateClusterId(),
        ServiceId = Guid.NewGuid().ToString("N"),
    };

    /// <summary>What it is like.</summary>
    public InProcessTestClusterOptions Options { get; }

    /// <summary>Configures all hosts.</summary>
    public InProcessTestClusterBuilder ConfigureHost(Action<IHostApplicationBuilder> configureDelegate)
    {
        Options.SiloHostConfigurationDelegates.Add((_, builder) => configureDelegate(builder));
        Options.ClientHostConfigurationDelegates.Add(configureDelegate);
        return this;
    }

    /// <summary>Configures silos.</summary>
    public InProcessTestClusterBuilder ConfigureSilo(Action<InProcessTestSiloSpecificOptions, ISiloBuilder> configureSiloDelegate) =>
        ConfigureSiloHost((options, builder) => builder.UseOrleans(silo => configureSiloDelegate(options, silo)));

    /// <summary>Configures the silos' hosts.</summary>
    public InProcessTestClusterBuilder ConfigureSiloHost(Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder> configureSiloHostDelegate)
    {
        Options.SiloHostConfigurationDelegates.Add(configureSiloHostDelegate);
        return this;
    }

    /// <summary>Configures the client.</summary>
    public InProcessTestClusterBuilder ConfigureClient(Action<IClientBuilder> configureClientDelegate) =>
        ConfigureClientHost(builder => builder.UseOrleansClient(configureClientDelegate));

    /// <summary>Configures the client's host.</summary>
    public InProcessTestClusterBuilder ConfigureClientHost(Action<IHostApplicationBuilder> configureHostDelegate)
    {
        Options.ClientHostConfigurationDelegates.Add(configureHostDelegate);
        return this;
    }

    /// <summary>Builds the cluster; it does not run yet.</summary>
    public InProcessTestCluster Build()
    {
        OneSilo.MustBeAskedFor(Options.InitialSilosCount);
        return new InProcessTestCluster(Options);
    }

    /// <summary>A name that no other cluster has.</summary>
    public static string CreateClusterId() => TestClusterBuilder.CreateClusterId();
}
