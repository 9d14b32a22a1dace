using OrleansChat.Grains.Interfaces.Configuration;
namespace OrleansChat.Hosting.Settings;

/// <summary>The section <c>Shutdown</c>: what a server that is asked to stop takes its time for.</summary>
public sealed class ShutdownSettings
{
    public const string Section = "Shutdown";

    /// <summary>How long the server goes on serving after it said that it is not ready any more: until a load balancer has noticed.</summary>
    public TimeSpan DrainTime { get; set; }

    /// <summary>How long it may take after that to finish what is under way; then it ends without. Nothing acknowledged is lost by that.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <exception cref="SettingsException">A key or a value that cannot be.</exception>
    public static ShutdownSettings Load(IConfiguration configuration)
    {
        var shutdown = StrictSection.Bind<ShutdownSettings>(configuration, Section);
        Check(nameof(DrainTime), shutdown.DrainTime, TimeSpan.Zero);
        Check(nameof(Timeout), shutdown.Timeout, TimeSpan.FromSeconds(1));
        return shutdown;
    }

    private static void Check(string name, TimeSpan duration, TimeSpan atLeast)
    {
        if (duration < atLeast || duration > TimeSpan.FromHours(1))
        {
            throw new SettingsException($"{Section}:{name} is {duration}; use {atLeast} to 01:00:00.");
        }
    }
}
