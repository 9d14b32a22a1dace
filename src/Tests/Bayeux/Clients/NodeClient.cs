using System.Diagnostics;
using System.Globalization;
using OrleansChat.Tests.Compatibility;
using OrleansChat.Tests.Node;

namespace OrleansChat.Tests.Bayeux.Clients;

/// <summary>A client in a Node process: what it prints is what happened to it.</summary>
internal sealed class NodeClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource Seen)> _waits = [];

    public NodeClient(string script, params string[] arguments)
    {
        arguments.Where(static a => Uri.IsWellFormedUriString(a, UriKind.Absolute)).ToList().ForEach(static url => Asked.For(new Uri(url).AbsolutePath));
        var start = new ProcessStartInfo("node", [script, .. arguments])
        {
            WorkingDirectory = NodePackages.Clients.Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data is { } text ? $"! {text}" : null);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The numbers that it has read so far, as often as it has read them.</summary>
    public int[] Numbers
    {
        get
        {
            lock (_lock) return [.. _lines.Where(line => line.StartsWith("n ", StringComparison.Ordinal)).Select(line => int.Parse(line[2..], CultureInfo.InvariantCulture))];
        }
    }

    public string[] Lines(string beginning)
    {
        lock (_lock) return [.. _lines.Where(line => line.StartsWith(beginning, StringComparison.Ordinal))];
    }

    /// <summary>Completes when it has printed such a line.</summary>
    public async Task SaysAsync(string beginning)
    {
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_lines.Any(Wanted)) return;
            _waits.Add((Wanted, seen));
        }

        try
        {
            await seen.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            lock (_lock) throw new TimeoutException($"The client never said \"{beginning}\". Its last words: {string.Join(" | ", _lines.TakeLast(20))}");
        }

        bool Wanted(string line) => line.StartsWith(beginning, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null) return;
        lock (_lock)
        {
            _lines.Add(line);
            foreach (var wait in _waits.Where(wait => wait.Wanted(line)).ToArray())
            {
                _waits.Remove(wait);
                wait.Seen.SetResult();
            }
        }
    }
}
