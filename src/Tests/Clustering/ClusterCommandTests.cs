using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using OrleansChat.LocalCluster;
using OrleansChat.Tests.Chaos;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Clustering;

/// <summary>The command behind <c>./run.sh --cluster</c>, as a process: what it says of its processes, leaves dead, and ends.</summary>
[Collection(ChaosRuns.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class ClusterCommandTests
{
#if DASHBOARD
    private static readonly string[] Dashboard = ["--Dashboard:Enabled=true"];
#else
    private static readonly string[] Dashboard = [];
#endif

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [ClusterFact]
    public async Task It_says_what_runs_leaves_dead_what_was_killed_and_ends_with_all_of_them()
    {
        var above = Directory.CreateTempSubdirectory("orleanschat-command-");
        if (!OperatingSystem.IsWindows()) above.UnixFileMode |= UnixFileMode.GroupExecute;
        var data = new DirectoryInfo(Path.Combine(above.FullName, "data"));        // the command makes it
        var url = new Uri($"http://127.0.0.1:{FreePorts.Next()}");
        using var command = Start(url, data, ["--no-respawn", .. Dashboard]);
        try
        {
            _ = command.StandardError.ReadToEndAsync();
            Assert.StartsWith("OrleansChat listens on http://127.0.0.1:", await command.StandardOutput.ReadLineAsync().WaitAsync(Patience), StringComparison.Ordinal);
            _ = command.StandardOutput.ReadToEndAsync();
            if (Dashboard.Length > 0) await DashboardTests.IsForAdministratorsAsync(url);
            const UnixFileMode ofOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
            foreach (var folder in new[] { data.FullName, Path.Combine(data.FullName, "logs") }) Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder) & ofOthers);
            var started = Processes(data);
            Assert.Equal(["api-1 api http", "postgres postgres postgres", "silo-1 silo http silo gateway"], started.Select(static p => $"{p.Name} {p.Role} {p.Addresses}").Order(StringComparer.Ordinal));
            using var silo = Process.GetProcessById(started.Single(static p => p.Name == "silo-1").Id!.Value);
            silo.Kill();
            await silo.WaitForExitAsync().WaitAsync(Patience);
            await UntilAsync(() => Processes(data).Single(static p => p.Name == "silo-1").Id is null);
            using var end = Process.Start("kill", ["-TERM", $"{command.Id}"]);
            await command.WaitForExitAsync().WaitAsync(Patience);
            Assert.Equal(0, command.ExitCode);
            Assert.False(File.Exists(Path.Combine(data.FullName, "cluster.json")));
            Assert.All(started, static p => Assert.False(Directory.Exists($"/proc/{p.Id}"), $"{p.Name} still runs"));
        }
        finally
        {
            if (!command.HasExited) command.Kill(entireProcessTree: true);
            above.Delete(recursive: true);
        }
    }

    /// <summary>Its silos have other ports then, and those of before, which nobody has declared dead, are still in the table of members: they do it, both at the same time.</summary>
    [ClusterFact]
    public async Task Killed_it_leaves_nothing_running_and_started_again_it_is_there()
    {
        var data = Directory.CreateTempSubdirectory("orleanschat-command-");
        using var command = Start(new Uri($"http://127.0.0.1:{FreePorts.Next()}"), data, [], "2x1");
        try
        {
            _ = command.StandardError.ReadToEndAsync();
            _ = command.StandardOutput.ReadToEndAsync();
            var file = new FileInfo(Path.Combine(data.FullName, "cluster.json"));
            await UntilAsync(() => File.Exists(file.FullName) && Processes(data) is { Count: 4 } all && all.TrueForAll(static p => p.Id is not null));
            var started = Processes(data);
            foreach (var silo in started.Where(static p => p.Role == "silo")) Process.GetProcessById(silo.Id!.Value).Kill();      // or one might say that it leaves
            command.Kill();
            await command.WaitForExitAsync().WaitAsync(Patience);
            await UntilAsync(() => started.TrueForAll(static p => !Directory.Exists($"/proc/{p.Id}")));

            using var again = Start(new Uri($"http://127.0.0.1:{FreePorts.Next()}"), data, [], "2x1");
            _ = again.StandardError.ReadToEndAsync();
            Assert.StartsWith("OrleansChat listens on http://127.0.0.1:", await again.StandardOutput.ReadLineAsync().WaitAsync(Patience), StringComparison.Ordinal);
            _ = again.StandardOutput.ReadToEndAsync();
            using var end = Process.Start("kill", ["-TERM", $"{again.Id}"]);
            await again.WaitForExitAsync().WaitAsync(Patience);
            Assert.Equal(0, again.ExitCode);
            Assert.Equal(2, Directory.GetFiles(Path.Combine(data.FullName, "logs"), "silo-*").Sum(static log => File.ReadAllText(log).Split("was declared dead").Length - 1));
        }
        finally
        {
            if (!command.HasExited) command.Kill(entireProcessTree: true);
            data.Delete(recursive: true);
        }
    }

    private static Process Start(Uri url, DirectoryInfo data, string[] more, string size = "1x1") => Process.Start(new ProcessStartInfo("dotnet", [
        ChaosCluster.ProgramOf("LocalCluster"), ChaosCluster.ProgramOf("Silo"), ChaosCluster.ProgramOf("ApiHost"), "--cluster", size, "--urls", url.OriginalString, "--data", data.FullName, .. more])
    {
        RedirectStandardOutput = true, RedirectStandardError = true,
    })!;

    /// <summary>What <c>cluster.json</c> says.</summary>
    private static List<(string Role, string Name, int? Id, string Addresses)> Processes(DirectoryInfo data) =>
    [
        .. JsonNode.Parse(File.ReadAllText(Path.Combine(data.FullName, "cluster.json")))!["processes"]!.AsArray().Select(static p =>
            ((string)p!["role"]!, (string)p["name"]!, (int?)p["processId"], string.Join(' ', p["addresses"]!.AsObject().Select(static a => a.Key)))),
    ];

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!holds()) await pause.WaitForNextTickAsync(patience.Token);
    }
}
