using System.Globalization;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Walks;

/// <summary>Which walks are walked: the suite's few, one that is to be repeated, or as many as somebody wants.</summary>
internal static class WalkSeeds
{
    /// <summary>As many walks as one server may have to bear.</summary>
    public static int Most => new[] { "VISIBILITY_SEEDS", "VISIBILITY_HURRIED_SEEDS", "CONVERGENCE_SEEDS" }.Max(static name => Number(name) ?? 0);

    public static IEnumerable<int> Of(string name, int walksInSuite) => Number($"{name}_SEED") is { } seed ? [seed] : Enumerable.Range(1, Number($"{name}_SEEDS") ?? walksInSuite);

    public static int Steps(string name, int stepsInSuite) => Number($"{name}_STEPS") ?? stepsInSuite;

    /// <summary>Walks, and tells what was done if it ends badly.</summary>
    public static async Task TellAsync(this Floor floor, int steps, ITestOutputHelper output)
    {
        try
        {
            await floor.RunAsync(steps);
        }
        finally
        {
            output.WriteLine(floor.Story);
        }
    }

    private static int? Number(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
