using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Local.Hosting;
using Orleans.Streams;

namespace Orleans.Hosting;

/// <summary>Streams in memory, on a silo.</summary>
public static class SiloBuilderMemoryStreamExtensions
{
    /// <summary>Adds a provider.</summary>
    public static ISiloBuilder AddMemoryStreams(this ISiloBuilder builder, string name, Action<ISiloMemoryStreamConfigurator>? configure = null)
    {
        builder.Services.AddStreams(name);
        builder.Services.AddSingleton(new SiloStreams(name));
        configure?.Invoke(new StreamConfigurator(name, builder.Services));
        return builder;
    }
}

/// <summary>Streams in memory, on a client.</summary>
public static class ClientBuilderStreamingExtensions
{
    /// <summary>Does nothing: a client can always use streams.</summary>
    public static IClientBuilder AddStreaming(this IClientBuilder builder) => builder;

    /// <summary>Adds a provider.</summary>
    public static IClientBuilder AddMemoryStreams(this IClientBuilder builder, string name, Action<IClusterClientMemoryStreamConfigurator>? configure = null)
    {
        builder.Services.AddStreams(name);
        configure?.Invoke(new StreamConfigurator(name, builder.Services));
        return builder;
    }
}

/// <summary>Configures something that has a name.</summary>
public interface INamedServiceConfigurator
{
    /// <summary>The name.</summary>
    string Name { get; }

    /// <summary>Adds services.</summary>
    Action<Action<IServiceCollection>> ConfigureDelegate { get; }
}

/// <summary>Options by the name of what they configure.</summary>
public static class NamedServiceConfiguratorExtensions
{
    /// <summary>Sets options.</summary>
    public static void Configure<TOptions>(this INamedServiceConfigurator configurator, Action<OptionsBuilder<TOptions>>? configureOptions) where TOptions : class, new() =>
        configurator.ConfigureDelegate(services => configureOptions?.Invoke(services.AddOptions<TOptions>(configurator.Name)));
}

/// <summary>Configures streams that agents carry.</summary>
public interface IPersistentStreamConfigurator : INamedServiceConfigurator;

/// <summary>Configures such streams on a silo.</summary>
public interface ISiloPersistentStreamConfigurator : IPersistentStreamConfigurator;

/// <summary>Configures such streams with a cache.</summary>
public interface ISiloRecoverableStreamConfigurator : ISiloPersistentStreamConfigurator;

/// <summary>Configures streams in memory.</summary>
public interface IMemoryStreamConfigurator : INamedServiceConfigurator;

/// <summary>Configures streams in memory on a silo.</summary>
public interface ISiloMemoryStreamConfigurator : IMemoryStreamConfigurator, ISiloRecoverableStreamConfigurator;

/// <summary>Configures such streams on a client.</summary>
public interface IClusterClientPersistentStreamConfigurator : IPersistentStreamConfigurator;

/// <summary>Configures streams in memory on a client.</summary>
public interface IClusterClientMemoryStreamConfigurator : IMemoryStreamConfigurator, IClusterClientPersistentStreamConfigurator;

/// <summary>Options of streams on a silo and a client.</summary>
public static class PersistentStreamConfiguratorExtensions
{
    /// <summary>Sets how subscriptions are made.</summary>
    public static void ConfigureStreamPubSub(this IPersistentStreamConfigurator configurator, StreamPubSubType pubsubType = StreamPubSubType.ExplicitGrainBasedAndImplicit) =>
        configurator.Configure<StreamPubSubOptions>(builder => builder.Configure(options => options.PubSubType = pubsubType));
}

/// <summary>Options of streams on a silo.</summary>
public static class SiloPersistentStreamConfiguratorExtensions
{
    /// <summary>Sets how streams are read.</summary>
    public static void ConfigurePullingAgent(this ISiloPersistentStreamConfigurator configurator, Action<OptionsBuilder<StreamPullingAgentOptions>>? configureOptions = null) =>
        configurator.Configure(configureOptions);

    /// <summary>Sets how long what was published is kept.</summary>
    public static void ConfigureCacheEviction(this ISiloRecoverableStreamConfigurator configurator, Action<OptionsBuilder<StreamCacheEvictionOptions>> configureOptions) =>
        configurator.Configure(configureOptions);
}

/// <summary>Options of streams in memory.</summary>
public static class MemoryStreamConfiguratorExtensions
{
    /// <summary>Sets the number of queues.</summary>
    public static void ConfigurePartitioning(this IMemoryStreamConfigurator configurator, int numOfQueues = HashRingStreamQueueMapperOptions.DEFAULT_NUM_QUEUES) =>
        configurator.Configure<HashRingStreamQueueMapperOptions>(builder => builder.Configure(options => options.TotalQueueCount = numOfQueues));
}
