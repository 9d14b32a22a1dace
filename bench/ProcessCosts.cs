using System.Globalization;
using System.Text.Json.Nodes;

namespace OrleansChat.Bench;

/// <summary>What a server costs the machine: CPU time and memory, by the threads of the one process or by the roles of a cluster's processes.</summary>
internal sealed class ProcessCosts
{
    private const int MillisecondsPerTick = 10;

    private readonly int _server;
    private readonly string? _clusterFile;

    private ProcessCosts(int server, string? clusterFile) => (_server, _clusterFile) = (server, clusterFile);

    public bool IsCluster => _clusterFile is not null;

    /// <summary>Of all processes together, the database of a cluster included.</summary>
    public TimeSpan CpuTime => TimeSpan.FromTicks(Processes().Sum(static p => CpuOf(p.Id).Ticks));

    /// <summary>Bytes that are in memory and nobody else's, of all processes together.</summary>
    public long ResidentBytes => Processes().Sum(static p => ResidentOf(p.Id));

    public static ProcessCosts OfServer(int processId) => new(processId, null);

    /// <param name="dataFolder">Where <c>cluster.json</c> is.</param>
    public static ProcessCosts OfCluster(string dataFolder) => new(0, Path.Combine(dataFolder, "cluster.json"));

    /// <summary>CPU time so far: of one process by what its threads are called, of a cluster by role.</summary>
    public Dictionary<string, TimeSpan> CpuByPart() =>
        IsCluster ? Processes().GroupBy(static p => p.Role).ToDictionary(static g => g.Key, static g => TimeSpan.FromTicks(g.Sum(static p => CpuOf(p.Id).Ticks))) : CpuByThread(_server);

    /// <summary><see cref="ResidentBytes"/> by role; of one process: under one name.</summary>
    public Dictionary<string, long> ResidentByRole() => Processes().GroupBy(static p => p.Role).ToDictionary(static g => g.Key, static g => g.Sum(static p => ResidentOf(p.Id)));

    /// <summary>The process of that name in <c>cluster.json</c>, for whoever wants to kill it.</summary>
    public int ProcessId(string name) => (int)Entries().Single(e => (string)e["name"]! == name)["processId"]!;

    /// <summary>The server; or what <c>cluster.json</c> lists and whatever these started: a database server has a process for each connection.</summary>
    private List<(string Role, int Id)> Processes()
    {
        if (!IsCluster) return [("server", _server)];
        var children = Directory.EnumerateDirectories("/proc").Select(static folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(static id => id > 0).Select(static id => (Id: id, Parent: Stat($"/proc/{id}") is { Length: > 1 } fields ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0))
            .ToLookup(static p => p.Parent, static p => p.Id);
        IEnumerable<int> Tree(int id) => children[id].SelectMany(Tree).Prepend(id);
        return [.. Entries().Where(static e => e["processId"] is not null).SelectMany(e => Tree((int)e["processId"]!).Select(id => ((string)e["role"]!, id)))];
    }

    private IEnumerable<JsonNode> Entries() => JsonNode.Parse(File.ReadAllText(_clusterFile!))!["processes"]!.AsArray().OfType<JsonNode>();

    private static TimeSpan CpuOf(int processId) => Stat($"/proc/{processId}") is { Length: > 12 } fields ? Used(fields) : TimeSpan.Zero;

    private static long ResidentOf(int processId)
    {
        try
        {
            return File.ReadLines($"/proc/{processId}/smaps_rollup")
                .Where(static line => line.StartsWith("Private_", StringComparison.Ordinal) && !line.StartsWith("Private_Hugetlb", StringComparison.Ordinal))
                .Sum(static line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024);
        }
        catch (IOException)
        {
            return 0;                                                  // it has ended
        }
    }

    private static Dictionary<string, TimeSpan> CpuByThread(int processId)
    {
        var times = new Dictionary<string, TimeSpan>();
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{processId}/task"))
        {
            if (Stat(thread) is not { Length: > 12 } fields) continue;
            var name = File.ReadAllText(Path.Combine(thread, "comm")).Trim();
            times[name] = times.GetValueOrDefault(name) + Used(fields);
        }

        return times;
    }

    private static TimeSpan Used(string[] stat) =>
        TimeSpan.FromMilliseconds((long.Parse(stat[11], CultureInfo.InvariantCulture) + long.Parse(stat[12], CultureInfo.InvariantCulture)) * MillisecondsPerTick);

    /// <summary>The fields after the name; empty where the process or thread has ended.</summary>
    private static string[] Stat(string folder)
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(folder, "stat"));
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
