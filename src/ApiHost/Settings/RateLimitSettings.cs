using OrleansChat.Grains.Interfaces.Configuration;
namespace OrleansChat.ApiHost.Settings;

/// <summary>
/// The section <c>RateLimits</c>. Each pair is a bucket: so many in a row, and so many come back in a second or minute. A desk needs a few
/// requests a second. Zero for the first of a pair: no limit.
/// </summary>
public sealed class RateLimitSettings
{
    public const string Section = "RateLimits";

    /// <summary>Requests of one user in a row; each message to the notification endpoint is one, over a socket too.</summary>
    public int RequestsBurst { get; set; } = 5_000;

    public double RequestsPerSecond { get; set; } = 1_000;

    /// <summary>Requests without a login from one address in a row: customers.</summary>
    public int AnonymousRequestsBurst { get; set; } = 5_000;

    public double AnonymousRequestsPerSecond { get; set; } = 1_000;

    /// <summary>Chats that customers ask for from one address in a row.</summary>
    public int ChatsBurst { get; set; } = 2_000;

    public double ChatsPerSecond { get; set; } = 10;

    /// <summary>Wrong passwords for one user name from one address in a row. More: no password is looked at for a while.</summary>
    public int FailedLoginsBurst { get; set; } = 20;

    public double FailedLoginsPerMinute { get; set; } = 6;

    /// <summary>Wrong passwords for one user name from anywhere.</summary>
    public int FailedLoginsOfUserBurst { get; set; } = 200;

    public double FailedLoginsOfUserPerMinute { get; set; } = 30;

    /// <summary>Wrong passwords from one address, whatever the name.</summary>
    public int FailedLoginsOfAddressBurst { get; set; } = 300;

    public double FailedLoginsOfAddressPerMinute { get; set; } = 60;

    /// <summary>Handshakes of one user in a row; before authentication, of one address.</summary>
    public int HandshakesBurst { get; set; } = 100;

    public double HandshakesPerSecond { get; set; } = 5;

    /// <exception cref="SettingsException">A key or a value that cannot be.</exception>
    public static RateLimitSettings Load(IConfiguration configuration)
    {
        var limits = StrictSection.Bind<RateLimitSettings>(configuration, Section);
        foreach (var limit in typeof(RateLimitSettings).GetProperties())
        {
            if (limit.GetValue(limits) is < 0 or < 0.0 || (limit.GetValue(limits) is 0.0 or double.NaN or double.PositiveInfinity))
            {
                throw new SettingsException($"{Section}:{limit.Name} is {limit.GetValue(limits)}; use a burst of 0 or more, and a rate above 0.");
            }
        }

        return limits.HandshakesBurst > 0 ? limits : throw new SettingsException($"{Section}:HandshakesBurst is 0; use 1 or more.");
    }
}
