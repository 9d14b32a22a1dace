using System.Diagnostics;

namespace OrleansChat.LocalCluster;

/// <summary>Who PostgreSQL runs as: this process's own user, but another one where this process is root, since PostgreSQL refuses to be root.</summary>
internal static class PostgresUser
{
    /// <summary>Prints the first of some folders that cannot be entered.</summary>
    private const string FirstClosed = "for folder; do test -x \"$folder\" || { printf %s \"$folder\"; break; }; done";

    /// <summary>What becomes a program of that user. It keeps root's group.</summary>
    public static IReadOnlyList<string> Command { get; } = IsRoot ? ["setpriv", "--reuid", Name, "--clear-groups"] : [];

    private static bool IsRoot => Environment.UserName == "root";

    private static string Name => Directory.Exists("/var/lib/postgresql") ? "postgres" : "nobody";

    /// <summary>Gives it a folder and what is in it.</summary>
    public static Task OwnAsync(string folder) => IsRoot ? FinishAsync(new ProcessStartInfo("chown", ["-R", Name, folder])) : Task.CompletedTask;

    /// <summary>
    /// Lets it through the folder above its own, which the single process makes for root alone: root's group may pass then, and still not look inside. The
    /// folders above that one are not ours.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another folder bars the way.</exception>
    public static async Task LetPassAsync(string folder)
    {
        if (!IsRoot || OperatingSystem.IsWindows()) return;
        var above = Path.GetDirectoryName(folder)!;
        if (await FindClosedAsync(folder) is not { Length: > 0 } closed) return;
        var rights = File.GetUnixFileMode(above);
        if (closed == above)
        {
            File.SetUnixFileMode(above, rights | UnixFileMode.GroupExecute);
            closed = await FindClosedAsync(folder);
            if (closed.Length > 0) File.SetUnixFileMode(above, rights);      // it did not help: another group's
        }

        if (closed.Length > 0)
        {
            throw new InvalidOperationException($"PostgreSQL runs as the user {Name}, who cannot enter {closed}; choose another folder with --data.");
        }
    }

    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message has its own words.</exception>
    public static async Task<string> FinishAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardError, start.RedirectStandardOutput) = (true, true);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)}: {await error}\n{await output}");
    }

    /// <summary>The first folder on the way from the root that this user cannot enter; empty: there is none.</summary>
    private static Task<string> FindClosedAsync(string folder)
    {
        var way = new Stack<string>();
        for (var next = folder; next is not null; next = Path.GetDirectoryName(next)) way.Push(next);
        return FinishAsync(new ProcessStartInfo(Command[0], [.. Command.Skip(1), "sh", "-c", FirstClosed, "sh", .. way]) { WorkingDirectory = "/" });
    }
}
