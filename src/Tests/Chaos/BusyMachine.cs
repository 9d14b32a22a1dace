using System.Diagnostics;

namespace OrleansChat.Tests.Chaos;

/// <summary>A machine that others use too, until this is disposed.</summary>
internal sealed class BusyMachine : IDisposable
{
    private readonly List<Process> _loops = [.. Enumerable.Range(0, Loops).Select(static _ => Process.Start(new ProcessStartInfo("sh", ["-c", "while :; do :; done"]))!)];

    /// <summary>Each wants a core for itself.</summary>
    public static int Loops => 4 * Environment.ProcessorCount;

    public void Dispose()
    {
        foreach (var loop in _loops)
        {
            loop.Kill();
            loop.WaitForExit();
            loop.Dispose();
        }
    }
}
