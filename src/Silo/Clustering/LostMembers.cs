#if !ORLEANS_LOCAL
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;

namespace OrleansChat.Silo.Clustering;

/// <summary>
/// When all silos died at once, and some come back under other addresses, nobody is left to declare those dead, and Orleans has who joins try to reach
/// them for minutes. So before a silo joins it looks whether anybody lives: when none of the others has answered or written to the table for a while, as
/// this silo has seen it, it declares them dead itself. Where anybody lives, or writes, it leaves that to Orleans. No clock but its own counts.
/// </summary>
internal sealed partial class LostMembers(
    IMembershipTable table, ILocalSiloDetails self, Func<SiloAddress, CancellationToken, Task<bool>> answersAsync, TimeProvider clock, ILogger<LostMembers> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>How often a silo writes to the table that it lives.</summary>
    public static readonly TimeSpan WritesEvery = TimeSpan.FromSeconds(5);

    /// <summary>Three writes are missing, and a look every second or two found nobody: no hiccup of a machine or a network is that long.</summary>
    private static readonly TimeSpan SilentFor = 3 * WritesEvery;

    /// <summary>Where they neither answer nor fall silent, Orleans' own rules decide: there is something wrong with the network that may end.</summary>
    private static readonly TimeSpan Patience = 2 * SilentFor;

    /// <summary>Time for a silo to greet on a busy machine; one that lives does it within milliseconds.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMilliseconds(900);

    /// <summary>Longer than Npgsql takes to find out that the database is away.</summary>
    private static readonly TimeSpan TableWithin = TimeSpan.FromSeconds(5);

    /// <summary>Each look opens a connection to every other silo, which logs that it was closed: not more often than a start can bear.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>What each had written last when it was first seen with that, and when this was.</summary>
    private readonly Dictionary<SiloAddress, (DateTime Written, long Since)> _seen = [];

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(LostMembers), ServiceLifecycleStage.ValidateInitialConnectivity - 1, DeclareAsync);

    /// <summary>Tells whether a silo itself answers on its port, and not its successor.</summary>
    public static Func<SiloAddress, CancellationToken, Task<bool>> Answers(Serializer<SiloGreeting> serializer) => (silo, cancellation) => AnswersAsync(silo, serializer, cancellation);

    private static async Task<bool> AnswersAsync(SiloAddress silo, Serializer<SiloGreeting> serializer, CancellationToken cancellation)
    {
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(silo.Endpoint, cancellation);
            var input = PipeReader.Create(tcp.GetStream());
            var answer = await SiloGreeting.PeekAsync(input, serializer, cancellation);
            await input.CompleteAsync();
            return silo.Equals(answer);
        }
        catch (Exception error) when (error is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    internal async Task DeclareAsync(CancellationToken cancellation)
    {
        var from = clock.GetTimestamp();
        while (clock.GetElapsedTime(from) < Patience)
        {
            try
            {
                if (await IsSettledAsync(cancellation)) return;
            }
            catch (Exception error) when (!cancellation.IsCancellationRequested)
            {
                _seen.Clear();                                          // who could not write either was not silent
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
        cancellation.ThrowIfCancellationRequested();                    // who stops waits for no answer
        if (others.Count(IsSilent) == others.Count)                     // each is looked at, or its silence would not begin
        {
            foreach (var other in others) await DeclareDeadAsync(other.SiloAddress, cancellation);
        }

        return false;
    }

    private Task<MembershipTableData> ReadAsync(CancellationToken cancellation) => table.ReadAll().WaitAsync(TableWithin, clock, cancellation);

    private bool IsAnother(MembershipEntry member) => member.Status == SiloStatus.Active && !member.SiloAddress.Endpoint.Equals(self.SiloAddress.Endpoint);

    /// <summary>Times of other machines are compared with themselves alone.</summary>
    private bool IsSilent(MembershipEntry member)
    {
        if (!_seen.TryGetValue(member.SiloAddress, out var seen) || seen.Written != member.IAmAliveTime) _seen[member.SiloAddress] = seen = (member.IAmAliveTime, clock.GetTimestamp());
        return clock.GetElapsedTime(seen.Since) >= SilentFor;
    }

    /// <summary>Read anew for each: a change is one of the whole table, which other silos that start may be changing too. Theirs is as good.</summary>
    private async Task DeclareDeadAsync(SiloAddress silo, CancellationToken cancellation)
    {
        var members = await ReadAsync(cancellation);
        if (members.Members.FirstOrDefault(member => member.Item1.SiloAddress.Equals(silo)) is not var (lost, etag) || !IsAnother(lost) || !IsSilent(lost)) return;
        lost.Status = SiloStatus.Dead;
        lost.AddSuspector(self.SiloAddress, clock.GetUtcNow().UtcDateTime);
        if (await table.UpdateRow(lost, etag, members.Version.Next()).WaitAsync(TableWithin, clock, cancellation)) Log.MemberLost(logger, silo, lost.IAmAliveTime);
    }

    private async Task<bool> AnyAnswersAsync(List<MembershipEntry> others, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(AnswerWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        return (await Task.WhenAll(others.ConvertAll(other => answersAsync(other.SiloAddress, either.Token)))).Any(static answers => answers);
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
