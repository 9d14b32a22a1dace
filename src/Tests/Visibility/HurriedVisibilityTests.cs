using OrleansChat.Tests.Walks;
using Xunit.Abstractions;

namespace OrleansChat.Tests.WhoSees;

/// <summary>
/// The walk of <see cref="VisibilityLawTests"/> where nobody has long to answer, so that invitations and offers run out. VISIBILITY_HURRIED_SEED repeats one.
/// </summary>
public sealed class HurriedVisibilityTests(HurriedVisibilityTests.HurriedCentres centres, ITestOutputHelper output) : IClassFixture<HurriedVisibilityTests.HurriedCentres>
{
    private const int Steps = 25;
    private const int WalksInSuite = 1;

    public static TheoryData<int> Walks() => [.. WalkSeeds.Of("VISIBILITY_HURRIED", WalksInSuite)];

    [Theory]
    [MemberData(nameof(Walks))]
    public async Task An_invitation_that_runs_out_is_told_to_those_whom_it_concerns(int seed)
    {
        await using var walk = new LawWalk(centres, centres.Take(), seed, isHurried: true);
        await walk.TellAsync(WalkSeeds.Steps("VISIBILITY_HURRIED", Steps), output);
    }

    public sealed class HurriedCentres() : ContactCentres(["--Routing:NoAnswerAfter=00:00:04", "--Routing:QueueAnswersWithin=00:00:04"]);
}
