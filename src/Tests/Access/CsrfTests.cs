using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OrleansChat.Tests.Described;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Access;

/// <summary>The vendor's CSRF protection, where it is on, and what pages of other origins may do.</summary>
[Collection(OneAccessServer.Name)]
public sealed class CsrfTests(AccessServer server)
{
    [Fact]
    public async Task What_comes_by_cookie_must_carry_the_token_of_its_login()
    {
        var team = server.NextTeam();
        using var ann = Api.User(server.Server, team.Ann);
        var token = await TokenAsync(ann);
        Assert.True(Guid.TryParse(token, out _), token);
        using var browser = ann.CookieOnly();
        Assert.Equal(token, await TokenAsync(browser));                  // as long as the login
        using var bob = Api.User(server.Server, team.Bob);
        var foreign = await TokenAsync(bob);
        using var other = Api.User(server.Server, team.Ann);
        var ofAnotherLogin = await TokenAsync(other);
        foreach (var wrong in new[] { null, "", " ", foreign, ofAnotherLogin, token.ToUpperInvariant() + "x", "null" })
        {
            (await PostAsync(browser, wrong)).MustBe(3, 403);
            Assert.Equal(403, await BayeuxAsync(browser, wrong));
        }

        _ = (await PostAsync(browser, token)).Ok;
        Assert.Equal(200, await BayeuxAsync(browser, token));
        Assert.Equal("NotReady", (string?)(await browser.GetAsync("/api/v2/me/channels?fields=*")).Ok["channels"]![0]!["userState"]!["state"]);
        _ = (await PostAsync(ann, null)).Ok;                             // a password in the header came from no foreign page
        using var byToken = Api.Bearer(server.Server, TokenMaker.Make(team.Ann));
        _ = (await PostAsync(byToken, null)).Ok;
        using var anonymous = Api.Anonymous(server.Server);
        (await PostAsync(anonymous, null)).MustBe(20, 401);
    }

    /// <summary>What says that it wants the token wants it, and what does not say so does not.</summary>
    [Fact]
    public async Task The_token_is_described_where_it_is_asked_for()
    {
        var api = await DescribedApi.ReadAsync(server.Server);
        using var ann = Api.User(server.Server, server.NextTeam().Ann);
        _ = await ann.GetAsync("/api/v2/me");
        using var browser = ann.CookieOnly();
        foreach (var (method, path) in api.Routes.Where(static r => r.Path != "/api/v2/me/events"))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));
            var isRefused = (await browser.SendAsync(request)).Body["statusMessage"]?.ToString() == "Missing or invalid Csrf token.";
            Assert.Equal($"{method} {path}: {isRefused}", $"{method} {path}: {api.Headers(method, path).Contains("X-CSRF-TOKEN")}");
        }

        Assert.Equal(["X-CSRF-HEADER", "X-CSRF-TOKEN"], api.Document["paths"]!["/api/v2/me"]!["get"]!["responses"]!["200"]!["headers"]!.AsObject().Select(static h => h.Key));
        Assert.Null(api.Document["paths"]!["/api/v2/me/chats"]!["get"]!["responses"]!["200"]!["headers"]);
    }

    [Theory]
    [InlineData(AccessServer.Origin, true)]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    public async Task A_preflight_is_answered_for_the_configured_origins_alone(string origin, bool allowed)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(server.Server.Address, "/api/v2/me"));
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,contactcenterid,x-csrf-token,x-evil");
        using var answer = await http.SendAsync(request);
        Assert.Equal(allowed, answer.Headers.Contains("Access-Control-Allow-Origin"));
        if (!allowed)
        {
            return;
        }

        Assert.Equal([origin], answer.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["true"], answer.Headers.GetValues("Access-Control-Allow-Credentials"));
        Assert.Equal(["120"], answer.Headers.GetValues("Access-Control-Max-Age"));
        Assert.Equal(["DELETE", "GET", "OPTIONS", "POST", "PUT"], Words(answer.Headers, "Access-Control-Allow-Methods"));
        Assert.Equal(["Accept", "Authorization", "Cache-Control", "ContactCenterId", "Content-Type", "Cookie", "Idempotency-Key", "Last-Event-ID", "Origin", "X-CSRF-TOKEN", "X-Requested-With", "ssid", "surl"], Words(answer.Headers, "Access-Control-Allow-Headers"));

        using var read = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Server.Address, "/api/v2/diagnostics/version"));
        read.Headers.Add("Origin", origin);
        using var body = await http.SendAsync(read);
        Assert.Equal(["X-CSRF-HEADER", "X-CSRF-TOKEN"], Words(body.Headers, "Access-Control-Expose-Headers"));
    }

    private static IEnumerable<string> Words(HttpResponseHeaders headers, string name) =>
        headers.GetValues(name).SelectMany(static v => v.Split(',', StringSplitOptions.TrimEntries)).Order(StringComparer.Ordinal);

    private static async Task<string> TokenAsync(Api api)
    {
        var (answer, headers) = await api.SendWithHeadersAsync(new HttpRequestMessage(HttpMethod.Get, "/api/v2/me"));
        _ = answer.Ok;
        Assert.Equal("X-CSRF-TOKEN", headers.GetValues("X-CSRF-HEADER").Single());
        return headers.GetValues("X-CSRF-TOKEN").Single();
    }

    private static Task<Answer> PostAsync(Api api, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/me") { Content = new StringContent("""{"operationName":"StartContactCenterSession","channels":["chat"]}""", Encoding.UTF8, "application/json") };
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("X-CSRF-TOKEN", token);
        }

        return api.SendAsync(request);
    }

    private static async Task<int> BayeuxAsync(Api api, string? token)
    {
        var shake = new JsonArray(new JsonObject { ["channel"] = "/meta/handshake", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray("long-polling") });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/notifications") { Content = new StringContent(shake.ToJsonString(), Encoding.UTF8, "application/json") };
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("X-CSRF-TOKEN", token);
        }

        return await api.StatusOfAsync(request);
    }
}
