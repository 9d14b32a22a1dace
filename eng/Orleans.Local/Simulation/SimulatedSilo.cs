using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Local.Hosting;

namespace Orleans.Local.Simulation;

/// <summary>A silo without a host, on a <see cref="SimulationScheduler"/>.</summary>
public sealed class SimulatedSilo : IDisposable
{
    private readonly ServiceProvider _services;

    private SimulatedSilo(SimulationScheduler scheduler, ServiceProvider services) => (Scheduler, _services) = (scheduler, services);

    /// <summary>What drives it.</summary>
    public SimulationScheduler Scheduler { get; }

    /// <summary>The silo's services.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Calls its grains.</summary>
    public IClusterClient Client => _services.GetRequiredService<IClusterClient>();

    /// <summary>Starts a silo on this scheduler.</summary>
    public static SimulatedSilo Start(SimulationScheduler scheduler, Action<ISiloBuilder> configure)
    {
        var services = new ServiceCollection().AddSingleton(scheduler).AddOrleans(silo =>
        {
            // A name of its own, so that simulations in one process do not find each other.
            silo.Services.UseClusterName(Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
            configure(silo);
        }).BuildServiceProvider();
        var silo = new SimulatedSilo(scheduler, services);
        scheduler.Run(() => services.GetRequiredService<SiloService>().StartAsync(CancellationToken.None));
        return silo;
    }

    /// <summary>Deactivates everything, unless the run broke.</summary>
    public void Dispose()
    {
        if (!Scheduler.IsBroken) Scheduler.Run(() => _services.GetRequiredService<SiloService>().StopAsync(CancellationToken.None));
        _services.Dispose();
    }
}
