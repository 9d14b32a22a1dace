#if !ORLEANS_LOCAL
using Microsoft.Extensions.Hosting;

namespace OrleansChat.Silo.Clustering;

/// <summary>Has everything woken that may have been in the memory of a silo that left or died.</summary>
internal sealed class MembershipWatch(IClusterMembershipService membership, SweepCalls sweep) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var before = membership.CurrentSnapshot;
        try
        {
            await foreach (var now in membership.MembershipUpdates.WithCancellation(stoppingToken))
            {
                if (before.Members.Values.Any(member => member.Status is not SiloStatus.Dead && now.GetSiloStatus(member.SiloAddress) is SiloStatus.Dead or SiloStatus.None))
                {
                    sweep.Call();
                }

                before = now;
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }
}
#endif
