using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace OrleansChat.Tests.Running;

/// <summary>The real server in a process of its own, on a free loopback port, with a data folder that outlives it.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    /// <summary>On a busy machine nobody's time runs out, unless the test is about that: a later argument wins.</summary>
    private static readonly string[] Patient = ["--Customers:DisconnectAfter=00:10:00", "--Routing:NoAnswerAfter=00:10:00"];

    private readonly ConcurrentQueue<string> _output = new();
    private volatile Tuple<string, TaskCompletionSource>? _awaited;
    private Process? _process;

    /// <summary>Settings for the next start, for example <c>--Routing:NoAnswerAfter=00:00:02</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables of the environment, besides one's own.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public string Data { get; } = Directory.CreateTempSubdirectory("orleanschat-").FullName;

    public int Port { get; } = FreePort();

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>What it printed, for a test that failed.</summary>
    public string Output => string.Join('\n', _output);

    public int ProcessId => _process?.Id ?? 0;

    public Task InitializeAsync() => StartAsync();

    public Task DisposeAsync()
    {
        Kill();
        Directory.Delete(Data, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Starts the process and returns when it serves.</summary>
    public async Task StartAsync()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = Command(["--urls", Address.ToString().TrimEnd('/'), "--data", Data, .. Patient, .. Arguments]);
        foreach (var (name, value) in Variables)
        {
            command.Environment[name] = value;
        }

        _process = Process.Start(command)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data, ready);
        _process.ErrorDataReceived += (_, line) => Take(line.Data, ready);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The server ended:\n{Output}"));
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ready.Task.WaitAsync(StartPatience);
    }

    /// <summary>SIGKILL: no handler, no flush, no good-bye.</summary>
    public void Kill()
    {
        if (_process is { } process)
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.WaitForExit();
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        _ = SendSignal(_process!.Id, 15);
        await _process.WaitForExitAsync().WaitAsync(StartPatience);
        return _process.ExitCode;
    }

    /// <summary>SIGHUP.</summary>
    public void HangUp() => _ = SendSignal(_process!.Id, 1);

    /// <summary>Does something, and returns when the server has printed a line with these words since.</summary>
    public async Task UntilPrintedAsync(string words, Func<Task> act)
    {
        var printed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited = Tuple.Create(words, printed);
        await act();
        await printed.Task.WaitAsync(StartPatience);
    }

    /// <summary>Runs the server until it ends by itself: for starts that must fail.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunToEndAsync(params string[] arguments)
    {
        using var process = Process.Start(Command(arguments))!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync().WaitAsync(StartPatience);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }

        return (process.ExitCode, await output, await error);
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static ProcessStartInfo Command(IEnumerable<string> arguments) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "OrleansChat.Server.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };

    private void Take(string? line, TaskCompletionSource ready)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (_awaited is var (words, printed) && line.Contains(words, StringComparison.Ordinal))
        {
            printed.TrySetResult();
        }

        if (line.Contains("OrleansChat listens on", StringComparison.Ordinal))
        {
            ready.TrySetResult();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
