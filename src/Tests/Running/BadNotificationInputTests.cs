using System.Text;
using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Running;

/// <summary>What no client should send to the notification endpoint: refused, delivered to nobody, and the session goes on.</summary>
[Collection(OneServer.Name)]
public sealed class BadNotificationInputTests(TeamServer server)
{
    private const string Path = "/api/v2/notifications";

    [Fact]
    public async Task Bodies_that_are_no_messages_are_refused_as_a_whole()
    {
        var team = server.NextTeam();
        using var ann = Api.User(server.Server, team.Ann);
        var connect = """{"channel":"/meta/connect","clientId":"x","connectionType":"long-polling"}""";
        foreach (var body in new[] { "", "{", "null", "1", "\"x\"", "[]", "[1]", "[[]]", "[null]", "nonsense", """[{"channel":"/a","channel":"/b"}]""", """[{"channel":"\ud800"}]""", new string('[', 10_000), "\ufeff[]", "message=%5B%5D" })
        {
            (await ann.PostRawAsync(Path, body)).MustBe(2, 400);
        }

        (await ann.PostRawAsync(Path, $"[{string.Join(',', Enumerable.Repeat(connect, 257))}]")).MustBe(10, 413);
        (await ann.PostRawAsync(Path, $"[{{\"channel\":\"/x\",\"data\":\"{new string('x', 140_000)}\"}}]")).MustBe(10, 413);
        foreach (var mediaType in new[] { "text/plain", "application/x-www-form-urlencoded" })
        {
            (await ann.PostRawAsync(Path, $"[{connect}]", mediaType)).MustBe(2, 415);
        }

        (await ann.GetAsync($"{Path}?jsonp=alert&message=%5B%5D")).MustBe(2, 405);
        (await ann.SendAsync(new HttpRequestMessage(HttpMethod.Put, Path) { Content = new StringContent("[]", Encoding.UTF8, "application/json") })).MustBe(2, 405);
        using var anonymous = Api.Anonymous(server.Server);
        (await anonymous.PostRawAsync(Path, $"[{connect}]")).MustBe(20, 401);
        var shake = (await anonymous.BayeuxAsync("", default, Handshake()))[0]!;
        Assert.Equal((false, "none"), ((bool)shake["successful"]!, (string?)shake["advice"]!["reconnect"]));
    }

    [Fact]
    public async Task Channels_are_matched_exactly_and_nobody_publishes()
    {
        var team = server.NextTeam();
        await using var bob = await team.ReadyAsync(team.Bob);
        using var ann = Api.User(server.Server, team.Ann);
        var clientId = (string)(await ann.BayeuxAsync("/handshake", default, Handshake()))[0]!["clientId"]!;
        foreach (var channel in new[] { "/meta/subscribe/x", "/META/subscribe", "//meta/subscribe", "/meta/subscribe/", "%2fmeta", "meta/subscribe", "/meta/ｓubscribe", "/meta/x", "/meta/*", "/a\u0000", "", "/" })
        {
            await FailsAsync(ann, new JsonObject { ["channel"] = channel, ["clientId"] = clientId, ["subscription"] = "/v2/me/chats", ["data"] = new JsonObject() }, null);
        }

        foreach (var channel in new[] { "/v2/me/chats", "/**", "/v2/me/*", "/service/x", "/x" })
        {
            await FailsAsync(ann, new JsonObject { ["channel"] = channel, ["clientId"] = clientId, ["data"] = new JsonObject { ["messageType"] = "ChatStateChangeMessage" } }, null);
        }

        JsonNode?[] subscriptions = ["/v2/**", "/v2/users/*", "/v2/me/secrets", "/meta/connect", "/v2/me", "/v2/me/chats/", 1, new JsonObject(), new JsonArray(), null, new JsonArray("/v2/me/chats", "/v2/other"), new JsonArray("/v2/me/chats", 1)];
        foreach (var subscription in subscriptions)
        {
            await FailsAsync(ann, new JsonObject { ["channel"] = "/meta/subscribe", ["clientId"] = clientId, ["subscription"] = subscription }, null);
        }

        var service = await ann.BayeuxAsync("", default, new JsonObject { ["channel"] = "/meta/subscribe", ["clientId"] = clientId, ["subscription"] = "/service/x" });
        Assert.True((bool)service[0]!["successful"]!);
        await bob.NothingMoreAsync();
    }

