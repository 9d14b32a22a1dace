using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Serialization;

namespace OrleansChat.LocalCluster;

/// <summary>One process of the cluster, as <c>cluster.json</c> says it.</summary>
/// <param name="Role"><c>silo</c>, <c>api</c> or <c>postgres</c>.</param>
/// <param name="Name"><c>silo-1</c>, <c>api-1</c>, …</param>
/// <param name="ProcessId"><see langword="null"/>: it does not run.</param>
/// <param name="Addresses">By what is spoken there: <c>http</c>, <c>silo</c>, <c>gateway</c>, <c>postgres</c>.</param>
internal sealed record ProcessEntry(string Role, string Name, [property: JsonPropertyName("processId")] int? ProcessId, IReadOnlyDictionary<string, string> Addresses);

/// <summary>Starts one silo or API host, again when it ends, and ends it.</summary>
/// <param name="command">What is started, and its arguments.</param>
/// <param name="logFile">What it prints is added here.</param>
/// <param name="respawns">Whether it is started again when it ends by itself or is killed.</param>
/// <param name="changed">Called when the process id changed.</param>
internal sealed class ClusterProcess(string role, string name, IReadOnlyDictionary<string, string> addresses, IReadOnlyList<string> command, string logFile, bool respawns, Action changed) : IAsyncDisposable
{
    /// <summary>
    /// Who died is not started again at once: the others first take over what it had, which its start would slow down on a machine that they share. And a process that
    /// cannot start is not tried in a tight loop.
    /// </summary>
    private static readonly TimeSpan StartAgainAfter = TimeSpan.FromSeconds(3);

    /// <summary>Who ended in order has handed over.</summary>
    private static readonly TimeSpan GoOnAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>Longer than a process takes to drain and stop with the default settings.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(45);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private volatile Task _life = Task.CompletedTask;
    private volatile Process? _process;

    public ProcessEntry Entry => new(role, name, _process is { } process ? IdOf(process) : null, addresses);

    /// <summary>What its next start has in its environment. Secrets come this way, which other users cannot read, not by arguments, which they can.</summary>
    public ConcurrentDictionary<string, string> Variables { get; } = new();

    /// <summary>Ends with the process that runs now.</summary>
    public Task Life => _life;

    /// <summary>Ends when the process has ended and is not started again.</summary>
    public Task Running => _running;

    public void Start() => _running = RunAsync();

    /// <summary>Asks it to stop, waits, and kills it where it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Signal("-TERM");
        using var patience = new CancellationTokenSource(StopPatience);
        await _running.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Signal("-KILL");
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private void Signal(string signal)
    {
        if (Entry.ProcessId is { } id)
        {
            using var kill = Process.Start("kill", [signal, $"{id}"]);
        }
    }

    private async Task RunAsync()
    {
        while (true)
        {
            var life = RunOnceAsync();
            _life = life;
            var hasFailed = await life != 0;
            changed();
            if (!respawns) return;
            await Task.Delay(hasFailed ? StartAgainAfter : GoOnAfter, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested) return;
        }
    }

    /// <summary>How it ended: its exit code.</summary>
    private async Task<int> RunOnceAsync()
    {
        await using var log = new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ORLEANSCHAT_ENDS_WITH_INPUT"] = "1";
        foreach (var (key, value) in Variables) start.Environment[key] = value;
        using var process = Process.Start(start)!;
        _process = process;
        changed();
        await Task.WhenAll(CopyAsync(process.StandardOutput, log), CopyAsync(process.StandardError, log), process.WaitForExitAsync());
        _process = null;
        return process.ExitCode;
    }

    /// <summary>What a full disk does not take is dropped: a process whose words nobody reads would stand still.</summary>
    private static async Task CopyAsync(StreamReader from, FileStream to)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            try
            {
                lock (to) to.Write(Encoding.UTF8.GetBytes($"{line}\n"));
            }
            catch (IOException)
            {
                // The next line is tried.
            }
        }
    }

    private static int? IdOf(Process process)
    {
        try
        {
            return process.HasExited ? null : process.Id;
        }
        catch (InvalidOperationException)
        {
            return null;                                               // it was disposed of in this moment
        }
    }
}
