using System.Globalization;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Walks;

/// <summary>
/// Which walks are walked, by the environment: <c>X_SEED</c> repeats one, <c>X_SEEDS</c> walks that many or those from one to another (<c>4-9</c>),
/// <c>X_STEPS</c> sets their length. Without any of them the suite's few, which must get everywhere together, and after them others while there is somewhere that none
/// has been: who is offered a chat is for the server to say, so no seed gets everywhere for ever.
/// </summary>
internal sealed record WalkSeeds(string Name, int Walks, int Steps)
{
    /// <summary>As many times the walks of the suite are walked at most; what none of them reaches is out of reach.</summary>
    private const int MoreTimesMax = 4;

    /// <summary>As many walks as one server may have to bear.</summary>
    public static int Most => new[] { "VISIBILITY", "VISIBILITY_HURRIED", "CONVERGENCE" }.Max(static name => Asked(name).Count());

    /// <summary>Walks them all, one after the other; says of each that ends badly what was done in it.</summary>
    /// <param name="start">A walk with a seed and a number of steps.</param>
    /// <param name="everywhere">Where the suite's walks must have been together.</param>
    /// <param name="output">Of the test.</param>
    public async Task WalkAsync(Func<int, int, Floor> start, IEnumerable<string> everywhere, ITestOutputHelper output)
    {
        var (reached, failed) = (new HashSet<string>(), new List<string>());
        var (asked, steps) = (Asked(Name).ToList(), Number($"{Name}_STEPS"));
        var isOfSuite = asked.Count == 0 && steps is null;
        foreach (var walk in asked.Count > 0 ? asked : Enumerable.Range(1, isOfSuite ? Walks * MoreTimesMax : Walks))
        {
            if (isOfSuite && walk > Walks && (failed.Count > 0 || !everywhere.Except(reached).Any()))
            {
                break;
            }

            await using var floor = start(walk, steps ?? Steps);
            floor.Missing = [.. everywhere.Except(reached)];
            try
            {
                await floor.RunAsync(steps ?? Steps);
                output.WriteLine($"{Name}_SEED={walk} was the first to get to: {string.Join(", ", everywhere.Intersect(floor.Reached).Except(reached))}.");
                reached.UnionWith(floor.Reached);
            }
            catch (Exception error)
            {
                output.WriteLine($"{Name}_SEED={walk}, which got to {string.Join(", ", floor.Reached)}:\n{floor.Story}");
                failed.Add($"{Name}_SEED={walk}: {error}");
            }
        }

        Assert.True(failed.Count == 0, string.Join("\n\n", failed));
        Assert.Empty(isOfSuite ? everywhere.Except(reached) : []);
    }

    /// <summary>Seeds that the environment names; none: the suite's.</summary>
    private static IEnumerable<int> Asked(string name) => (Number($"{name}_SEED"), Environment.GetEnvironmentVariable($"{name}_SEEDS")?.Split('-')) switch
    {
        ({ } one, _) => [one],
        (_, [var from, var to]) => Enumerable.Range(Parse(from), Parse(to) - Parse(from) + 1),
        (_, [{ Length: > 0 } many]) => Enumerable.Range(1, Parse(many)),
        _ => [],
    };

    private static int? Number(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? Parse(text) : null;

    private static int Parse(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
