using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Domain.People;
using OrleansChat.Domain.Users;

namespace OrleansChat.ApiHost.Logins.Tokens;

/// <summary>Who a token is good for, under which name its login goes, and until when it holds.</summary>
internal sealed record TokenLogin(Person Person, string LoginId, DateTimeOffset ValidUntil);

/// <summary>
/// Checks bearer tokens (JWT, RFC 7519, with the best practices of RFC 8725): signed with a key of ours by an algorithm that fits the key, issuer
/// and audience as configured, <c>typ</c>, <c>exp</c> and one of <c>nbf</c> and <c>iat</c> there, not issued in the future, and the user known. The token's <c>kid</c> chooses among known keys and nothing
/// else; <c>jwk</c>, <c>jku</c> and <c>x5c</c> are not looked at; <c>crit</c> is refused.
/// </summary>
internal sealed class TokenCheck(JwtSettings jwt, IPeople people, TimeProvider clock) : IDisposable
{
    private static readonly string[] Types = ["JWT", "at+jwt"];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly ImmutableArray<SecurityKey> _keys = TokenKeys.Read(jwt);
    private readonly Authority? _authority = jwt.Authority is { } address ? new(address, jwt.Issuer, clock) : null;

    /// <summary>The login, or <see langword="null"/> for anything that is not in order.</summary>
    /// <exception cref="TimeoutException">The issuer's keys cannot be fetched.</exception>
    public async Task<TokenLogin?> FindAsync(string text, CancellationToken cancellation)
    {
        if (!jwt.IsOn || !_handler.CanReadToken(text) || Read(text) is not { } token || token.TryGetHeaderValue<object>("crit", out _))
        {
            return null;
        }

        var keys = await KeysForAsync(token.Kid ?? "", cancellation);
        var result = await _handler.ValidateTokenAsync(token, Rules(keys));
        return result.IsValid && IssuedAt(token) is var issued && issued > DateTimeOffset.MinValue && issued <= clock.GetUtcNow() + jwt.ClockSkew && UserOf(result.ClaimsIdentity) is { } userName && people.Current.ByName(userName) is { } person
            ? new(person, LoginId.OfToken(EarliestOf(token), Digest(text)), new DateTimeOffset(token.ValidTo, TimeSpan.Zero) + jwt.ClockSkew)
            : null;
    }

    public void Dispose() => _authority?.Dispose();

    private JsonWebToken? Read(string text)
    {
        try
        {
            return _handler.ReadJsonWebToken(text);
        }
        catch (Exception error) when (error is ArgumentException or SecurityTokenException)
        {
            return null;                                               // three parts, but no token
        }
    }

    /// <summary>Keys of this name; a token without a name may be signed with any of the configured keys.</summary>
    private async Task<ImmutableArray<SecurityKey>> KeysForAsync(string keyId, CancellationToken cancellation)
    {
        ImmutableArray<SecurityKey> named = keyId.Length == 0 ? _keys : [.. _keys.Where(key => key.KeyId == keyId)];
        return !named.IsEmpty || keyId.Length == 0 || _authority is null ? named : [.. (await _authority.KeysAsync(keyId, cancellation)).Where(key => key.KeyId == keyId)];
    }

    private TokenValidationParameters Rules(ImmutableArray<SecurityKey> keys) => new()
    {
        ValidIssuer = jwt.Issuer,
        ValidAudience = jwt.Audience,
        ValidTypes = Types,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        IssuerSigningKeyResolver = (_, _, _, _) => keys,
        AlgorithmValidator = (algorithm, key, _, _) => TokenKeys.Fits(algorithm, key) && (jwt.Algorithms.Count == 0 || jwt.Algorithms.Contains(algorithm)),
        LifetimeValidator = (notBefore, expires, _, _) => expires is { } until && IsNow(notBefore ?? DateTime.MinValue, until),
    };

    private bool IsNow(DateTime from, DateTime until)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return from <= now + jwt.ClockSkew && now - jwt.ClockSkew < until;
    }

    /// <summary>One text and no more: a list of names would be a choice of users.</summary>
    private string? UserOf(ClaimsIdentity identity) => identity.FindAll(jwt.UserClaim).Take(2).ToList() is [{ ValueType: ClaimValueTypes.String } only] ? only.Value : null;

    /// <summary>When it was issued, if the issuer's clock goes as far ahead of ours as it may: who ended all logins after that meant this one too.</summary>
    private DateTimeOffset EarliestOf(JsonWebToken token) => (IssuedAt(token) < token.ValidTo ? IssuedAt(token) : new DateTimeOffset(token.ValidTo, TimeSpan.Zero)) - jwt.ClockSkew;

    private static DateTimeOffset IssuedAt(JsonWebToken token) => new(token.IssuedAt > DateTime.MinValue ? token.IssuedAt : token.ValidFrom, TimeSpan.Zero);

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
