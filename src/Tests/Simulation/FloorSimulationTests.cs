#if ORLEANS_LOCAL
using System.Globalization;
using OrleansChat.Domain.Supervision;
using OrleansChat.Grains.Chats;
using OrleansChat.Grains.Users;
using OrleansChat.Tests.Documents;

namespace OrleansChat.Tests.Simulation;

/// <summary>
/// The real grains under everything that can fail, once for each seed: no step may break a promise, and in the end everybody agrees. The environment
/// variable ORLEANSCHAT_SEED repeats one run and tells its whole story, ORLEANSCHAT_SEEDS makes others: <c>100001-200000</c>.
/// </summary>
/// <remarks>The seeds of the suite are always the same: a suite that fails must fail again. <c>eng/simulate.sh</c> tries new ones.</remarks>
public sealed class FloorSimulationTests
{
    private const int SeedsPerCase = 250;
    private const int Cases = 4;

    public static TheoryData<int, int> Seeds()
    {
        var seeds = new TheoryData<int, int>();
        if (Environment.GetEnvironmentVariable("ORLEANSCHAT_SEED") is { Length: > 0 } one)
        {
            seeds.Add(Number(one), Number(one));
        }
        else if (Environment.GetEnvironmentVariable("ORLEANSCHAT_SEEDS")?.Split('-') is [var first, var last])
        {
            seeds.Add(Number(first), Number(last));
        }
        else
        {
            for (var place = 0; place < Cases; place++) seeds.Add((place * SeedsPerCase) + 1, (place + 1) * SeedsPerCase);
        }

        return seeds;
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_promise_holds_whatever_fails(int first, int last)
    {
        for (var seed = first; seed <= last; seed++)
        {
            var run = SimulatedFloor.Run(seed, isWholeStory: first == last);
            Assert.True(run.Failure is null, run.Story);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_history()
    {
        var fingerprints = new HashSet<ulong>();
        for (var seed = 1; seed <= 10; seed++)
        {
            var (one, other) = (SimulatedFloor.Run(seed), SimulatedFloor.Run(seed));
            Assert.Equal((one.Steps, one.History.Lines, one.History.Fingerprint), (other.Steps, other.History.Lines, other.History.Fingerprint));
            fingerprints.Add(one.History.Fingerprint);
        }

        Assert.Equal(10, fingerprints.Count);
    }

    [Fact]
    public void The_runs_get_everywhere()
    {
        var reached = Enumerable.Range(1, 60).SelectMany(static seed => SimulatedFloor.Run(seed).History.Reached).ToHashSet(StringComparer.Ordinal);
        string[] wanted =
        [
            .. ChatReplay.Codec.Types.Select(static t => t.Name), .. UserReplay.Codec.Types.Select(static t => $"User.{t.Name}"),
            .. Enum.GetNames<SupervisionAct>().Select(static act => $"act {act}"), "Asked a queue",
            "crash before a commit", "crash while a commit is under way", "crash after a commit", "crash after telling", "crash after saving a session",
            "crash while a session is being saved", "crash anywhere", "crash with the process", "failed append", "failed append, although it was written,",
            "failed read", "late commit", "late commit refused", "late session", "late session refused",
            "time-out", "stream event lost", "stream event repeated", "cut", "session ended", "tried again", "twice at the same moment", "known key", "key reused", "new people",
        ];
        Assert.Empty(wanted.Except(reached));
    }

    [Fact]
    public void The_page_names_who_checks_each_invariant()
    {
        var here = typeof(SimulatedFloor).Assembly.GetTypes().Where(static t => t.Namespace?.StartsWith("OrleansChat.Tests.Simulation", StringComparison.Ordinal) == true).Select(static t => t.Name);
        var rows = new Page("simulation.md").Rows("What is checked where").ToList();
        Assert.Equal(Enumerable.Range(1, 12).Select(static n => $"I{n}"), rows.Take(12).Select(static row => row[0].Split(' ')[0]));
        Assert.Empty(rows.SelectMany(static row => row[2].Split(", ")).Select(Page.Plain).Except(here));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
#endif
