#if !ORLEANS_LOCAL
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
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
    ILocalSiloDetails self, IClusterMembershipService membership, LeavingSilos leaving, LeavingClient others, LocalGrains local, IGrainFactory grains, TimeProvider clock,
    ILogger<HandOver> logger) : IHostedLifecycleService
{
    /// <summary>How long it may take; what is left then goes with the silo.</summary>
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(20);

    /// <summary>What was not asked anything for so long is not likely to be asked in this moment.</summary>
    private static readonly TimeSpan IdleMin = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan TellMax = TimeSpan.FromSeconds(1);

    /// <summary>How long one grain may hold up those that wait for its place.</summary>
    private static readonly TimeSpan MoveMax = TimeSpan.FromSeconds(1);

    /// <summary>Between telling API hosts to send nothing by this silo any more and closing: what was on its way arrives. Orleans waits for nothing.</summary>
    private static readonly TimeSpan HostsNotice = TimeSpan.FromSeconds(1);

    /// <summary>How many grains are on their way at once: what comes to one of them waits until it is there.</summary>
    private const int AtOnceMax = 64;

    /// <summary>How many move before it is looked who is here and who stays now.</summary>
    private const int TurnMax = 1_000;

    /// <summary>A silo that leaves hands its grains over first.</summary>
    public static void AddTo(ISiloBuilder silo)
    {
        silo.Services.AddSingleton<LeavingSilos>().AddSingleton<LeavingClient>().AddSingleton<LocalGrains>().AddSingleton<IConfigureGrainContextProvider>(static s => s.GetRequiredService<LocalGrains>());
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

    /// <summary>To whom grains can go: where all leave together, each keeps its own.</summary>
    private List<SiloAddress> Staying() =>
        [.. membership.CurrentSnapshot.Members.Values.Where(m => m.Status == SiloStatus.Active && !m.SiloAddress.Equals(self.SiloAddress) && !leaving.Has(m.SiloAddress)).Select(static m => m.SiloAddress)];

    /// <summary>
    /// What nobody has asked for lately is only given up. Every other grain is started elsewhere when it is idle, and what comes for it here is sent on: were it only
    /// given up, the next call of a silo that has not heard of it would start it here again. The first of each type go ahead of all: a silo that has just started has never run
    /// one, and what moved with them would wait for its compiler.
    /// </summary>
    private async Task GiveUpGrainsAsync(CancellationToken time)
    {
        var told = new HashSet<SiloAddress>();
        for (var turn = 1; Staying() is { Count: > 0 } staying; turn++)
        {
            await Task.WhenAll(staying.Where(told.Add).Select(TellAsync)).WaitAsync(time);
            if (turn == 1) await grains.GetGrain<IManagementGrain>(0).ForceActivationCollection([self.SiloAddress], IdleMin).WaitAsync(time);
            var here = local.Here;
            if (here.Count == 0)
            {
                Log.Done(logger);
                return;
            }

            var some = turn == 1 ? here.DistinctBy(static grain => grain.GrainId.Type) : here.Take(TurnMax);
            await Parallel.ForEachAsync(some, new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = time }, MoveAsync);
        }
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

    /// <summary>Returns when it is elsewhere. One that is still busy then moves when it is not; asked again, it only goes on.</summary>
    private async ValueTask MoveAsync(IGrainContext grain, CancellationToken time)
    {
        try
        {
            grain.Migrate(null, CancellationToken.None);
            await grain.Deactivated.WaitAsync(MoveMax, clock, time);
        }
        catch (TimeoutException)
        {
            // It is found at the next turn, if it is still here.
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
