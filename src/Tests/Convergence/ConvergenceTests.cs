using OrleansChat.Tests.Walks;
using OrleansChat.Tests.WhoSees;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Convergence;

/// <summary>
/// An old view and the notifications missed are a fresh view: for agents, consultants, supervisors in every mode and customers, over every
/// transport, through cuts and kills. CONVERGENCE_SEED repeats one walk, CONVERGENCE_SEEDS walks that many, CONVERGENCE_STEPS sets their length.
/// </summary>
public sealed class ConvergenceTests(ConvergenceTests.MortalCentres centres, ITestOutputHelper output) : IClassFixture<ConvergenceTests.MortalCentres>
{
    private const int Steps = 45;
    private const int WalksInSuite = 2;

    public static TheoryData<int> Walks() => [.. WalkSeeds.Of("CONVERGENCE", WalksInSuite)];

    [Theory]
    [MemberData(nameof(Walks))]
    public async Task What_was_folded_is_what_is_read_through_cuts_and_kills(int seed)
    {
        var steps = WalkSeeds.Steps("CONVERGENCE", Steps);
        await using var walk = new ConvergenceWalk(centres, centres.Take(), seed, steps / 3, steps * 2 / 3);
        await walk.TellAsync(steps, output);
    }

    /// <summary>A server that no other test minds being killed.</summary>
    public sealed class MortalCentres() : ContactCentres([]);
}
