using OrleansChat.Tests.Access;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Chaos;

/// <summary>Two logins of a user, a cookie and a token, begun at one host of a cluster: each is worth the same at every host, and so is its end.</summary>
internal sealed class Logins : IDisposable
{
    private const string UserName = "admin";                            // who does nothing else

    private readonly IReadOnlyList<Api> _byCookie;
    private readonly IReadOnlyList<Api> _byToken;

    private Logins(IReadOnlyList<Api> byCookie, IReadOnlyList<Api> byToken) => (_byCookie, _byToken) = (byCookie, byToken);

    /// <summary>Of hosts that take the token.</summary>
    public static string[] Settings { get; } =
        [$"--Access:Jwt:Issuer={TokenMaker.Issuer}", $"--Access:Jwt:Audience={TokenMaker.Audience}", "--Access:Jwt:Keys:0:KeyId=e", $"--Access:Jwt:Keys:0:Jwk={TokenMaker.CurveJwk}"];

    /// <summary>Logs in at the first of the hosts.</summary>
    public static async Task<Logins> BeginAsync(IReadOnlyList<Uri> hosts)
    {
        using var first = Api.User(hosts[0], UserName);
        _ = (await first.GetAsync("/api/v2/me")).Ok;
        var token = TokenMaker.Make(UserName, "ES256", "e");
        var logins = new Logins([.. hosts.Select(first.CookieOnly)], [.. hosts.Select(host => Api.Bearer(host, token))]);
        await LivesAsync(logins._byCookie);
        await LivesAsync(logins._byToken);
        return logins;
    }

    /// <summary>Both are still worth something everywhere, until the user logs out: of one at the last host, of the other at the first.</summary>
    public async Task LiveAndEndAsync()
    {
        await LivesAsync(_byCookie);
        await EndAsync(_byCookie[^1]);
        await IsOverAsync(_byCookie);
        await LivesAsync(_byToken);
        await EndAsync(_byToken[0]);
        await IsOverAsync(_byToken);
    }

    public void Dispose()
    {
        foreach (var api in _byCookie.Concat(_byToken)) api.Dispose();
    }

    private static async Task LivesAsync(IReadOnlyList<Api> hosts)
    {
        foreach (var api in hosts) Assert.Equal(UserName, (string?)(await api.GetAsync("/api/v2/me")).Ok["user"]!["userName"]);
    }

    private static async Task EndAsync(Api host) => _ = (await host.PostAsync("/api/v2/me", "EndContactCenterSession")).Ok;

    private static async Task IsOverAsync(IReadOnlyList<Api> hosts)
    {
        foreach (var api in hosts) (await api.GetAsync("/api/v2/me")).MustBe(20, 401);
    }
}
