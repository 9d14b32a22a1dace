namespace OrleansChat.Tests.Chaos;

/// <summary>Processes whose clocks are wrong, by libfaketime. Their monotonic clocks are left alone, as a wrong clock leaves them.</summary>
internal static class SkewedClock
{
    /// <summary><see langword="null"/>: it is not installed, and every clock is right.</summary>
    public static string? Library { get; } = FindLibrary();

    /// <summary>The environment of a process, by its name.</summary>
    /// <param name="name">Of the process.</param>
    /// <param name="seconds">How many seconds before (<c>+25</c>) or behind (<c>-25</c>) whose clock is.</param>
    public static (string Name, string Value)[] Of(string name, IReadOnlyDictionary<string, string> seconds) => Library is { } library && seconds.TryGetValue(name, out var skew)
        ? [("LD_PRELOAD", library), ("FAKETIME", $"{skew}s"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"), ("DONT_FAKE_MONOTONIC", "1")]
        : [];

    private static string? FindLibrary()
    {
        var folders = Directory.Exists("/usr/lib") ? Directory.GetDirectories("/usr/lib", "*-linux-gnu*") : [];
        return folders.Select(static folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists);
    }
}
