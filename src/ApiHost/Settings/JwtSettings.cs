namespace OrleansChat.ApiHost.Settings;

/// <summary>The section <c>Access:Jwt</c>: which bearer tokens are a login. Without keys and authority none is.</summary>
public sealed class JwtSettings
{
    /// <summary>The one <c>iss</c> that tokens must have.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The <c>aud</c> that tokens must name.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The https address of an OpenID Connect issuer: its keys are fetched from the discovery document there, and again when they change.</summary>
    public string? Authority { get; set; }

    /// <summary>Keys of the issuer that need no fetching.</summary>
    public IList<JwtKeySettings> Keys { get; init; } = [];

    /// <summary>How far the clocks of issuer and server may be apart.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The claim that names the user.</summary>
    public string UserClaim { get; set; } = "sub";

    /// <summary>The algorithms that are allowed; none named: those that fit the kind of the key.</summary>
    public IList<string> Algorithms { get; init; } = [];

    public bool IsOn => Keys.Count > 0 || Authority is not null;
}

/// <summary>A key that tokens may be signed with: one of the three forms.</summary>
public sealed class JwtKeySettings
{
    /// <summary>The <c>kid</c> of tokens signed with it. Empty: for tokens without one.</summary>
    public string KeyId { get; set; } = "";

    /// <summary>For HS256, HS384, HS512: at least 32 bytes in base64.</summary>
    public string? Secret { get; set; }

    /// <summary>An RSA or elliptic-curve public key in PEM.</summary>
    public string? PublicKey { get; set; }

    /// <summary>A public key as a JSON Web Key.</summary>
    public string? Jwk { get; set; }
}
