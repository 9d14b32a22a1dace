using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Access;

/// <summary>Bearer tokens on every way in: REST, notifications over long-polling and WebSocket, and the customers' addresses.</summary>
[Collection(OneAccessServer.Name)]
public sealed class TokenTests(AccessServer server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("HS256", "h")]
    [InlineData("RS256", "r")]
    [InlineData("PS256", "r")]
    [InlineData("ES256", "e")]
    [InlineData("ES256", null)]
    public async Task A_good_token_is_a_login_without_a_cookie(string algorithm, string? keyId)
    {
        var team = server.NextTeam();
        using var ann = Api.Bearer(server.Server, TokenMaker.Make(team.Ann, algorithm, keyId));
        var (answer, headers) = await ann.SendWithHeadersAsync(new HttpRequestMessage(HttpMethod.Get, "/api/v2/me"));
        Assert.Equal(team.Ann, (string?)answer.Ok["user"]!["userName"]);
        Assert.False(headers.Contains("Set-Cookie"));
        _ = (await ann.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))).Ok;
        (await ann.PostAsync("/api/v2/chats", "RequestChat", ("nickname", "x"), ("subject", "y"))).MustBe(3, 403);
    }

    /// <summary>Many issuers write no <c>nbf</c>.</summary>
    [Theory]
    [InlineData("nbf")]
    [InlineData("iat")]
    public async Task One_beginning_is_enough(string absent)
    {
        var name = server.NextTeam().Ann;
        using var ann = Api.Bearer(server.Server, TokenMaker.Make(name, payload: p => p[absent] = null));
        Assert.Equal(name, (string?)(await ann.GetAsync("/api/v2/me")).Ok["user"]!["userName"]);
    }

    [Fact]
    public async Task What_is_not_in_order_is_no_login()
    {
        var name = server.NextTeam().Ann;
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        (string Why, string Token)[] rows =
        [
            ("no algorithm", TokenMaker.Make(name, "none")),
            ("no algorithm, other spelling", TokenMaker.Make(name, "nOnE", sign: static _ => [])),
            ("no signature", TokenMaker.Make(name, sign: static _ => [])),
            ("another key", TokenMaker.Make(name, sign: static bytes => HMACSHA256.HashData(new byte[48], bytes))),
            ("the public key as a secret", TokenMaker.Make(name, "HS256", "r", sign: static bytes => HMACSHA256.HashData(TokenMaker.Rsa.ExportSubjectPublicKeyInfo(), bytes))),
            ("the public key's text as a secret", TokenMaker.Make(name, "HS256", null, sign: static bytes => HMACSHA256.HashData(System.Text.Encoding.ASCII.GetBytes(TokenMaker.Rsa.ExportSubjectPublicKeyInfoPem()), bytes))),
            ("an algorithm of another kind of key", TokenMaker.Make(name, "RS256", "h", sign: static bytes => TokenMaker.Sign("HS256", bytes))),
            ("an unknown key id", TokenMaker.Make(name, keyId: "x")),
            ("a key id that names a file", TokenMaker.Make(name, keyId: "../../../../dev/null", sign: static bytes => HMACSHA256.HashData(Array.Empty<byte>(), bytes))),
            ("a key id that is a query", TokenMaker.Make(name, keyId: "x' UNION SELECT 'key", sign: static bytes => HMACSHA256.HashData("key"u8, bytes))),
            ("a key that came along", TokenMaker.Make(name, "RS256", "mine", header: static h => h["jwk"] = new JsonObject { ["kty"] = "oct", ["k"] = "AAAA" })),
            ("a key elsewhere", TokenMaker.Make(name, "RS256", "mine", header: static h => h["jku"] = "https://evil.example/keys")),
            ("something critical", TokenMaker.Make(name, header: static h => { h["crit"] = new JsonArray("b64"); h["b64"] = false; })),
            ("no type", TokenMaker.Make(name, header: static h => h["typ"] = null)),
            ("another type", TokenMaker.Make(name, header: static h => h["typ"] = "logout+jwt")),
            ("no issuer", TokenMaker.Make(name, payload: static p => p["iss"] = null)),
            ("another issuer", TokenMaker.Make(name, payload: static p => p["iss"] = "https://evil.example")),
            ("no audience", TokenMaker.Make(name, payload: static p => p["aud"] = null)),
            ("another audience", TokenMaker.Make(name, payload: static p => p["aud"] = "mail")),
            ("no end", TokenMaker.Make(name, payload: static p => p["exp"] = null)),
            ("its end is over", TokenMaker.Make(name, payload: p => p["exp"] = now - 60)),
            ("no beginning", TokenMaker.Make(name, payload: static p => p["nbf"] = p["iat"] = null)),
            ("not begun", TokenMaker.Make(name, payload: p => p["nbf"] = now + 120)),
            ("issued in the future", TokenMaker.Make(name, payload: p => p["iat"] = now + 120)),
            ("no user", TokenMaker.Make(name, payload: static p => p["sub"] = null)),
            ("several users", TokenMaker.Make(name, payload: p => p["sub"] = new JsonArray(name, name))),
            ("a number for a user", TokenMaker.Make(name, payload: static p => p["sub"] = 7)),
            ("an unknown user", TokenMaker.Make("nobody")),
            ("another spelling of the user", TokenMaker.Make(name.ToUpperInvariant())),
            ("no token", "abc"), ("three dots", "..."), ("parts that are no JSON", "e30.e30.e30"), ("nothing", ""),
        ];
        foreach (var (why, token) in rows)
        {
            using var api = Api.Bearer(server.Server, token);
            foreach (var path in new[] { "/api/v2/me", "/api/v2/chats/x" })
            {
                var answer = await api.GetAsync(path);
                Assert.True(answer.StatusCode == 20, $"{why}: {path} {answer.Body.ToJsonString()}");
            }
        }

        using var twice = Api.User(server.Server, name, "wrong");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/me") { Headers = { { "X-Forwarded-For", "10.0.0.1" } } };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {TokenMaker.Make(name)}, Basic x");
        (await twice.SendAsync(request)).MustBe(20, 401);
    }

    [Fact]
    public async Task Notifications_come_by_token_and_end_with_its_log_out()
    {
        var team = server.NextTeam();
        var token = TokenMaker.Make(team.Ann);
        await using var ann = await Desk.OpenAsync(team.Ann, Api.Bearer(server.Server, token));
        _ = (await ann.Api.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))).Ok;
        await ann.ExpectAsync("Channel chat NotReady Off");
        await ann.NothingMoreAsync();
        using var other = Api.Bearer(server.Server, TokenMaker.Make(team.Ann));
        _ = (await ann.Api.PostAsync("/api/v2/me", "EndContactCenterSession")).Ok;
        (await ann.Api.GetAsync("/api/v2/me")).MustBe(20, 401);
        _ = (await other.GetAsync("/api/v2/me")).Ok;
        Assert.Contains("20", (await Assert.ThrowsAsync<HttpRequestException>(() => ann.Api.BayeuxAsync("/connect", default, new JsonObject { ["channel"] = "/meta/connect", ["clientId"] = "x" }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogoutEverywhere_ends_a_token_that_an_issuer_with_a_fast_clock_made_before_and_one_that_was_logged_out_stays_so()
    {
        var team = server.NextTeam();
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        using var fast = Api.Bearer(server.Server, TokenMaker.Make(team.Ann, payload: p => p["iat"] = now + 25));
        using var endless = Api.Bearer(server.Server, TokenMaker.Make(team.Ann, payload: p => (p["iat"], p["exp"]) = (now + 25, now + 20)));
        using var young = Api.Bearer(server.Server, TokenMaker.Make(team.Ann, payload: p => p["iat"] = now + 29));
        using var ann = Api.User(server.Server, team.Ann);
        foreach (var api in new[] { fast, endless, young }) _ = (await api.GetAsync("/api/v2/me")).Ok;
        _ = (await young.PostAsync("/api/v2/me", "EndContactCenterSession")).Ok;
        _ = (await ann.PostAsync("/api/v2/me", "LogoutEverywhere")).Ok;
        foreach (var api in new[] { fast, endless, young }) (await api.GetAsync("/api/v2/me")).MustBe(20, 401);
    }

    [Fact]
    public async Task A_socket_closes_when_its_token_runs_out()
    {
        var team = server.NextTeam();
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        using var socket = await SocketAsync(TokenMaker.Make(team.Ann, payload: p => p["exp"] = now - 25));      // 5 s are left of the clocks' tolerance
        var closed = await socket.ReceiveAsync(new byte[512].AsMemory(), default).AsTask().WaitAsync(Patience);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.PolicyViolation), (closed.MessageType, socket.CloseStatus!.Value));
        await Assert.ThrowsAsync<WebSocketException>(() => SocketAsync(TokenMaker.Make("nobody")));
    }

    [Fact]
    public async Task A_stream_ends_when_its_token_runs_out()
    {
        var team = server.NextTeam();
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        using var stream = await EventSide.OpenAsync(server.Server.Address, team.Ann, ("Authorization", $"Bearer {TokenMaker.Make(team.Ann, payload: p => p["exp"] = now - 25)}"));
        Assert.Equal("reset new", (await stream.NextAsync()).Reason);
        Assert.Equal("end loggedOut", (await stream.NextAsync()).Reason);
    }

    [Fact]
    public async Task A_token_may_be_valid_for_longer_than_a_timer_runs()
    {
        var team = server.NextTeam();
        using var socket = await SocketAsync(TokenMaker.Make(team.Ann, payload: static p => p["exp"] = DateTimeOffset.UtcNow.AddDays(60).ToUnixTimeSeconds()));
        await socket.SendAsync("""[{"channel":"/meta/handshake","id":"1","version":"1.0","supportedConnectionTypes":["websocket"]}]"""u8.ToArray(), WebSocketMessageType.Text, true, default);
        var buffer = new byte[2048];
        var answer = await socket.ReceiveAsync(buffer.AsMemory(), default).AsTask().WaitAsync(Patience);
        Assert.Contains("\"successful\":true", System.Text.Encoding.UTF8.GetString(buffer, 0, answer.Count), StringComparison.Ordinal);
    }

    private async Task<ClientWebSocket> SocketAsync(string token)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Server.Port}/api/v2/notifications"), default).WaitAsync(Patience);
        return socket;
    }
}
