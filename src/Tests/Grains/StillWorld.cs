using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;

namespace OrleansChat.Tests.Grains;

/// <summary>A world whose grains see a time that stands still until a test says otherwise. Timers run as ever.</summary>
internal sealed class StillWorld : GrainWorld, IAsyncDisposable
{
    /// <summary>How much later it is than at the beginning.</summary>
    public TimeSpan Since { get; set; }

    public static async Task<StillWorld> OpenAsync()
    {
        var world = new StillWorld();
        await world.InitializeAsync();
        return world;
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    protected override void Add(ISiloBuilder silo) => silo.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new StillClock(this)));

    private sealed class StillClock(StillWorld world) : TimeProvider
    {
        private readonly DateTimeOffset _begin = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => _begin + world.Since;
    }
}
