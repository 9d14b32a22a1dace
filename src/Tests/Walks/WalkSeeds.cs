using System.Globalization;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Walks;

/// <summary>
/// Which walks are walked, by the environment: <c>X_SEED</c> repeats one, <c>X_SEEDS</c> walks that many, <c>X_STEPS</c> sets their length. Without them
/// the suite's few, and after them others while there is somewhere that none has been: who is offered a chat is for the server to say, so no seed gets everywhere
/// for ever.
/// </summary>
internal sealed record WalkSeeds(string Name, int Walks, int Steps)
{
    /// <summary>As many times the walks of the suite are walked at most; what none of them reaches is out of reach.</summary>
    private const int MoreTimesMax = 4;

    /// <summary>As many walks as one server may have to bear.</summary>
    public static int Most => new[] { "VISIBILITY_SEEDS", "VISIBILITY_HURRIED_SEEDS", "CONVERGENCE_SEEDS" }.Max(static name => Number(name) ?? 0);

    /// <summary>Walks them all, one after the other; says of each that ends badly what was done in it.</summary>
    /// <param name="start">A walk with a seed and a number of steps.</param>
    /// <param name="everywhere">Where the suite's walks must have been together.</param>
    /// <param name="output">Of the test.</param>
    public async Task WalkAsync(Func<int, int, Floor> start, IEnumerable<string> everywhere, ITestOutputHelper output)
    {
        var (reached, failed) = (new HashSet<string>(), new List<string>());
        var steps = Number($"{Name}_STEPS") ?? Steps;
        var one = Number($"{Name}_SEED");
        var (asked, mustReach) = (Number($"{Name}_SEEDS"), one is null && steps == Steps);
        IEnumerable<int> seeds = one is { } seed ? [seed] : Enumerable.Range(1, asked ?? (mustReach ? Walks * MoreTimesMax : Walks));
        foreach (var walk in seeds)
        {
            if (mustReach && asked is null && walk > Walks && (failed.Count > 0 || !everywhere.Except(reached).Any()))
            {
                break;
            }

            await using var floor = start(walk, steps);
            try
            {
                await floor.RunAsync(steps);
                reached.UnionWith(floor.Reached);
            }
            catch (Exception error)
            {
                output.WriteLine($"{Name}_SEED={walk}, which got to {string.Join(", ", floor.Reached)}:\n{floor.Story}");
                failed.Add($"{Name}_SEED={walk}: {error}");
            }
        }

        Assert.True(failed.Count == 0, string.Join("\n\n", failed));
        output.WriteLine(string.Join(", ", reached.Order(StringComparer.Ordinal)));
        Assert.Empty(mustReach ? everywhere.Except(reached) : []);
    }

    private static int? Number(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
