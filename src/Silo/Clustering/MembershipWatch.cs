#if !ORLEANS_LOCAL
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansChat.Grains;
using OrleansChat.Grains.Interfaces.Telemetry;

namespace OrleansChat.Silo.Clustering;

/// <summary>Has everything woken that may have been in the memory of a silo that left or died, and counts the members.</summary>
/// <param name="table">Says when the others died before this silo started.</param>
internal sealed partial class MembershipWatch(
    IClusterMembershipService membership, IMembershipTable table, SweepCalls sweep, Departures departures, LeavingSilos leaving, TimeProvider clock, ILogger<MembershipWatch> logger) : BackgroundService
{
    private static readonly SiloStatus[] Statuses = [SiloStatus.Joining, SiloStatus.Active, SiloStatus.ShuttingDown, SiloStatus.Stopping, SiloStatus.Dead];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var before = membership.CurrentSnapshot;
        Count(before);
        await LearnOfDeathsAsync();
        try
        {
            await foreach (var now in membership.MembershipUpdates.WithCancellation(stoppingToken))
            {
                if (before.Members.Values.Any(member => member.Status is not SiloStatus.Dead && now.GetSiloStatus(member.SiloAddress) is SiloStatus.Dead or SiloStatus.None))
                {
                    departures.Happened(clock.GetUtcNow());
                    sweep.Call();
                }

                leaving.Forget(now.Members.Values.Where(static m => m.Status == SiloStatus.Dead).Select(static m => m.SiloAddress));
                Count(now);
                before = now;
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    /// <summary>A silo that has just started may be the one that reads a dead silo's chats. Who was voted out was so when the last vote was cast.</summary>
    private async Task LearnOfDeathsAsync()
    {
        try
        {
            var dead = (await table.ReadAll()).Members.Select(static member => member.Item1).Where(static member => member.Status == SiloStatus.Dead);
            foreach (var (_, votedAt) in dead.SelectMany(static member => member.SuspectTimes ?? [])) departures.Happened(DateTime.SpecifyKind(votedAt, DateTimeKind.Utc));
        }
        catch (Exception error)
        {
            Log.DeathsUnknown(logger, error);                           // customers of chats that are read here are granted their time from then on
        }
    }

    /// <summary>Every status, also those that nobody has any more: a gauge keeps its last value.</summary>
    private static void Count(ClusterMembershipSnapshot now)
    {
        foreach (var status in Statuses)
        {
            Metrics.Members.Record(now.Members.Values.Count(member => member.Status == status), new KeyValuePair<string, object?>("status", status.ToString()));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3116, LogLevel.Warning, "When silos died before this one started could not be read.")]
        public static partial void DeathsUnknown(ILogger logger, Exception error);
    }
}
#endif
