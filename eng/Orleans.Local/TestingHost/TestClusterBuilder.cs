using Microsoft.Extensions.Configuration;

namespace Orleans.TestingHost;

/// <summary>Says what a test cluster is like.</summary>
public class TestClusterOptions
{
    /// <summary>The cluster.</summary>
    public string ClusterId { get; set; } = "";

    /// <summary>The service.</summary>
    public string ServiceId { get; set; } = "";

    /// <summary>How many silos; here one.</summary>
    public short InitialSilosCount { get; set; }

    /// <summary>Whether there is a client from the start.</summary>
    public bool InitializeClientOnDeploy { get; set; } = true;

    /// <summary>Whether logs go to files; here they never do.</summary>
    public bool ConfigureFileLogging { get; set; } = true;

    /// <summary>Whether all silos are alike.</summary>
    public bool AssumeHomogenousSilosForTesting { get; set; } = true;

    /// <summary>The classes that configure silos.</summary>
    public List<string> SiloBuilderConfiguratorTypes { get; } = [];

    /// <summary>The classes that configure the client.</summary>
    public List<string> ClientBuilderConfiguratorTypes { get; } = [];
}

/// <summary>Builds a test cluster, of one silo only.</summary>
public class TestClusterBuilder
{
    private readonly List<Action<IConfigurationBuilder>> _configuration = [];

    /// <summary>A cluster of two silos, which cannot be built here.</summary>
    public TestClusterBuilder() : this(2)
    {
    }

    /// <summary>A cluster of so many silos.</summary>
    public TestClusterBuilder(short initialSilosCount) => Options = new TestClusterOptions
    {
        InitialSilosCount = initialSilosCount,
        ClusterId = CreateClusterId(),
        ServiceId = Guid.NewGuid().ToString("N"),
    };

    /// <summary>What it is like.</summary>
    public TestClusterOptions Options { get; }

    /// <summary>Configuration that silo and client see.</summary>
    public Dictionary<string, string?> Properties { get; } = [];

    /// <summary>Adds configuration that silo and client see.</summary>
    public TestClusterBuilder ConfigureHostConfiguration(Action<IConfigurationBuilder> configureDelegate)
    {
        _configuration.Add(configureDelegate);
        return this;
    }

    /// <summary>Adds a class that configures silos.</summary>
    public TestClusterBuilder AddSiloBuilderConfigurator<T>() where T : new()
    {
        OneSilo.MustBe<T>(typeof(ISiloConfigurator));
        Options.SiloBuilderConfiguratorTypes.Add(typeof(T).AssemblyQualifiedName!);
        return this;
    }

    /// <summary>Adds a class that configures the client.</summary>
    public TestClusterBuilder AddClientBuilderConfigurator<T>() where T : new()
    {
        OneSilo.MustBe<T>(typeof(IClientBuilderConfigurator));
        Options.ClientBuilderConfiguratorTypes.Add(typeof(T).AssemblyQualifiedName!);
        return this;
    }

    /// <summary>Builds the cluster; it does not run yet.</summary>
    public TestCluster Build()
    {
        OneSilo.MustBeAskedFor(Options.InitialSilosCount);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Properties);
        foreach (var configure in _configuration) configure(configuration);
        return new TestCluster(Options, configuration.Build());
    }

    /// <summary>A name that no other cluster has.</summary>
    public static string CreateClusterId() => $"testcluster-{Guid.NewGuid():N}";
}

internal static class OneSilo
{
    public static void MustBeAskedFor(int silos)
    {
        if (silos != 1) throw new NotSupportedException($"{silos} silos were asked for, but eng/Orleans.Local has only one: run this test with the real packages (ORLEANS=packages).");
    }

    public static void MustBe<T>(Type configurator)
    {
        if (!typeof(T).IsAssignableTo(configurator) && !typeof(T).IsAssignableTo(typeof(IHostConfigurator)))
        {
            throw new ArgumentException($"The type {typeof(T)} is not assignable to either {configurator.Name} or {nameof(IHostConfigurator)}");
        }
    }
}