    [Fact]
    public async Task A_session_is_its_users_alone()
    {
        var team = server.NextTeam();
        using var ann = Api.User(server.Server, team.Ann);
        using var bob = Api.User(server.Server, team.Bob);
        var handshake = Handshake();
        handshake["clientId"] = "chosen-by-the-client-0123456789abcdef";
        handshake["ext"] = new JsonObject { ["user"] = team.Bob, ["ack"] = true };
        var clientId = (string)(await ann.BayeuxAsync("/handshake", default, handshake))[0]!["clientId"]!;
        Assert.NotEqual("chosen-by-the-client-0123456789abcdef", clientId);
        Assert.True(clientId.Length >= 22, clientId);
        foreach (var id in new[] { clientId, "unknown", "", new string('x', 10_000) })
        {
            foreach (var channel in new[] { "/meta/connect", "/meta/subscribe", "/meta/unsubscribe", "/meta/disconnect" })
            {
                await FailsAsync(bob, new JsonObject { ["channel"] = channel, ["clientId"] = id, ["connectionType"] = "long-polling", ["subscription"] = "/v2/me/chats" }, "402");
            }
        }

        foreach (var ack in new[] { "-1", "9223372036854775807", "1e300", "\"x\"", "{}", "null" })
        {
            var connected = await ann.BayeuxAsync("/connect", default, Message($$$"""{"channel":"/meta/connect","clientId":"{{{clientId}}}","connectionType":"long-polling","advice":{"timeout":0},"ext":{"ack":{{{ack}}} }}"""));
            Assert.True((bool)connected[0]!["successful"]!, connected.ToJsonString());
        }

        await FailsAsync(ann, new JsonObject { ["channel"] = "/meta/connect", ["clientId"] = clientId, ["connectionType"] = "carrier-pigeon" }, "301");
        await FailsAsync(ann, new JsonObject { ["channel"] = "/meta/handshake", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray("carrier-pigeon") }, "301");
        Assert.True((bool)(await ann.BayeuxAsync("", default, new JsonObject { ["channel"] = "/meta/disconnect", ["clientId"] = clientId }))[0]!["successful"]!);
    }

    [Fact]
    public async Task A_foreign_page_may_not_use_the_cookie()
    {
        var team = server.NextTeam();
        using var ann = Api.User(server.Server, team.Ann);
        _ = (await ann.GetAsync("/api/v2/me")).Ok;
        foreach (var origin in new[] { "https://evil.example", "null", "http://127.0.0.1:1" })
        {
            foreach (var path in new[] { Path, "/api/v2/me", "/api/v2/chats" })
            {
                using var page = ann.CookieOnly();
                var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("""{"operationName":"Ready","channel":"/meta/handshake"}""", Encoding.UTF8, "application/json") };
                request.Headers.Add("Origin", origin);
                (await page.SendAsync(request)).MustBe(3, 403);
            }
        }
    }

    private static JsonObject Handshake() => new() { ["channel"] = "/meta/handshake", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray("long-polling") };

    private static JsonObject Message(string json) => JsonNode.Parse(json)!.AsObject();

    private static async Task FailsAsync(Api api, JsonObject message, string? error)
    {
        var reply = (await api.BayeuxAsync("", default, message)).Single()!;
        Assert.True((bool?)reply["successful"] == false, $"{message.ToJsonString()} gives {reply.ToJsonString()}");
        Assert.StartsWith(error ?? "40", (string)reply["error"]!, StringComparison.Ordinal);
    }
}
