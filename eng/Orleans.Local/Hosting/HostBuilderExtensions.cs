using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Local.Hosting;
using Orleans.Runtime;

namespace Microsoft.Extensions.Hosting;

/// <summary>A silo in a host.</summary>
public static class OrleansSiloGenericHostExtensions
{
    /// <summary>Adds a silo.</summary>
    public static IHostApplicationBuilder UseOrleans(this IHostApplicationBuilder hostAppBuilder) => hostAppBuilder.UseOrleans(_ => { });

    /// <summary>Adds a silo.</summary>
    public static HostApplicationBuilder UseOrleans(this HostApplicationBuilder hostAppBuilder) => hostAppBuilder.UseOrleans(_ => { });

    /// <summary>Adds a silo and configures it.</summary>
    public static IHostApplicationBuilder UseOrleans(this IHostApplicationBuilder hostAppBuilder, Action<ISiloBuilder> configureDelegate)
    {
        configureDelegate(Builders.Silo(hostAppBuilder.Services, hostAppBuilder.Configuration));
        return hostAppBuilder;
    }

    /// <summary>Adds a silo and configures it.</summary>
    public static HostApplicationBuilder UseOrleans(this HostApplicationBuilder hostAppBuilder, Action<ISiloBuilder> configureDelegate)
    {
        configureDelegate(Builders.Silo(hostAppBuilder.Services, hostAppBuilder.Configuration));
        return hostAppBuilder;
    }

    /// <summary>Adds a silo and configures it.</summary>
    public static IHostBuilder UseOrleans(this IHostBuilder hostBuilder, Action<ISiloBuilder> configureDelegate) =>
        hostBuilder.UseOrleans((_, builder) => configureDelegate(builder));

    /// <summary>Adds a silo and configures it.</summary>
    public static IHostBuilder UseOrleans(this IHostBuilder hostBuilder, Action<HostBuilderContext, ISiloBuilder> configureDelegate) =>
        hostBuilder.ConfigureServices((context, services) => configureDelegate(context, Builders.Silo(services, context.Configuration)));

    /// <summary>Adds a silo and configures it.</summary>
    public static IServiceCollection AddOrleans(this IServiceCollection services, Action<ISiloBuilder> configureDelegate)
    {
        configureDelegate(Builders.Silo(services, null));
        return services;
    }
}

/// <summary>A client in a host.</summary>
public static class OrleansClientGenericHostExtensions
{
    /// <summary>Adds a client.</summary>
    public static IHostApplicationBuilder UseOrleansClient(this IHostApplicationBuilder hostAppBuilder) => hostAppBuilder.UseOrleansClient(_ => { });

    /// <summary>Adds a client.</summary>
    public static HostApplicationBuilder UseOrleansClient(this HostApplicationBuilder hostAppBuilder) => hostAppBuilder.UseOrleansClient(_ => { });

    /// <summary>Adds a client and configures it.</summary>
    public static IHostApplicationBuilder UseOrleansClient(this IHostApplicationBuilder hostAppBuilder, Action<IClientBuilder> configureDelegate)
    {
        configureDelegate(Builders.Client(hostAppBuilder.Services, hostAppBuilder.Configuration));
        return hostAppBuilder;
    }

    /// <summary>Adds a client and configures it.</summary>
    public static HostApplicationBuilder UseOrleansClient(this HostApplicationBuilder hostAppBuilder, Action<IClientBuilder> configureDelegate)
    {
        configureDelegate(Builders.Client(hostAppBuilder.Services, hostAppBuilder.Configuration));
        return hostAppBuilder;
    }

    /// <summary>Adds a client.</summary>
    public static IHostBuilder UseOrleansClient(this IHostBuilder hostBuilder) => hostBuilder.UseOrleansClient((_, _) => { });

    /// <summary>Adds a client and configures it.</summary>
    public static IHostBuilder UseOrleansClient(this IHostBuilder hostBuilder, Action<IClientBuilder> configureDelegate) =>
        hostBuilder.UseOrleansClient((_, builder) => configureDelegate(builder));

    /// <summary>Adds a client and configures it.</summary>
    public static IHostBuilder UseOrleansClient(this IHostBuilder hostBuilder, Action<HostBuilderContext, IClientBuilder> configureDelegate) =>
        hostBuilder.ConfigureServices((context, services) => configureDelegate(context, Builders.Client(services, context.Configuration)));

    /// <summary>Adds a client and configures it.</summary>
    public static IServiceCollection AddOrleansClient(this IServiceCollection services, Action<IClientBuilder> configureDelegate)
    {
        configureDelegate(Builders.Client(services, null));
        return services;
    }
}

/// <summary>Finds the builder that the services already have, or makes it: a host has a silo or a client, never both.</summary>
internal static class Builders
{
    public static ISiloBuilder Silo(IServiceCollection services, IConfiguration? configuration)
    {
        Refuse<IClientBuilder>(services);
        return Known<ISiloBuilder>(services) ?? Add<ISiloBuilder>(services, new SiloBuilder(services, configuration ?? Empty()), LocalServices.AddSilo);
    }

    public static IClientBuilder Client(IServiceCollection services, IConfiguration? configuration)
    {
        Refuse<ISiloBuilder>(services);
        return Known<IClientBuilder>(services) ?? Add<IClientBuilder>(services, new ClientBuilder(services, configuration ?? Empty()), LocalServices.AddClient);
    }

    private static IConfiguration Empty() => new ConfigurationBuilder().Build();

    private static TBuilder? Known<TBuilder>(IServiceCollection services) where TBuilder : class =>
        services.FirstOrDefault(it => it.ServiceType == typeof(TBuilder))?.ImplementationInstance as TBuilder;

    private static TBuilder Add<TBuilder>(IServiceCollection services, TBuilder builder, Action<IServiceCollection> add) where TBuilder : class
    {
        services.AddSingleton(builder);
        add(services);
        return builder;
    }

    private static void Refuse<TBuilder>(IServiceCollection services) where TBuilder : class
    {
        if (Known<TBuilder>(services) is not null)
        {
            throw new OrleansConfigurationException("Do not use UseOrleans with UseOrleansClient in one host: with a silo, the client is there already.");
        }
    }
}
