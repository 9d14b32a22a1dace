using OrleansChat.Tests.Walks;
using Xunit.Abstractions;

namespace OrleansChat.Tests.WhoSees;

/// <summary>
/// The walk of <see cref="VisibilityLawTests"/> where nobody has long to answer, so that invitations and offers run out. VISIBILITY_HURRIED_SEED,
/// VISIBILITY_HURRIED_SEEDS and VISIBILITY_HURRIED_STEPS do what they do there.
/// </summary>
public sealed class HurriedVisibilityTests(HurriedVisibilityTests.HurriedCentres centres, ITestOutputHelper output) : IClassFixture<HurriedVisibilityTests.HurriedCentres>
{
    [Fact]
    public Task Whoever_waits_in_vain_is_told_and_nobody_else() =>
        new WalkSeeds("VISIBILITY_HURRIED", Walks: 1, Steps: 30).WalkAsync((seed, _) => new LawWalk(centres, centres.Take(), seed, isHurried: true), ["'Nobody answered the invitation.'"], output);

    public sealed class HurriedCentres() : ContactCentres(["--Routing:NoAnswerAfter=00:00:04", "--Routing:QueueAnswersWithin=00:00:04"]);
}
