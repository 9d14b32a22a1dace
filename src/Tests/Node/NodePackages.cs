using System.ComponentModel;
using System.Diagnostics;
using OrleansChat.Tests.Tidy;

namespace OrleansChat.Tests.Node;

/// <summary>
/// A folder of scripts with their packages, installed by <c>npm ci</c> into <c>artifacts/node</c>, once for each version of the lock file.
/// </summary>
/// <param name="source">The folder below <c>src/Tests</c>.</param>
/// <param name="name">Its name below <c>artifacts/node</c>.</param>
/// <param name="purpose">What cannot be done without it, as the end of a sentence.</param>
internal sealed class NodePackages(string source, string name, string purpose)
{
    private readonly Lock _lock = new();
    private (bool IsKnown, string? Why) _missing;

    public static NodePackages Clients { get; } = new("Bayeux/node", "clients", "the clients cometd.js and faye cannot be run");

    public static NodePackages Manifests { get; } = new("Deploy/node", "manifests", "the Kubernetes manifests cannot be read and checked");

    /// <summary><see langword="null"/> when everything is there.</summary>
    public string? WhyMissing
    {
        get
        {
            lock (_lock)
            {
                if (!_missing.IsKnown) _missing = (true, Install());
                return _missing.Why;
            }
        }
    }

    /// <summary>Where the scripts and their packages are.</summary>
    public string Folder { get; } = Path.Combine(Repository.Root, "artifacts", "node", name);

    private string Source => Path.Combine(Repository.Root, "src", "Tests", source);

    /// <summary>Runs a script to its end, with <paramref name="input"/> as its standard input.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message is what it said.</exception>
    public string Run(string script, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [script, .. arguments]) { WorkingDirectory = Folder, RedirectStandardInput = true };
        var (exitCode, output, errors) = Run(start, input);
        return exitCode == 0 ? output : throw new InvalidOperationException($"node {script}: {errors}");
    }

    private string? Install()
    {
        if (!Runs("node")) return $"Node is not installed: {purpose}.";
        // Two test runs may start at the same time.
        using var alone = new Mutex(false, $"orleanschat-node-{name}");
        Wait(alone);
        try
        {
            return Fetch();
        }
        finally
        {
            alone.ReleaseMutex();
        }
    }

    private string? Fetch()
    {
        Directory.CreateDirectory(Folder);
        var stamp = Path.Combine(Folder, "installed.json");
        var wanted = File.ReadAllText(Path.Combine(Source, "package-lock.json"));
        foreach (var file in Directory.EnumerateFiles(Source)) Refresh(file, Path.Combine(Folder, Path.GetFileName(file)));
        if (File.Exists(stamp) && File.ReadAllText(stamp) == wanted) return null;
        if (!Runs("npm")) return $"npm is not installed: {purpose}.";

        var (exitCode, output, errors) = Run(Command("npm", ["ci", "--no-audit", "--no-fund"], Folder));
        if (exitCode != 0) return $"npm ci could not fetch {name}, so {purpose}: {(output + errors).Trim()}";
        File.WriteAllText(stamp, wanted);
        return null;
    }

    private static void Wait(Mutex mutex)
    {
        try
        {
            mutex.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // Another run was killed: what it left is checked now.
        }
    }

    // Not while another run reads it: only what has changed is written.
    private static void Refresh(string from, string to)
    {
        if (!File.Exists(to) || File.ReadAllText(to) != File.ReadAllText(from)) File.Copy(from, to, overwrite: true);
    }

    private static bool Runs(string program)
    {
        try
        {
            return Run(Command(program, ["--version"], Environment.CurrentDirectory)).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    // On Windows npm is a script, which only a shell can start.
    private static ProcessStartInfo Command(string program, string[] arguments, string folder) => OperatingSystem.IsWindows() && program == "npm"
        ? new ProcessStartInfo("cmd.exe", ["/c", program, .. arguments]) { WorkingDirectory = folder }
        : new ProcessStartInfo(program, arguments) { WorkingDirectory = folder };

    private static (int ExitCode, string Output, string Errors) Run(ProcessStartInfo start, string input = "")
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (start.RedirectStandardInput)
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }

        process.WaitForExit();
        return (process.ExitCode, output.Result, errors.Result);
    }
}
