using System.Diagnostics;
using System.Globalization;
using OrleansChat.Tests.Faults.Histories;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Chaos;

/// <summary>Clients that stop reading, beside others who talk.</summary>
[Collection(ChaosRuns.Name)]
public sealed class SlowClientsChaosTests(ITestOutputHelper output)
{
    private const int RoundsPerUser = 6;
    private const int GrowthMiBMax = 100;

    /// <summary>Texts until every kind of connection has more waiting than it may: what a session holds, and what the kernel takes for a client that reads nothing.</summary>
    private const int TextsMin = 1_200;

    private const int LooksMax = 8;

    /// <summary>What the machine's own hiccups may add to twice what others waited without slow clients (F7).</summary>
    private static readonly TimeSpan LittleMore = TimeSpan.FromMilliseconds(100);

    /// <summary>The same of how long after its acknowledgement a text comes to the desks of others. The sessions that nobody reads are told everything too, which is work.</summary>
    private static readonly TimeSpan SomeMore = TimeSpan.FromMilliseconds(500);

    private static readonly string[] Users = ["agent1", "agent2", "agent4", "agent5", "supervisor1", "supervisor2"];

    /// <summary>
    /// What a session may have waiting; the busy users' are past it within the time of the test, with texts of 1 KiB. And how long a connect is held, so that those who
    /// come back learn soon that there is nothing.
    /// </summary>
    private static readonly string[] Settings = ["--Notifications:QueueMessages=150", "--Notifications:Timeout=00:00:05"];

    [ChaosFact]
    public async Task Clients_that_stop_reading_cost_little_and_the_others_feel_nothing()
    {
        await using var floor = await ChaosFloor.OpenAsync("2x2", output, Settings);
        floor.Floor.Padding = new string('x', 1024);
        await floor.TalkAsync(4);                                      // everything is warm
        var warm = Stopwatch.GetTimestamp();
        var (without, usual) = (await LatencyAsync(floor, 6), MiBOf(floor));
        var toldWithin = DelayOf(floor, warm);
        await using var slow = new SlowClients();
        for (var round = 0; round < RoundsPerUser; round++)
        {
            await Task.WhenAll(Users.Select(user => slow.AddAsync(floor.Cluster.Urls[round % 2], user)));
        }

        floor.Say($"{slow.Count} clients do not read any more");
        var (with, grown) = (TimeSpan.Zero, usual);
        var stopped = Stopwatch.GetTimestamp();
        for (var look = 0; look < LooksMax && floor.Floor.History.Attempts.Count(attempt => attempt.StartedAt >= stopped) < TextsMin; look++)
        {
            var latency = await LatencyAsync(floor, 6);
            with = latency > with ? latency : with;
            grown = [.. grown.Zip(MiBOf(floor), static (most, now) => most.MiB > now.MiB ? most : now)];
        }

        var toldWithThem = DelayOf(floor, stopped);
        foreach (var (before, most) in usual.Zip(grown)) floor.Say($"{before.Name}: {before.MiB} MiB, at most {most.MiB} MiB with them");
        floor.Say($"a text is acknowledged within {without.TotalMilliseconds:F0} ms in 99 of 100 cases; with them within {with.TotalMilliseconds:F0} ms");
        floor.Say($"a desk is told within {toldWithin.TotalMilliseconds:F0} ms in 99 of 100 cases; with them within {toldWithThem.TotalMilliseconds:F0} ms");
        var told = (await slow.ComeBackAsync()).CountBy(static words => words).ToDictionary();
        floor.Say(string.Join("; ", told.Select(static t => $"{t.Key}: {t.Value}")));
        await floor.JudgeAsync();

        Assert.True(with < (2 * without) + LittleMore, $"{without} became {with}");
        Assert.True(toldWithThem < (2 * toldWithin) + SomeMore, $"{toldWithin} became {toldWithThem}");
        Assert.DoesNotContain(usual.Zip(grown), static g => g.Second.MiB - g.First.MiB > GrowthMiBMax);
        Assert.All(told.Keys, static words => Assert.Contains(words, new[] { "socket goes on", "socket 402 handshake", "stream goes on", "stream reset lost", "poller goes on", "poller 402 handshake" }));
        // Nobody's session holds more than it may: those of the users who were told more than they may are over.
        Assert.All(["socket 402 handshake", "stream reset lost", "poller 402 handshake"], words => Assert.InRange(told.GetValueOrDefault(words), 3 * RoundsPerUser, int.MaxValue));
    }

    /// <summary>Lets everybody talk; how long 99 of 100 of the texts of this time took to be acknowledged.</summary>
    private static async Task<TimeSpan> LatencyAsync(ChaosFloor floor, double seconds)
    {
        var from = Stopwatch.GetTimestamp();
        await floor.TalkAsync(seconds);
        var took = floor.Floor.History.Attempts.Where(a => a.StartedAt >= from && a.Outcome == Outcome.Ok).Select(static a => Stopwatch.GetElapsedTime(a.StartedAt, a.EndedAt)).Order().ToList();
        return took[took.Count * 99 / 100];
    }

    /// <summary>Since a time: how long after its acknowledgement 99 of 100 of the texts came to each desk that was told of it.</summary>
    private static TimeSpan DelayOf(ChaosFloor floor, long from)
    {
        var delays = floor.Floor.Delays(from);
        return delays[delays.Count * 99 / 100].Length;
    }

    private static List<(string Name, long MiB)> MiBOf(ChaosFloor floor) =>
    [
        .. floor.Cluster.Processes.Where(static p => p.Role is "silo" or "api").Select(static p =>
            (p.Name, long.Parse(File.ReadLines($"/proc/{p.ProcessId}/status").Single(static l => l.StartsWith("VmRSS:", StringComparison.Ordinal))[6..^2], CultureInfo.InvariantCulture) / 1024)),
    ];
}
