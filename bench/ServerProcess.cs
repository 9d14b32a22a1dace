using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OrleansChat.Bench;

/// <summary>A server, or the processes of a cluster, with a data folder that is removed at the end.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly string _folder;

    private ServerProcess(Process process, string folder, int port, ProcessCosts costs) => (_process, _folder, Port, Costs) = (process, folder, port, costs);

    /// <summary>Of the server, or of the cluster's first API host.</summary>
    public int Port { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public ProcessCosts Costs { get; }

    public static Task<ServerProcess> StartAsync(BenchOptions options, Floor floor)
    {
        var folder = Directory.CreateTempSubdirectory("orleanschat-bench-");
        if (!OperatingSystem.IsWindows()) folder.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.GroupExecute;    // a cluster's PostgreSQL runs as another user
        var config = Path.Combine(folder.FullName, "people.json");
        var data = Path.Combine(folder.FullName, "data");
        File.WriteAllText(config, floor.People(HashOf(options)).ToJsonString());
        var port = FreePort();
        string[] settings = ["--urls", $"http://127.0.0.1:{port}", "--data", data, "--config", config,
            "--Logging:LogLevel:Default=Warning", "--Supervision:AutoJoin=true", "--Customers:DisconnectAfter=01:00:00", .. options.ServerArguments];
        return options.Cluster is { } size
            ? StartAsync([options.Program("LocalCluster"), options.Program("Silo"), options.Program("ApiHost"), "--cluster", size, .. settings], folder.FullName, port, _ => ProcessCosts.OfCluster(data))
            : StartAsync([options.Server, .. settings], folder.FullName, port, ProcessCosts.OfServer);
    }

    public static Task<ServerProcess> StartControlAsync()
    {
        var folder = Directory.CreateTempSubdirectory("orleanschat-bench-").FullName;
        var port = FreePort();
        return StartAsync([typeof(ServerProcess).Assembly.Location, "control", $"http://127.0.0.1:{port}", folder], folder, port, ProcessCosts.OfServer);
    }

    /// <summary>A cluster is asked to end, since it has to end its processes; a server is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", [Costs.IsCluster ? "-TERM" : "-KILL", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<ServerProcess> StartAsync(IEnumerable<string> arguments, string folder, int port, Func<int, ProcessCosts> costs)
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
        return new ServerProcess(process, folder, port, costs(process.Id));
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
