using System.Globalization;
using Xunit.Abstractions;

namespace OrleansChat.Tests.WhoSees;

/// <summary>
/// The law of visibility on the running server: whoever does whatever in whichever order, every way out shows each user and customer what
/// is for them and nothing else. The environment variable VISIBILITY_SEED repeats one walk.
/// </summary>
[Collection(WhoMaySeeWhat.Name)]
public sealed class VisibilityLawTests(ContactCentres centres, ITestOutputHelper output)
{
    private const int Steps = 60;
    private const int WalksMax = 3;

    public static TheoryData<int> Walks() =>
        Environment.GetEnvironmentVariable("VISIBILITY_SEED") is { Length: > 0 } seed ? [int.Parse(seed, CultureInfo.InvariantCulture)] : [.. Enumerable.Range(1, WalksMax)];

    [Theory]
    [MemberData(nameof(Walks))]
    public async Task Nobody_sees_what_is_not_for_them(int seed)
    {
        await using var walk = new LawWalk(centres.Server, centres.Take(), seed);
        try
        {
            await walk.RunAsync(Steps);
        }
        finally
        {
            output.WriteLine(walk.Story);
        }
    }
}
