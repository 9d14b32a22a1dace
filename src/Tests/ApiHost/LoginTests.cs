namespace OrleansChat.Tests.ApiHost;

/// <summary>Basic and the cookie, over HTTP.</summary>
public sealed class LoginTests : IClassFixture<ApiServer>
{
    private readonly ApiServer _server;

    public LoginTests(ApiServer server)
    {
        _server = server;
        _server.Reset();
    }

    [Fact]
    public async Task The_first_basic_call_writes_a_cookie_and_the_cookie_alone_suffices()
    {
        var first = await _server.GetAsync("agent1", "/api/v2/me");
        first.Is(200, 0);
        var written = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("JSESSIONID=", written, StringComparison.Ordinal);
        Assert.Contains("httponly", written, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", written, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", written, StringComparison.OrdinalIgnoreCase);

        var second = await _server.GetAsync("", "/api/v2/me", With(first));
        second.Is(200, 0);
        Assert.Equal("agent1", second.Json.GetProperty("user").GetProperty("userName").GetString());
        Assert.False(second.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic YWdlbnQxOndyb25n")]
    [InlineData("Basic bm9ib2R5OmRlbW8=")]
    [InlineData("Bearer abc")]
    public async Task Without_right_credentials_20_and_no_login_box(string authorization)
    {
        var answer = await _server.GetAsync("", "/api/v2/me", r => r.Headers.TryAddWithoutValidation("Authorization", authorization));
        answer.Is(401, 20);
        Assert.False(answer.Headers.Contains("WWW-Authenticate"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_wrong_password_is_not_helped_by_a_cookie()
    {
        var mine = await _server.GetAsync("agent1", "/api/v2/me");
        (await _server.GetAsync("", "/api/v2/me", r =>
        {
            With(mine)(r);
            r.Headers.Authorization = ApiServer.Basic("agent1", "wrong");
        })).Is(401, 20);
    }

    [Fact]
    public async Task Basic_wins_over_the_cookie_of_somebody_else_and_replaces_it()
    {
        var mine = await _server.GetAsync("agent1", "/api/v2/me");
        var other = await _server.GetAsync("agent2", "/api/v2/me", With(mine));
        Assert.Equal("agent2", other.Json.GetProperty("user").GetProperty("userName").GetString());
        var then = await _server.GetAsync("", "/api/v2/me", With(other));
        Assert.Equal("agent2", then.Json.GetProperty("user").GetProperty("userName").GetString());
    }

    [Fact]
    public async Task Basic_with_ones_own_cookie_continues_the_login()
    {
        var mine = await _server.GetAsync("agent1", "/api/v2/me");
        Assert.False((await _server.GetAsync("agent1", "/api/v2/me", With(mine))).Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task An_ended_login_is_none_and_basic_begins_another()
    {
        var mine = await _server.GetAsync("agent1", "/api/v2/me");
        _server.Grains.Answers["IsLoginEndedAsync"] = static _ => true;
        (await _server.GetAsync("", "/api/v2/me", With(mine))).Is(401, 20);
        Assert.True((await _server.GetAsync("agent1", "/api/v2/me", With(mine))).Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task EndContactCenterSession_ends_this_login_and_waits_until_that_is_told()
    {
        var mine = await _server.GetAsync("agent1", "/api/v2/me");
        var ended = await _server.PostAsync("", "/api/v2/me", """{"operationName":"EndContactCenterSession"}""", With(mine));
        ended.Is(200, 0);
        var me = ApiServer.UserId("agent1");
        var calls = _server.Grains.Calls.Where(static c => c.Contains("End", StringComparison.Ordinal) && !c.Contains("IsLoginEnded", StringComparison.Ordinal)).ToList();
        Assert.StartsWith($"{me}.EndSessionAsync(", Assert.Single(calls), StringComparison.Ordinal);
        Assert.Contains(_server.Grains.Calls, c => c.StartsWith($"{me}.WaitForTellingAsync(", StringComparison.Ordinal));
        Assert.Contains("JSESSIONID=;", ended.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("JSESSIONID=rubbish")]
    [InlineData("JSESSIONID=")]
    public async Task A_cookie_that_is_not_ours_is_none(string cookie) => (await _server.GetAsync("", "/api/v2/me", r => r.Headers.Add("Cookie", cookie))).Is(401, 20);

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("https://desk.example", 200)]
    [InlineData("own", 200)]
    [InlineData(null, 200)]
    public async Task A_page_of_a_foreign_origin_may_not_use_the_cookie(string? origin, int http)
    {
        var mine = await _server.GetAsync("agent1", "/api/v2/me");
        void FromPage(HttpRequestMessage request)
        {
            With(mine)(request);
            if (origin is not null)
            {
                request.Headers.Add("Origin", origin == "own" ? _server.Address : origin);
            }
        }

        (await _server.PostAsync("", $"/api/v2/me/chats/{ApiServer.ChatId}", """{"operationName":"Leave"}""", FromPage)).Is(http, http == 200 ? 0 : 3);
        (await _server.PostAsync("agent1", $"/api/v2/me/chats/{ApiServer.ChatId}", """{"operationName":"Leave"}""", FromPage)).Is(200, 0);
    }

    private static Action<HttpRequestMessage> With(Answer earlier) =>
        request => request.Headers.Add("Cookie", earlier.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
}
