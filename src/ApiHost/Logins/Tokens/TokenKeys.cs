using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Grains.Interfaces.Configuration;

namespace OrleansChat.ApiHost.Logins.Tokens;

/// <summary>Reads the configured keys. A key that cannot be stops the start.</summary>
internal static class TokenKeys
{
    private const int SecretBytesMin = 32;
    private const int RsaBitsMin = 2_048;

    /// <exception cref="SettingsException">A key that cannot be used; one line that names it.</exception>
    public static ImmutableArray<SecurityKey> Read(JwtSettings jwt) => [.. jwt.Keys.Select(static (key, place) => Read(key, $"{AccessSettings.Section}:Jwt:Keys:{place}"))];

    /// <summary>Whether this algorithm goes with this kind of key. A public key is never a secret: that would let everybody sign.</summary>
    public static bool Fits(string algorithm, SecurityKey key) => (algorithm, Plain(key)) switch
    {
        ("HS256" or "HS384" or "HS512", SymmetricSecurityKey) => true,
        ("RS256" or "RS384" or "RS512" or "PS256" or "PS384" or "PS512", RsaSecurityKey) => true,
        ("ES256", ECDsaSecurityKey { KeySize: 256 }) or ("ES384", ECDsaSecurityKey { KeySize: 384 }) or ("ES512", ECDsaSecurityKey { KeySize: 521 }) => true,
        _ => false,
    };

    private static SecurityKey? Plain(SecurityKey key) =>
        key is not JsonWebKey ? key : JsonWebKeyConverter.TryConvertToSecurityKey((JsonWebKey)key, out var plain) ? plain : null;

    private static SecurityKey Read(JwtKeySettings key, string path)
    {
        try
        {
            SecurityKey read = key switch
            {
                { Secret: { } secret, PublicKey: null, Jwk: null } => new SymmetricSecurityKey(Convert.FromBase64String(secret)),
                { Secret: null, PublicKey: { } pem, Jwk: null } => Public(pem),
                { Secret: null, PublicKey: null, Jwk: { } jwk } => Plain(new JsonWebKey(jwk)) is { } plain and not SymmetricSecurityKey ? plain : throw new ArgumentException("not a public key"),
                _ => throw new ArgumentException("not exactly one of Secret, PublicKey and Jwk"),
            };
            read.KeyId = key.KeyId.Length > 0 ? key.KeyId : null;
            return read switch
            {
                SymmetricSecurityKey { Key.Length: < SecretBytesMin } => throw new ArgumentException($"shorter than {SecretBytesMin} bytes"),
                RsaSecurityKey { KeySize: < RsaBitsMin } => throw new ArgumentException($"shorter than {RsaBitsMin} bits"),
                _ => read,
            };
        }
        catch (Exception error) when (error is ArgumentException or FormatException or CryptographicException)
        {
            throw new SettingsException($"{path} cannot be used ({Why(error)}); give one of Secret (base64 of {SecretBytesMin} bytes or more), PublicKey (PEM) and Jwk.", error);
        }
    }

    /// <summary>Our own words; those of a library may repeat the key.</summary>
    private static string Why(Exception error) => error.InnerException is null && error is ArgumentException && error.TargetSite?.DeclaringType == typeof(TokenKeys) ? error.Message : "it cannot be read";

    private static AsymmetricSecurityKey Public(string pem)
    {
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw new ArgumentException("a private key does not belong here");
        }

        if (TryImport(ECDsa.Create(), pem) is { } curve)
        {
            return new ECDsaSecurityKey(curve);
        }

        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return new RsaSecurityKey(rsa);
    }

    private static ECDsa? TryImport(ECDsa curve, string pem)
    {
        try
        {
            curve.ImportFromPem(pem);
            return curve;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            curve.Dispose();
            return null;
        }
    }
}
