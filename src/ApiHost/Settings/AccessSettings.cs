using System.Net;
using OrleansChat.Grains.Interfaces.Configuration;
namespace OrleansChat.ApiHost.Settings;

/// <summary>The section <c>Access</c>: who may come in, from where, for how long.</summary>
public sealed class AccessSettings
{
    public const string Section = "Access";

    private static readonly TimeSpan ClockSkewMax = TimeSpan.FromMinutes(10);
    private static readonly string[] Algorithms = ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <summary>Origins of web pages, besides the server's own, that may use the API with a login, such as <c>https://desk.example</c>.</summary>
    public IList<string> AllowedOrigins { get; init; } = [];

    /// <summary>How long a login cookie holds; it is renewed while it is used.</summary>
    public TimeSpan LoginLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long a password that was right is not computed again.</summary>
    public TimeSpan PasswordRememberedFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What comes by cookie and may change something must carry the token that <c>GET /me</c> gave (contract section 2.5).</summary>
    public bool CsrfProtection { get; set; }

    /// <summary>
    /// Addresses of the reverse proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed, or networks, such as <c>10.0.3.0/24</c>, in
    /// which nobody else reaches the server.
    /// </summary>
    public IList<string> TrustedProxies { get; init; } = [];

    /// <summary>The demonstration people, and passwords that everybody knows, also where others than this machine can reach the server.</summary>
    public bool DemoPeopleAnywhere { get; set; }

    /// <summary>Which bearer tokens are a login.</summary>
    public JwtSettings Jwt { get; set; } = new();

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

        foreach (var proxy in access.TrustedProxies)
        {
            var isGood = IPNetwork.TryParse(proxy, out var network) ? network.PrefixLength > 0 : IPAddress.TryParse(proxy, out _);
            if (!isGood)
            {
                throw new SettingsException($"{Section}:TrustedProxies has '{proxy}'; use the address of a proxy, such as 10.0.0.7, or a network of proxies, such as 10.0.3.0/24.");
            }
        }

        Check(access.Jwt);
        return access.LoginLifetime > TimeSpan.Zero ? access : throw new SettingsException($"{Section}:LoginLifetime must be longer than 00:00:00.");
    }

    private static void Check(JwtSettings jwt)
    {
        var isGood = (!jwt.IsOn || (jwt.Issuer.Length > 0 && jwt.Audience.Length > 0)) && jwt.UserClaim.Length > 0 && jwt.ClockSkew >= TimeSpan.Zero && jwt.ClockSkew <= ClockSkewMax;
        if (!isGood)
        {
            throw new SettingsException($"{Section}:Jwt needs Issuer, Audience, UserClaim, and a ClockSkew of at most {ClockSkewMax}.");
        }

        if (jwt.Authority is { } authority && !(Uri.TryCreate(authority, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps))
        {
            throw new SettingsException($"{Section}:Jwt:Authority is '{authority}'; use an https address.");
        }

        if (jwt.Algorithms.FirstOrDefault(static name => !Algorithms.Contains(name)) is { } unknown)
        {
            throw new SettingsException($"{Section}:Jwt:Algorithms has '{unknown}'; use some of {string.Join(", ", Algorithms)}.");
        }
    }
}
