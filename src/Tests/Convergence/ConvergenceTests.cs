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
    private static readonly string[] Everywhere =
        ["Consult 0", "Invite 0", "Transfer 0", "NewMessages ParticipantRejoined", "NewMessages ParticipantLeft"];

    [Fact]
    public Task What_was_folded_is_what_is_read_through_cuts_and_kills() => new WalkSeeds("CONVERGENCE", Walks: 2, Steps: 60)
        .WalkAsync((seed, steps) => new ConvergenceWalk(centres, centres.Take(), seed, steps / 3, steps * 2 / 3), Everywhere, output);

    /// <summary>A server that no other test minds being killed.</summary>
    public sealed class MortalCentres() : ContactCentres([]);
}
