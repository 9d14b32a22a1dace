#if !ORLEANS_LOCAL
using Microsoft.Extensions.Logging;
using OrleansChat.Grains;

namespace OrleansChat.Silo.Clustering;

/// <summary>A silo that has just started may be the one that reads a dead silo's chats. So before it takes grains it learns when others died: when the last vote against them was cast.</summary>
internal sealed partial class EarlierDeaths(IMembershipTable table, Departures departures, TimeProvider clock, ILogger<EarlierDeaths> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(EarlierDeaths), ServiceLifecycleStage.BecomeActive - 1, LearnAsync);

    private async Task LearnAsync(CancellationToken cancellation)
    {
        try
        {
            var members = (await table.ReadAll().WaitAsync(Patience, clock, cancellation)).Members.Select(static member => member.Item1);
            foreach (var (_, votedAt) in members.Where(static member => member.Status == SiloStatus.Dead).SelectMany(static member => member.SuspectTimes ?? []))
            {
                departures.Happened(DateTime.SpecifyKind(votedAt, DateTimeKind.Utc));
            }
        }
        catch (Exception error)
        {
            Log.DeathsUnknown(logger, error);                           // customers of chats that are read here are granted their time from then on
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3116, LogLevel.Warning, "When silos died before this one started could not be read.")]
        public static partial void DeathsUnknown(ILogger logger, Exception error);
    }
}
#endif
