using OrleansChat.Grains.Interfaces.Configuration;

namespace OrleansChat.Hosting.Wire;

/// <summary>The section <c>Wire</c>: how things are spelled.</summary>
public sealed class WireSettings
{
    public const string Section = "Wire";

    /// <summary>The address under which clients reach the server; the base of every <c>uri</c> (decision 23). Absent: the first address listened on.</summary>
    public string? ExternalUrl { get; set; }

    /// <summary>The zone of the timestamps: an IANA name or an offset such as <c>+02:00</c>. Absent: UTC.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Whether entries repeat the <c>messageType</c> that their sender gave (contract section 4.5).</summary>
    public bool IncludeMessageType { get; set; }

    /// <summary>The user data key of a disposition whose key is not given.</summary>
    public string DispositionKey { get; set; } = "DispositionCode";

    /// <exception cref="SettingsException">A key or a value that cannot be.</exception>
    public static WireSettings Load(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var wire = StrictSection.Bind<WireSettings>(configuration, Section);
        var isAddress = wire.ExternalUrl is null
            || (Uri.TryCreate(wire.ExternalUrl, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https") && url.Query.Length == 0 && url.Fragment.Length == 0);
        if (!isAddress)
        {
            throw new SettingsException($"{Section}:ExternalUrl is '{wire.ExternalUrl}'; use an absolute http or https address.");
        }

        _ = Timestamps.In(wire.TimeZone);
        return wire;
    }
}
