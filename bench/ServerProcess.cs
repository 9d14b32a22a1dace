using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace OrleansChat.Bench;

/// <summary>A server in a process of its own with a data folder that is removed at the end; knows what it costs.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _folder;

    private ServerProcess(Process process, string folder, int port) => (_process, _folder, Port) = (process, folder, port);

    public int Port { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public static Task<ServerProcess> StartAsync(BenchOptions options, Floor floor)
    {
        var folder = Directory.CreateTempSubdirectory("orleanschat-bench-").FullName;
        var config = Path.Combine(folder, "people.json");
        File.WriteAllText(config, floor.People(HashOf(options)).ToJsonString());
        var port = FreePort();
        return StartAsync([options.Server, "--urls", $"http://127.0.0.1:{port}", "--data", Path.Combine(folder, "data"), "--config", config,
            "--Logging:LogLevel:Default=Warning", "--Supervision:AutoJoin=true", "--Customers:DisconnectAfter=01:00:00", .. options.ServerArguments], folder, port);
    }

    public static Task<ServerProcess> StartControlAsync()
    {
        var folder = Directory.CreateTempSubdirectory("orleanschat-bench-").FullName;
        var port = FreePort();
        return StartAsync([typeof(ServerProcess).Assembly.Location, "control", $"http://127.0.0.1:{port}", folder], folder, port);
    }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes that are in memory and nobody else's: what the process costs the machine.</summary>
    public long ResidentBytes => File.ReadLines($"/proc/{_process.Id}/smaps_rollup")
        .Where(static line => line.StartsWith("Private_", StringComparison.Ordinal) && !line.StartsWith("Private_Hugetlb", StringComparison.Ordinal))
        .Sum(static line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024);

    /// <summary>CPU time so far, by what the threads are called.</summary>
    public Dictionary<string, TimeSpan> CpuByThread()
    {
        var times = new Dictionary<string, TimeSpan>();
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{_process.Id}/task"))
        {
            try
            {
                var line = File.ReadAllText(Path.Combine(thread, "stat"));
                var name = line[(line.IndexOf('(', StringComparison.Ordinal) + 1)..line.LastIndexOf(')')];
                var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
                var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
                times[name] = times.GetValueOrDefault(name) + TimeSpan.FromMilliseconds(ticks * 10);
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or IOException)
            {
                // The thread has ended.
            }
        }

        return times;
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<ServerProcess> StartAsync(IEnumerable<string> arguments, string folder, int port)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("listens on", StringComparison.Ordinal) == true) ready.TrySetResult();
        };
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The server ended."));
        process.BeginOutputReadLine();
        await ready.Task.WaitAsync(StartPatience);
        return new ServerProcess(process, folder, port);
    }

    private static string HashOf(BenchOptions options)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [options.Server, "hash-password"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.Write(Floor.Password);
        process.StandardInput.Close();
        return process.StandardOutput.ReadToEnd().Trim();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
