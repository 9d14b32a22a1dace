using System.Globalization;

namespace OrleansChat.LocalCluster;

/// <summary>What <c>./run.sh --cluster 3x2 …</c> was asked for.</summary>
/// <param name="Silos">1 to 16.</param>
/// <param name="ApiHosts">1 to 16.</param>
/// <param name="Url">Where the first API host listens; the others on the ports after it.</param>
/// <param name="DataFolder">Holds <c>cluster.json</c>, the logs, and the cluster's own PostgreSQL.</param>
/// <param name="Postgres">A connection string; <see langword="null"/>: one of its own.</param>
/// <param name="Respawns">Whether a process that ended is started again.</param>
/// <param name="Rest">For every silo and API host: <c>--config FILE</c>, <c>--Section:Key=value</c>.</param>
internal sealed record ClusterArguments(int Silos, int ApiHosts, Uri Url, string DataFolder, string? Postgres, bool Respawns, IReadOnlyList<string> Rest)
{
    private const int ProcessesMax = 16;
    private const string DefaultUrl = "http://127.0.0.1:8090";
    private const string DefaultData = "./data";

    /// <exception cref="ArgumentException">What is wrong, in one line.</exception>
    public static ClusterArguments Parse(IReadOnlyList<string> args)
    {
        var (size, url, data, postgres, respawns, rest) = ((string?)null, DefaultUrl, DefaultData, (string?)null, true, new List<string>());
        for (var place = 0; place < args.Count; place++)
        {
            var (key, value) = args[place].Split('=', 2) is [var k, var v] ? (k, v) : (args[place], null);
            string Value() => value ?? (++place < args.Count ? args[place] : throw new ArgumentException($"The argument '{key}' needs a value."));
            switch (key)
            {
                case "--cluster": size = Value(); break;
                case "--urls": url = Value(); break;
                case "--data": data = Value(); break;
                case "--postgres": postgres = Value(); break;
                case "--no-respawn": respawns = false; break;
                default: rest.Add($"{key}={Value()}"); break;
            }
        }

        var (silos, apiHosts) = SizeOf(size ?? "");
        return new(silos, apiHosts, UrlOf(url), Path.GetFullPath(data), postgres, respawns, rest);
    }

    public Uri UrlOf(int apiHost) => new UriBuilder(Url) { Port = Url.Port + apiHost }.Uri;

    private static (int Silos, int ApiHosts) SizeOf(string size) =>
        size.Split('x') is [var s, var a] && int.TryParse(s, CultureInfo.InvariantCulture, out var silos) && int.TryParse(a, CultureInfo.InvariantCulture, out var hosts)
        && silos is > 0 and <= ProcessesMax && hosts is > 0 and <= ProcessesMax
            ? (silos, hosts)
            : throw new ArgumentException($"'--cluster {size}' is no size; write silos x API hosts, 1 to {ProcessesMax} each: --cluster 3x2.");

    private static Uri UrlOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed is { Scheme: "http", IsLoopback: true }
            ? parsed
            : throw new ArgumentException($"'--urls {url}' cannot be; the cluster of this command listens on loopback: --urls {DefaultUrl}.");
}
