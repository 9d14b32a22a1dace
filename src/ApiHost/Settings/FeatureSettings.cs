using OrleansChat.Grains.Interfaces.Configuration;
namespace OrleansChat.ApiHost.Settings;

/// <summary>The section <c>Features</c>: what the vendor switches on by these names.</summary>
public sealed class FeatureSettings
{
    public const string Section = "Features";

    /// <summary>Supervisors and administrators may change an agent's channel (contract row 32).</summary>
    [ConfigurationKeyName("api-supervisor-agent-control")]
    public bool SupervisorAgentControl { get; set; } = true;

    /// <exception cref="SettingsException">A key or a value that cannot be.</exception>
    public static FeatureSettings Load(IConfiguration configuration) => StrictSection.Bind<FeatureSettings>(configuration, Section);
}
