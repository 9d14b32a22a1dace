using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;

namespace Orleans.Local.Hosting;

/// <summary>Sets the options of a stream provider, on a silo and on a client.</summary>
internal sealed class StreamConfigurator(string name, IServiceCollection services) : ISiloMemoryStreamConfigurator, IClusterClientMemoryStreamConfigurator
{
    public string Name => name;

    public Action<Action<IServiceCollection>> ConfigureDelegate => configure => configure(services);
}
