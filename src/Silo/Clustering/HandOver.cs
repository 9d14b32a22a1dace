#if !ORLEANS_LOCAL
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
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
    ILocalSiloDetails self, IClusterMembershipService membership, LeavingSilos leaving, LeavingClient others, IGrainFactory grains, TimeProvider clock,
    ILogger<HandOver> logger) : IHostedLifecycleService
{
    /// <summary>How long it may take; what is left then goes with the silo.</summary>
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>A grain that is still here, or here again, is asked again.</summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>What was not asked anything for so long is not likely to be asked in this moment.</summary>
    private static readonly TimeSpan IdleMin = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan TellMax = TimeSpan.FromSeconds(1);

    /// <summary>How long those that move may hold up the others.</summary>
    private static readonly TimeSpan MoveMax = TimeSpan.FromSeconds(1);

    /// <summary>Between telling API hosts to send nothing by this silo any more and closing: what was on its way arrives. Orleans waits for nothing.</summary>
    private static readonly TimeSpan HostsNotice = TimeSpan.FromSeconds(1);

    /// <summary>What the types of our grains begin with; Orleans' own go with the silo.</summary>
    private const string OurGrains = "OrleansChat.Grains.";

    /// <summary>How many grains are on their way at once.</summary>
    private const int AtOnceMax = 64;

    private static readonly TimeSpan LookForMovedAfter = TimeSpan.FromMilliseconds(20);

    /// <summary>A silo that leaves hands its grains over first.</summary>
    public static void AddTo(ISiloBuilder silo)
    {
        silo.Services.AddSingleton<LeavingSilos>().AddSingleton<LeavingClient>();
        silo.Services.AddSingleton<IGrainPropertiesProvider, StayingSilosEverywhere>();
        silo.Services.AddPlacementFilter<StayingSilosFilter, StayingSilosDirector>(ServiceLifetime.Singleton);
        silo.AddGrainService<LeavingService>();
        silo.Configure<SiloMessagingOptions>(static o => o.ClientGatewayShutdownNotificationTimeout = HostsNotice);
        silo.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService, HandOver>());       // the host asks the first one last
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The host calls this last of those that come before it stops anything: the silo has drained, and ends right after.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested || Staying().Count == 0) return;
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(TimeMax);
        leaving.Add(self.SiloAddress);
        try
        {
            await GiveUpGrainsAsync(time.Token);
        }
        catch (Exception error)
        {
            Log.Incomplete(logger, error);                              // the silo leaves as it would without
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IManagementGrain Management => grains.GetGrain<IManagementGrain>(0);

    /// <summary>To whom grains can go: where all leave together, each keeps its own.</summary>
    private List<SiloAddress> Staying() =>
        [.. membership.CurrentSnapshot.Members.Values.Where(m => m.Status == SiloStatus.Active && !m.SiloAddress.Equals(self.SiloAddress) && !leaving.Has(m.SiloAddress)).Select(static m => m.SiloAddress)];

    /// <summary>
    /// What nobody has asked for lately is only given up. Every other grain is started elsewhere when it is idle, and what comes for it here is sent on: were it only
    /// given up, the next call of a silo that has not heard of it would start it here again.
    /// </summary>
    private async Task GiveUpGrainsAsync(CancellationToken time)
    {
        var (told, asked) = (new HashSet<SiloAddress>(), new Dictionary<GrainId, long>());
        using var pause = new PeriodicTimer(LookAgainAfter, clock);
        while (Staying() is { Count: > 0 } staying)
        {
            await Task.WhenAll(staying.Where(told.Add).Select(TellAsync)).WaitAsync(time);
            if (asked.Count == 0) await Management.ForceActivationCollection([self.SiloAddress], IdleMin).WaitAsync(time);
            var here = await FindHereAsync(time);
            if (here.Count == 0)
            {
                Log.Done(logger);
                return;
            }

            foreach (var some in Portions(here.Where(grain => !asked.TryGetValue(grain.GrainId, out var at) || clock.GetElapsedTime(at) > AskAgainAfter).ToList()))
            {
                foreach (var grain in some) asked[grain] = clock.GetTimestamp();
                await MoveAsync(some, time);
            }

            await pause.WaitForNextTickAsync(time);
        }
    }

    private async Task<List<DetailedGrainStatistic>> FindHereAsync(CancellationToken time) =>
        [.. (await Management.GetDetailedGrainStatistics(hostsIds: [self.SiloAddress]).WaitAsync(time)).Where(static g => g.GrainType.StartsWith(OurGrains, StringComparison.Ordinal))];

    /// <summary>Few at a time, and the first of each type ahead of all: a silo that has just started has never run one, and what waits behind them would wait for its compiler.</summary>
    private static IEnumerable<HashSet<GrainId>> Portions(IReadOnlyCollection<DetailedGrainStatistic> here)
    {
        var first = here.DistinctBy(static grain => grain.GrainType).Select(static grain => grain.GrainId).ToHashSet();
        return here.Select(static grain => grain.GrainId).Where(grain => !first.Contains(grain)).Chunk(AtOnceMax).Select(static some => some.ToHashSet()).Prepend(first);
    }

    /// <summary>Returns when they are elsewhere: what comes to a grain on its way waits, so that no more than these are.</summary>
    private async Task MoveAsync(HashSet<GrainId> some, CancellationToken time)
    {
        var began = clock.GetTimestamp();
        await Task.WhenAll(some.Select(MoveAsync)).WaitAsync(time);
        using var pause = new PeriodicTimer(LookForMovedAfter, clock);
        while (clock.GetElapsedTime(began) < MoveMax && (await FindHereAsync(time)).Exists(grain => some.Contains(grain.GrainId))) await pause.WaitForNextTickAsync(time);
    }

    /// <summary>One that does not answer, because it has just died perhaps, holds up nothing for long.</summary>
    private async Task TellAsync(SiloAddress other)
    {
        try
        {
            await others.TellAsync(other, self.SiloAddress).WaitAsync(TellMax, clock);
        }
        catch (Exception error)
        {
            Log.NotTold(logger, other, error);
        }
    }

    private async Task MoveAsync(GrainId grain)
    {
        try
        {
            await grains.GetGrain(grain).AsReference<IGrainManagementExtension>().MigrateOnIdle().AsTask().WaitAsync(MoveMax, clock);
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

        [LoggerMessage(3115, LogLevel.Information, "Silo {Other} could not be told that this one leaves.")]
        public static partial void NotTold(ILogger logger, SiloAddress other, Exception error);

        [LoggerMessage(3114, LogLevel.Warning, "This silo leaves before the others have all of its grains; calls that come to these in that moment may fail.")]
        public static partial void Incomplete(ILogger logger, Exception error);
    }
}
#endif
