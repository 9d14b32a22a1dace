using OrleansChat.LocalCluster;

namespace OrleansChat.Tests.Chaos;

/// <summary>A cluster of processes as <c>./run.sh --cluster</c> starts it, from what the tests were built with.</summary>
internal static class ChaosCluster
{
    /// <param name="data">Its data folder.</param>
    /// <param name="size"><c>3x2</c>: silos, API hosts.</param>
    /// <param name="variables">What the first start of a process has in its environment besides, by its name.</param>
    /// <param name="settings"><c>--Section:Key=value</c> each.</param>
    /// <param name="network">Where its processes run; <see langword="null"/>: on loopback.</param>
    public static Task<RunningCluster> StartAsync(DirectoryInfo data, string size, Func<string, (string Name, string Value)[]>? variables, IEnumerable<string> settings, CutNetwork? network = null)
    {
        var arguments = ClusterArguments.Parse([
            "--cluster", size, "--urls", $"http://127.0.0.1:{FreeRange(4)}", "--data", data.FullName, "--RateLimits:RequestsBurst=0",
            "--Access:DemoPeopleAnywhere=true", "--Logging:Console:FormatterName=simple", "--Logging:Console:FormatterOptions:TimestampFormat=HH:mm:ss.fff ",
            "--Logging:LogLevel:Orleans.Runtime.MembershipService=Information", .. settings]);
        return RunningCluster.StartAsync(
            arguments, ProgramOf("Silo"), ProgramOf("ApiHost"), CancellationToken.None,
            variables, network is null ? null : network.PlaceOf);
    }

    /// <summary>The path of an executable that was built with the tests, by its project.</summary>
    public static string ProgramOf(string project) => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, "release", $"OrleansChat.{project}.dll"));

    /// <summary>The first of some consecutive ports where nobody listens.</summary>
    private static int FreeRange(int count)
    {
        while (true)
        {
            var first = FreePorts.Next();
            if (first + count < 60_000 && Enumerable.Range(first + 1, count - 1).All(FreePorts.TryTake)) return first;
        }
    }
}
