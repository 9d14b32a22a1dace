using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OrleansChat.Tests.Documents;

/// <summary>A test that types commands: skipped, with the reason, where bash or a curl that knows <c>--json</c> is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed partial class CurlFactAttribute : FactAttribute
{
    private static readonly string? Missing = FindMissing();

    public CurlFactAttribute() => Skip = Missing;

    private static string? FindMissing() =>
        VersionOf("bash") is null ? "bash is not installed."
        : VersionOf("curl") is not { } curl ? "curl is not installed."
        : curl < new Version(7, 82) ? $"curl {curl} does not know --json; 7.82 does."
        : null;

    private static Version? VersionOf(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true })!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return Version.Parse(FirstVersion().Match(text).Value);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex FirstVersion();
}
