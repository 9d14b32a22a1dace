using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Access;

/// <summary>Makes tokens by hand, good and bad: no library that would refuse to.</summary>
internal static class TokenMaker
{
    public const string Issuer = "https://issuer.example";
    public const string Audience = "chat";

    public static readonly byte[] Secret = RandomNumberGenerator.GetBytes(48);
    public static readonly RSA Rsa = RSA.Create(2_048);
    public static readonly ECDsa Curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static string CurveJwk
    {
        get
        {
            var q = Curve.ExportParameters(false).Q;
            return new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Encode(q.X!), ["y"] = Encode(q.Y!) }.ToJsonString();
        }
    }

    /// <summary>A good token but for what is changed: a value of <see langword="null"/> takes a member away.</summary>
    public static string Make(string userName, string algorithm = "HS256", string? keyId = "h", Action<JsonObject>? header = null, Action<JsonObject>? payload = null, Func<byte[], byte[]>? sign = null)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var head = new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = keyId };
        var body = new JsonObject { ["iss"] = Issuer, ["aud"] = Audience, ["sub"] = userName, ["iat"] = now, ["nbf"] = now, ["exp"] = now + 300, ["jti"] = RandomNumberGenerator.GetHexString(8) };
        header?.Invoke(head);
        payload?.Invoke(body);
        var signed = $"{Encode(head)}.{Encode(body)}";
        return $"{signed}.{Encode((sign ?? (bytes => Sign(algorithm, bytes)))(Encoding.ASCII.GetBytes(signed)))}";
    }

    public static byte[] Sign(string algorithm, byte[] bytes) => algorithm switch
    {
        "HS256" => HMACSHA256.HashData(Secret, bytes),
        "RS256" => Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "PS256" => Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        "ES256" => Curve.SignData(bytes, HashAlgorithmName.SHA256),
        _ => [],
    };

    private static string Encode(JsonObject json)
    {
        foreach (var absent in json.Where(static m => m.Value is null).Select(static m => m.Key).ToList())
        {
            json.Remove(absent);
        }

        return Encode(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
