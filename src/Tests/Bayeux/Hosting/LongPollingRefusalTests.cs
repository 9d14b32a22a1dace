using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Bayeux.Hosting;

public sealed class LongPollingRefusalTests
{
    private const string Handshake = """{"channel":"/meta/handshake","id":"1","version":"1.0","supportedConnectionTypes":["long-polling"]}""";

    [Theory]
    [InlineData("GET", "?jsonp=alert&message=[]")]
    [InlineData("GET", "")]
    [InlineData("PUT", "/connect")]
    [InlineData("DELETE", "")]
    [InlineData("OPTIONS", "")]
    public async Task Only_POST_is_allowed(string method, string suffix)
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = server.Client("anna");
        using var response = await client.SendAsync(new(method), suffix);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-16", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/jsonp", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json;charset=UTF-8", HttpStatusCode.OK)]
    [InlineData("application/json", HttpStatusCode.OK)]
    [InlineData("Application/JSON; charset=\"utf-8\"", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.UnsupportedMediaType)]
    public async Task Only_JSON_in_UTF8_is_taken(string? mediaType, HttpStatusCode status)
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = server.Client("anna");
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Handshake));
        if (mediaType is not null) content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        using var response = await client.SendAsync(HttpMethod.Post, "", content);
        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("[{\"channel\":\"/a\",\"channel\":\"/a\"}]")]
    public async Task A_body_without_messages_is_400_with_a_JSON_object(string body)
    {
        await using var server = await BayeuxServer.StartAsync(options => options.ErrorBody = problem => Encoding.UTF8.GetBytes($$"""{"statusCode":2,"statusMessage":"{{problem}}"}"""));
        using var client = server.Client("anna");
        var (status, answer) = await client.PostAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("""{"statusCode":2,"statusMessage":"Malformed"}""", answer!.ToJsonString());
    }

    [Fact]
    public async Task Too_much_is_413_with_and_without_a_length()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = server.Client("anna");
        var large = $"[{Handshake},{{\"channel\":\"/a\",\"data\":\"{new string('x', 64 << 10)}\"}}]";
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.PostAsync(large)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.PostAsync(large, shape: request => request.Headers.TransferEncodingChunked = true)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.PostAsync($"[{string.Join(',', Enumerable.Repeat("{}", 257))}]")).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync($"[{string.Join(',', Enumerable.Repeat("{}", 256))}]", shape: request => request.Headers.TransferEncodingChunked = true)).Status);
    }

    [Fact]
    public async Task Without_credentials_a_handshake_is_denied_and_anything_else_is_401_without_a_login_box()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = server.Client(null);
        Assert.Equal(
            """{"channel":"/meta/handshake","id":"1","successful":false,"error":"403::Handshake denied","advice":{"reconnect":"none","interval":0,"timeout":30000}}""",
            (await client.OneAsync(Handshake)).ToJsonString());
        using var response = await client.SendAsync(HttpMethod.Post, "", new StringContent("""[{"channel":"/meta/connect"}]""", null, "application/json"));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(response.Headers.WwwAuthenticate);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync("[]")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync(Handshake, mediaType: "text/plain")).Status);
    }

    [Fact]
    public async Task Credentials_in_the_handshake_are_for_the_application_to_judge()
    {
        await using var server = await BayeuxServer.StartAsync(options => options.AuthenticateHandshake = (_, ext) =>
            ValueTask.FromResult(ext.TryGetProperty("password", out var password) && password.GetString() == "secret" ? new OrleansChat.Bayeux.AspNetCore.BayeuxPrincipal("carl") : null));
        using var client = server.Client(null);
        var good = JsonNode.Parse(Handshake)!.AsObject();
        good["ext"] = new JsonObject { ["password"] = "secret", ["user"] = "anna" };
        Assert.True((bool)(await client.OneAsync(good.ToJsonString()))["successful"]!);
        Assert.Equal((1, 0), (server.Memory.CountOf("carl"), server.Memory.CountOf("anna")));
        good["ext"]!["password"] = "guess";
        Assert.False((bool)(await client.OneAsync(good.ToJsonString()))["successful"]!);
    }

    [Theory]
    [InlineData("Origin", null, HttpStatusCode.OK)]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "https://good.example", HttpStatusCode.OK)]
    [InlineData("Referer", "https://evil.example/page", HttpStatusCode.Forbidden)]
    [InlineData("Referer", "https://good.example/page?x", HttpStatusCode.OK)]
    public async Task A_POST_with_a_cookie_comes_from_an_allowed_origin(string header, string? value, HttpStatusCode status)
    {
        await using var server = await BayeuxServer.StartAsync(options => options.IsOriginAllowed = (_, origin) => origin == "https://good.example");
        using var client = server.Client(null);
        var answer = await client.PostAsync(Handshake, shape: request =>
        {
            request.Headers.Add("Cookie", "user=anna");
            if (value is not null) request.Headers.TryAddWithoutValidation(header, value);
        });
        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task With_credentials_in_a_header_the_origin_does_not_matter_for_a_POST()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = server.Client("anna");
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync(Handshake, shape: request => request.Headers.Add("Origin", "https://elsewhere.example"))).Status);
    }

    [Theory]
    [InlineData("/meta/subscribe/x", "403:/meta/subscribe/x:Forbidden channel")]
    [InlineData("/meta/unknown", "403:/meta/unknown:Forbidden channel")]
    [InlineData("/meta", "403:/meta:Forbidden channel")]
    [InlineData("/META/subscribe", "403:/META/subscribe:publish_denied")]
    [InlineData("//meta/subscribe", "405::channel_invalid")]
    [InlineData("/meta/subscribe/", "405::channel_invalid")]
    [InlineData("%2fmeta/subscribe", "405::channel_invalid")]
    [InlineData("/ｍeta/subscribe", "405::channel_invalid")]
    [InlineData("/**", "403:/**:publish_denied")]
    [InlineData("/v2/me/chats", "403:/v2/me/chats:publish_denied")]
    [InlineData("/service/other", "403:/service/other:publish_denied")]
    public async Task A_channel_is_exactly_what_it_is(string channel, string error)
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").HandshakenAsync();
        var reply = await client.OneAsync($$"""{"channel":"{{channel}}","id":"1","clientId":"{{client.ClientId}}","subscription":"/v2/me/chats","data":{} }""");
        Assert.Equal((false, error), ((bool)reply["successful"]!, (string?)reply["error"]));
        Assert.Null(reply["advice"]);
        Assert.Null(reply["data"]);
    }

    [Theory]
    [InlineData("\"/v2/you/chats\"", "403:/v2/you/chats:subscribe_denied")]
    [InlineData("[\"/v2/me/chats\",\"/cluster\"]", "403:/cluster:subscribe_denied")]
    [InlineData("\"/v2/**\"", "403:/v2/**:subscribe_denied")]
    [InlineData("\"/meta/**\"", "403:/meta/**:subscribe_denied")]
    [InlineData("[]", "403::subscription_missing")]
    [InlineData("\"/v2/*/chats\"", "403::subscription_invalid")]
    public async Task A_subscription_is_all_or_nothing(string subscription, string error)
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").ConnectedAsync();
        var reply = await client.OneAsync($$"""{"channel":"/meta/subscribe","id":"1","clientId":"{{client.ClientId}}","subscription":{{subscription}} }""");
        Assert.Equal((error, subscription), ((string?)reply["error"], reply["subscription"]!.ToJsonString()));
        var held = await client.HoldAsync();
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        Assert.False(held.IsCompleted);
    }

    [Fact]
    public async Task Everybody_gets_only_what_is_their_own_also_by_a_pattern_over_everything()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var anna = await server.Client("anna").ConnectedAsync(false, "/**");
        await server.DeliverAsync("bob", "/v2/me/chats", "1");
        await server.DeliverAsync("anna", "/v2/me/calls", "2");
        Assert.Equal("2", LongPollingClient.Events(await anna.ConnectAsync()));
    }

    [Fact]
    public async Task Another_users_clientId_is_unknown_and_harms_nobody()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var anna = await server.Client("anna").ConnectedAsync(false, "/v2/me/chats");
        var held = await anna.HoldAsync();
        using var bob = server.Client("bob");
        bob.ClientId = anna.ClientId;
        Assert.Equal("402::Unknown client", (string?)Assert.Single(await bob.ConnectAsync())!["error"]);
        foreach (var channel in (string[])["/meta/subscribe", "/meta/unsubscribe", "/meta/disconnect", "/service/echo"])
        {
            var reply = await bob.OneAsync($$"""{"channel":"{{channel}}","id":"1","clientId":"{{anna.ClientId}}","subscription":"/v2/me/chats","data":{} }""");
            Assert.Equal("402::Unknown client", (string?)reply["error"]);
            Assert.Null(reply["advice"]);
        }

        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        Assert.Equal("1", LongPollingClient.Events(await held));
    }

    [Fact]
    public async Task An_unknown_connection_type_is_refused_and_a_missing_one_is_not()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").HandshakenAsync();
        var refused = await client.OneAsync($$"""{"channel":"/meta/connect","id":"1","clientId":"{{client.ClientId}}","connectionType":"callback-polling"}""");
        Assert.Equal("301:callback-polling:Connection types not supported", (string?)refused["error"]);
        Assert.True((bool)(await client.OneAsync($$"""{"channel":"/meta/connect","id":"1","clientId":"{{client.ClientId}}"}"""))["successful"]!);
    }
}
