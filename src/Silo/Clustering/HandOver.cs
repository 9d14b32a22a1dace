#if !ORLEANS_LOCAL
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Core.Internal;
using Orleans.Hosting;
using Orleans.Metadata;
using Orleans.Placement;
using Orleans.Runtime;

namespace OrleansChat.Silo.Clustering;

/// <summary>
/// What a silo does before it leaves: it tells the others, who place nothing on it any more, and gives up its grains while everything still works. Orleans by
/// itself gives them up while it closes, and calls that come to them in that moment get lost.
/// </summary>
internal sealed partial class HandOver(
    ILocalSiloDetails self, IClusterMembershipService membership, LeavingSilos leaving, LeavingClient others, IGrainFactory grains, ILogger<HandOver> logger) : IHostedLifecycleService
{
    /// <summary>How long it may take; what is left then goes with the silo.</summary>
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>What the types of our grains begin with; Orleans' own go with the silo.</summary>
    private const string OurGrains = "OrleansChat.Grains.";

    /// <summary>How many grains are asked to move at once.</summary>
    private const int AtOnceMax = 64;

    /// <summary>A silo that leaves hands its grains over first.</summary>
    public static void AddTo(ISiloBuilder silo)
    {
        silo.Services.AddSingleton<LeavingSilos>().AddSingleton<LeavingClient>();
        silo.Services.AddSingleton<IGrainPropertiesProvider, StayingSilosEverywhere>();
        silo.Services.AddPlacementFilter<StayingSilosFilter, StayingSilosDirector>(ServiceLifetime.Singleton);
        silo.AddGrainService<LeavingService>();
        silo.Services.AddHostedService<HandOver>();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var staying = Staying();
        if (staying.Count == 0 || cancellationToken.IsCancellationRequested) return;
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(TimeMax);
        leaving.Add(self.SiloAddress);
        try
        {
            await Task.WhenAll(staying.Select(other => others.TellAsync(other, self.SiloAddress))).WaitAsync(time.Token);
            await GiveUpGrainsAsync(time.Token);
        }
        catch (Exception error)
        {
            Log.Incomplete(logger, error);                              // the silo leaves as it would without
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>To whom grains can go: where all leave together, each keeps its own.</summary>
    private List<SiloAddress> Staying() =>
        [.. membership.CurrentSnapshot.Members.Values.Where(m => m.Status == SiloStatus.Active && !m.SiloAddress.Equals(self.SiloAddress) && !leaving.Has(m.SiloAddress)).Select(static m => m.SiloAddress)];

    /// <summary>
    /// Each is started elsewhere when it is idle, and what comes for it here is sent on: were it only given up, the next call of somebody who has not
    /// heard of it would start it here again.
    /// </summary>
    private async Task GiveUpGrainsAsync(CancellationToken time)
    {
        var management = grains.GetGrain<IManagementGrain>(0);
        using var pause = new PeriodicTimer(LookAgainAfter);
        while (Staying().Count > 0)
        {
            var here = (await management.GetDetailedGrainStatistics(hostsIds: [self.SiloAddress]).WaitAsync(time)).Where(static g => g.GrainType.StartsWith(OurGrains, StringComparison.Ordinal)).ToList();
            if (here.Count == 0)
            {
                Log.Done(logger);
                return;
            }

            await Parallel.ForEachAsync(here, new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = time }, (grain, _) => MoveAsync(grain.GrainId));
            await pause.WaitForNextTickAsync(time);
        }
    }

    private async ValueTask MoveAsync(GrainId grain)
    {
        try
        {
            await grains.GetGrain(grain).AsReference<IGrainManagementExtension>().MigrateOnIdle();
        }
        catch (Exception)
        {
            // It is found at the next look, if it is still here.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3113, LogLevel.Information, "This silo leaves; the others have its grains.")]
        public static partial void Done(ILogger logger);

        [LoggerMessage(3114, LogLevel.Warning, "This silo leaves before the others have all of its grains; calls that come to these in that moment may fail.")]
        public static partial void Incomplete(ILogger logger, Exception error);
    }
}
#endif
