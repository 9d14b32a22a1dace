using System.Diagnostics;
using System.Globalization;

namespace OrleansChat.Tests.Chaos;

/// <summary>A file system of its own, so small that it can be filled. One that a killed run left behind is removed by the next.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Prefix = "/tmp/orleanschat-disk-";

    private static readonly Lazy<string?> Missing = new(FindWhyMissing);

    private SmallDisk(string folder) => Folder = folder;

    /// <summary>Why this machine cannot have one, or <see langword="null"/>.</summary>
    public static string? WhyMissing => Missing.Value;

    public string Folder { get; }

    private string Ballast => Path.Combine(Folder, "ballast");

    public static SmallDisk Make(int sizeMiB)
    {
        foreach (var left in File.ReadLines("/proc/mounts").Select(static line => line.Split(' ')[1]).Where(IsLeft).ToList()) Remove(left);
        var disk = new SmallDisk(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}"));
        Directory.CreateDirectory(disk.Folder);
        Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={sizeMiB}m,mode=755"), "tmpfs", disk.Folder);
        return disk;
    }

    /// <summary>Not a byte is free any more.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var bytes = new byte[4096];
        try
        {
            while (true) ballast.Write(bytes);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    public void Free() => File.Delete(Ballast);

    public void Dispose() => Remove(Folder);

    private static bool IsLeft(string folder) =>
        folder.StartsWith(Prefix, StringComparison.Ordinal) && !Directory.Exists($"/proc/{folder[Prefix.Length..].Split('-')[0]}");

    private static void Remove(string folder)
    {
        Run("umount", "--lazy", folder);
        Directory.Delete(folder);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var words = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {words}");
    }

    private static string? FindWhyMissing()
    {
        if (Environment.UserName != "root") return "A small file system needs root.";
        try
        {
            Make(1).Dispose();
            return null;
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return $"A small file system cannot be mounted here: {error.Message}";
        }
    }
}

/// <summary>A test that fills a disk. Where none may be mounted it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FullDiskFactAttribute : FactAttribute
{
    public FullDiskFactAttribute() => Skip = SmallDisk.WhyMissing;
}

/// <summary>The same, with a cluster.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FullDiskChaosFactAttribute : ChaosFactAttribute
{
    public FullDiskChaosFactAttribute() => Skip ??= SmallDisk.WhyMissing;
}
