using OrleansChat.Grains.Interfaces.Configuration;
namespace OrleansChat.ApiHost.Settings;

/// <summary>The section <c>Access</c>: who may come in, from where, for how long.</summary>
public sealed class AccessSettings
{
    public const string Section = "Access";

    /// <summary>Origins of web pages, besides the server's own, that may use the API with a login, such as <c>https://desk.example</c>.</summary>
    public IList<string> AllowedOrigins { get; init; } = [];

    /// <summary>How long a login cookie holds; it is renewed while it is used.</summary>
    public TimeSpan LoginLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long a password that was right is not computed again.</summary>
    public TimeSpan PasswordRememberedFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <exception cref="SettingsException">A key or a value that cannot be.</exception>
    public static AccessSettings Load(IConfiguration configuration)
    {
        var access = StrictSection.Bind<AccessSettings>(configuration, Section);
        foreach (var origin in access.AllowedOrigins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != origin)
            {
                throw new SettingsException($"{Section}:AllowedOrigins has '{origin}'; use scheme, host and port only, such as https://desk.example.");
            }
        }

        return access.LoginLifetime > TimeSpan.Zero ? access : throw new SettingsException($"{Section}:LoginLifetime must be longer than 00:00:00.");
    }
}
