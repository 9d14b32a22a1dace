using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace OrleansChat.Tests.Tidy;

/// <summary>The repository's own files: what git tracks or would track; without git, everything but build output.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["artifacts", "bin", "obj", "node_modules", "data", ".git", ".vs"];
    private static readonly string[] Binary = [".png", ".jpg", ".gif", ".ico", ".pdf", ".zip", ".db", ".snk", ".woff2"];

    public static readonly string Root = FindRoot();

    /// <summary>Paths from the root, with slashes.</summary>
    public static readonly ImmutableArray<string> Files = [.. (FromGit() ?? FromDisk()).Where(static path => File.Exists(Path.Combine(Root, path))).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> CSharp => Files.Where(static path => path.EndsWith(".cs", StringComparison.Ordinal));

    public static IEnumerable<string> Text => Files.Where(static path => !Binary.Contains(Path.GetExtension(path).ToLowerInvariant()));

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    /// <summary>From where this file was compiled, else from where the tests run, up to the solution.</summary>
    private static string FindRoot([CallerFilePath] string here = "")
    {
        foreach (var start in new[] { Path.GetDirectoryName(here), AppContext.BaseDirectory })
        {
            for (var folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "OrleansChat.sln")))
                {
                    return folder;
                }
            }
        }

        throw new DirectoryNotFoundException("OrleansChat.sln is in no folder above the tests.");
    }

    private static List<string>? FromGit()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            var paths = git!.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 && paths.Length > 0 ? [.. paths.Split('\0', StringSplitOptions.RemoveEmptyEntries)] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;                                               // no git on this machine, or not a checkout: the disk tells as well
        }
    }

    private static IEnumerable<string> FromDisk() => Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
        .Select(static path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
        .Where(static path => !path.Split('/').Intersect(NotOurs).Any());
}
