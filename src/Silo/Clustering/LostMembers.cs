#if !ORLEANS_LOCAL
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;

namespace OrleansChat.Silo.Clustering;

/// <summary>
/// When all silos died at once, and some come back under other addresses, nobody is left to declare those dead, and Orleans has who joins try to reach
/// them for 5 min and give up. So before a silo joins it looks whether anybody lives: when all have been silent in the table for a while, and none can be
/// reached, it declares them dead itself. Where anybody lives, or has written just now, it leaves that to Orleans.
/// </summary>
internal sealed partial class LostMembers(
    IMembershipTable table, ILocalSiloDetails self, Func<SiloAddress, CancellationToken, Task<bool>> answersAsync, TimeProvider clock, ILogger<LostMembers> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>How often a silo writes to the table that it lives.</summary>
    public static readonly TimeSpan WritesEvery = TimeSpan.FromSeconds(5);

    /// <summary>Three times nothing was written: it does not live, or has no database and can do nothing.</summary>
    private static readonly TimeSpan SilentFor = 3 * WritesEvery;

    /// <summary>Time for those that have just died to be silent for long enough, and for a database that is away for a moment.</summary>
    private static readonly TimeSpan Patience = 2 * SilentFor;

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(LostMembers), ServiceLifecycleStage.ValidateInitialConnectivity - 1, DeclareAsync);

    /// <summary>Tells whether a silo itself answers on its port, and not its successor.</summary>
    public static Func<SiloAddress, CancellationToken, Task<bool>> Answers(Serializer<SiloGreeting> serializer) => (silo, cancellation) => AnswersAsync(silo, serializer, cancellation);

    private static async Task<bool> AnswersAsync(SiloAddress silo, Serializer<SiloGreeting> serializer, CancellationToken cancellation)
    {
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(silo.Endpoint, cancellation);
            return silo.Equals(await SiloGreeting.PeekAsync(PipeReader.Create(tcp.GetStream()), serializer, cancellation));
        }
        catch (Exception)
        {
            return false;                                               // nobody, or something else listens there
        }
    }

    internal async Task DeclareAsync(CancellationToken cancellation)
    {
        var until = clock.GetUtcNow() + Patience;
        while (clock.GetUtcNow() < until)
        {
            try
            {
                if (await IsSettledAsync(cancellation)) return;
            }
            catch (Exception error) when (!cancellation.IsCancellationRequested)
            {
                Log.MembersUnknown(logger, error);
            }

            await Task.Delay(LookEvery, clock, cancellation);
        }
    }

    /// <summary>Whether somebody lives, or nobody is left who could be taken for alive.</summary>
    private async Task<bool> IsSettledAsync(CancellationToken cancellation)
    {
        var others = (await ReadAsync(cancellation)).Members.Select(static member => member.Item1).Where(IsAnother).ToList();
        if (others.Count == 0 || await AnyAnswersAsync(others, cancellation)) return true;
        if (others.TrueForAll(IsSilent))
        {
            foreach (var other in others) await DeclareDeadAsync(other.SiloAddress, cancellation);
        }

        return false;
    }

    private Task<MembershipTableData> ReadAsync(CancellationToken cancellation) => table.ReadAll().WaitAsync(AnswerWithin, clock, cancellation);

    private bool IsAnother(MembershipEntry member) => member.Status == SiloStatus.Active && !member.SiloAddress.Endpoint.Equals(self.SiloAddress.Endpoint);

    private bool IsSilent(MembershipEntry member) => clock.GetUtcNow() - new DateTimeOffset(DateTime.SpecifyKind(member.IAmAliveTime, DateTimeKind.Utc)) >= SilentFor;

    /// <summary>Read anew for each: a change is one of the whole table, which other silos that start may be changing too. Theirs is as good.</summary>
    private async Task DeclareDeadAsync(SiloAddress silo, CancellationToken cancellation)
    {
        var members = await ReadAsync(cancellation);
        if (members.Members.FirstOrDefault(member => member.Item1.SiloAddress.Equals(silo)) is not var (lost, etag) || !IsAnother(lost) || !IsSilent(lost)) return;
        lost.Status = SiloStatus.Dead;
        lost.AddSuspector(self.SiloAddress, clock.GetUtcNow().UtcDateTime);
        if (await table.UpdateRow(lost, etag, members.Version.Next()).WaitAsync(AnswerWithin, clock, cancellation)) Log.MemberLost(logger, silo, lost.IAmAliveTime);
    }

    private async Task<bool> AnyAnswersAsync(List<MembershipEntry> others, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(AnswerWithin);
        return (await Task.WhenAll(others.ConvertAll(other => answersAsync(other.SiloAddress, patience.Token)))).Any(static answers => answers);
    }

    private static partial class Log
    {
        [LoggerMessage(3117, LogLevel.Warning, "No silo of the cluster lives. {Silo} was there last at {LastSeen:O} and does not answer: it was declared dead.")]
        public static partial void MemberLost(ILogger logger, SiloAddress silo, DateTime lastSeen);

        [LoggerMessage(3118, LogLevel.Warning, "Which silos live could not be read before this one joins; asked again.")]
        public static partial void MembersUnknown(ILogger logger, Exception error);
    }
}
#endif
