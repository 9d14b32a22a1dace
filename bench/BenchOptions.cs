using System.Globalization;

namespace OrleansChat.Bench;

/// <summary>What to measure and for how long; every argument is <c>--name=value</c>.</summary>
/// <param name="Server">The path of OrleansChat.Server.dll.</param>
/// <param name="Seconds">Length of each timed run, 5–120.</param>
/// <param name="Cluster">Silos x API hosts, as <c>2x1</c>: a cluster with a PostgreSQL of its own instead of the single process.</param>
/// <param name="Only">Names of the measures to run; empty: all.</param>
/// <param name="ServerArguments">Further settings of the server, as <c>--Section:Key=value</c>.</param>
internal sealed record BenchOptions(string Server, int Seconds, string? Cluster, IReadOnlySet<string> Only, IReadOnlyList<string> ServerArguments)
{
    /// <summary>Connections that send, each with a chat of its own.</summary>
    public const int Senders = 64;

    /// <summary>Messages a second of the open loop.</summary>
    public const int OpenLoopRate = 500;

    public const int IdleSessions = 5_000;

    public const int MissedEvents = 1_000;

    public static BenchOptions Parse(IEnumerable<string> arguments)
    {
        var (server, seconds, cluster, only, rest) = ("", 20, (string?)null, new HashSet<string>(), new List<string>());
        foreach (var argument in arguments)
        {
            var (name, value) = argument.Split('=', 2) is [var n, var v] ? (n, v) : (argument, "");
            switch (name)
            {
                case "--server": server = value; break;
                case "--seconds": seconds = Math.Clamp(int.Parse(value, CultureInfo.InvariantCulture), 5, 120); break;
                case "--cluster": cluster = value; break;
                case "--only": only.UnionWith(value.Split(',')); break;
                default: rest.Add(argument); break;
            }
        }

        return new(server, seconds, cluster, only, rest);
    }

    public bool Wants(string measure) => Only.Count == 0 || Only.Contains(measure);

    /// <summary>The path of another program, built beside the server.</summary>
    public string Program(string project) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Server)!, "..", "..", project, "release", $"OrleansChat.{project}.dll"));
}
