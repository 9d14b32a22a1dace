using System.ComponentModel;
using System.Diagnostics;

namespace OrleansChat.Tests.Bayeux.Clients;

/// <summary>
/// The packages of <c>src/Tests/Bayeux/node</c>, installed by <c>npm ci</c> into <c>artifacts/node</c>, once for each version of the lock file.
/// </summary>
internal static class NodePackages
{
    private static readonly Lazy<string?> Missing = new(Install);

    /// <summary><see langword="null"/> when everything is there.</summary>
    public static string? WhyMissing => Missing.Value;

    /// <summary>Where the scripts and their packages are.</summary>
    public static string Folder { get; } = Path.Combine(Root(), "artifacts", "node");

    private static string Source => Path.Combine(Root(), "src", "Tests", "Bayeux", "node");

    private static string? Install()
    {
        if (!Runs("node")) return "Node is not installed: the clients cometd.js and faye cannot be run.";
        // Two test runs may start at the same time.
        using var alone = new Mutex(false, "orleanschat-bayeux-node");
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

    private static string? Fetch()
    {
        Directory.CreateDirectory(Folder);
        var stamp = Path.Combine(Folder, "installed.json");
        var wanted = File.ReadAllText(Path.Combine(Source, "package-lock.json"));
        foreach (var file in Directory.EnumerateFiles(Source)) Refresh(file, Path.Combine(Folder, Path.GetFileName(file)));
        if (File.Exists(stamp) && File.ReadAllText(stamp) == wanted) return null;
        if (!Runs("npm")) return "npm is not installed: the clients cometd.js and faye cannot be fetched.";

        var (exitCode, output) = Run("npm", ["ci", "--no-audit", "--no-fund"], Folder);
        if (exitCode != 0) return $"npm ci could not fetch the clients cometd.js and faye: {output.Trim()}";
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
            return Run(program, ["--version"], Environment.CurrentDirectory).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static (int ExitCode, string Output) Run(string program, string[] arguments, string folder)
    {
        // On Windows npm is a script, which only a shell can start.
        var start = OperatingSystem.IsWindows() && program == "npm"
            ? new ProcessStartInfo("cmd.exe", ["/c", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        (start.WorkingDirectory, start.RedirectStandardOutput, start.RedirectStandardError) = (folder, true, true);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "OrleansChat.sln"))) folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;
        return folder;
    }
}
