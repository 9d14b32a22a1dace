using System.Diagnostics;
using System.Security.Cryptography;

namespace OrleansChat.Tests.Access;

/// <summary>Tokens whose keys the issuer publishes (<c>Access:Jwt:Authority</c>): fetched over https, again when they change, and not as often as an attacker likes.</summary>
public sealed class AuthorityTests(ProxiedServer server) : IClassFixture<ProxiedServer>
{
    private const string User = "agent1";
    private int _address;

    [Fact]
    public async Task Keys_come_from_the_issuer_and_change_with_it()
    {
        var issuer = server.Issuer;
        using var first = RSA.Create(2_048);
        using var second = RSA.Create(2_048);
        var secret = RandomNumberGenerator.GetBytes(48);
        issuer.Keys.AddRange([Issuer.PublicKey("one", first), Issuer.Secret("open", secret)]);

        issuer.IsAway = true;
        Assert.Equal(503, await AsAsync(Token("one", first)));
        issuer.IsAway = false;
        Assert.Equal(200, await AfterTheRestAsync(Token("one", first)));

        issuer.Keys.Clear();
        issuer.Keys.AddRange([Issuer.PublicKey("two", second), Issuer.Secret("open", secret)]);
        Assert.Equal(200, await AsAsync(Token("two", second)));

        (string Why, string Token)[] wrong =
        [
            ("a key that is withdrawn", Token("one", first)),
            ("signed with another key", Token("two", first)),
            ("the public key as a secret", TokenMaker.Make(User, "HS256", "two", sign: bytes => HMACSHA256.HashData(second.ExportSubjectPublicKeyInfo(), bytes))),
            ("a secret that everybody can fetch", TokenMaker.Make(User, "HS256", "open", sign: bytes => HMACSHA256.HashData(secret, bytes))),
            ("no key named", TokenMaker.Make(User, "RS256", null, sign: bytes => Sign(second, bytes))),
            ("another issuer's", TokenMaker.Make(User, "RS256", "two", payload: static p => p["iss"] = "https://evil.example", sign: bytes => Sign(second, bytes))),
            ("another audience", TokenMaker.Make(User, "RS256", "two", payload: static p => p["aud"] = "mail", sign: bytes => Sign(second, bytes))),
            ("a key elsewhere", TokenMaker.Make(User, "RS256", "two", header: static h => h["jku"] = "https://evil.example/keys", sign: bytes => Sign(first, bytes))),
        ];
        foreach (var (why, token) in wrong) Assert.Equal((why, 401), (why, await AsAsync(token)));

        var fetches = issuer.Fetches;
        for (var number = 0; number < 30; number++) Assert.Equal(401, await AsAsync(Token($"unknown{number}", first)));
        Assert.InRange(issuer.Fetches, fetches, fetches + 5);
        issuer.IsAway = true;
        Assert.Equal(200, await AsAsync(Token("two", second)));            // what is known holds on
    }

    /// <summary>A fetch that failed is followed by a rest of two seconds; until then the answer is 503, at once.</summary>
    private async Task<int> AfterTheRestAsync(string token)
    {
        var (started, http) = (Stopwatch.GetTimestamp(), 503);
        while (http == 503 && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20)) http = await AsAsync(token);
        return http;
    }

    private static string Token(string keyId, RSA key) => TokenMaker.Make(User, "RS256", keyId, sign: bytes => Sign(key, bytes));

    private static byte[] Sign(RSA key, byte[] bytes) => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>From an address of its own each time: wrong tokens are requests without a login, of which there may be few.</summary>
    private async Task<int> AsAsync(string token) =>
        (await server.GetAsync(ProxiedServer.Proxy, "/api/v2/me", ("Authorization", $"Bearer {token}"), ("X-Forwarded-For", $"10.4.{++_address / 200}.{_address % 200}"))).Http;
}
