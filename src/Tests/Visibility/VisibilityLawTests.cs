using OrleansChat.Tests.Walks;
using Xunit.Abstractions;

namespace OrleansChat.Tests.WhoSees;

/// <summary>
/// The law of visibility on the running server: whoever does whatever in whichever order, every way out shows each user and customer what
/// is for them and nothing else. VISIBILITY_SEED repeats one walk, VISIBILITY_SEEDS walks that many, VISIBILITY_STEPS sets their length.
/// </summary>
[Collection(WhoMaySeeWhat.Name)]
public sealed class VisibilityLawTests(ContactCentres centres, ITestOutputHelper output)
{
    private const int Steps = 80;
    private const int WalksInSuite = 4;

    public static TheoryData<int> Walks() => [.. WalkSeeds.Of("VISIBILITY", WalksInSuite)];

    [Theory]
    [MemberData(nameof(Walks))]
    public async Task Nobody_sees_what_is_not_for_them(int seed)
    {
        await using var walk = new LawWalk(centres, centres.Take(), seed);
        await walk.TellAsync(WalkSeeds.Steps("VISIBILITY", Steps), output);
    }
}
