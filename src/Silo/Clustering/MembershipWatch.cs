#if !ORLEANS_LOCAL
using Microsoft.Extensions.Hosting;
using OrleansChat.Grains;
using OrleansChat.Grains.Interfaces.Telemetry;

namespace OrleansChat.Silo.Clustering;

/// <summary>Has everything woken that may have been in the memory of a silo that left or died, and counts the members.</summary>
internal sealed class MembershipWatch(IClusterMembershipService membership, SweepCalls sweep, Departures departures, LeavingSilos leaving, TimeProvider clock) : BackgroundService
{
    private static readonly SiloStatus[] Statuses = [SiloStatus.Joining, SiloStatus.Active, SiloStatus.ShuttingDown, SiloStatus.Stopping, SiloStatus.Dead];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var before = membership.CurrentSnapshot;
        Count(before);
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

    /// <summary>Every status, also those that nobody has any more: a gauge keeps its last value.</summary>
    private static void Count(ClusterMembershipSnapshot now)
    {
        foreach (var status in Statuses)
        {
            Metrics.Members.Record(now.Members.Values.Count(member => member.Status == status), new KeyValuePair<string, object?>("status", status.ToString()));
        }
    }
}
#endif
