using System.Net;
using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Running;

/// <summary>The contact-centre session, the channel, logins and cookies (contract rows 33–36, section 2.5).</summary>
[Collection(OneServer.Name)]
public sealed class SessionTests(TeamServer server)
{
    [Fact]
    public async Task A_session_starts_with_the_channels_that_are_there()
    {
        var team = server.NextTeam();
        await using var ann = await team.OpenAsync(team.Ann);
        (await ann.Api.PostAsync("/api/v2/me", "Ready")).MustBe(2, 400);
        (await StartAsync(ann, "voice", "email")).MustBe(2, 400);
        Assert.Equal("""{"statusCode":0}""", (await StartAsync(ann, "chat")).Ok.ToJsonString());
        Assert.Equal("""{"statusCode":0}""", (await StartAsync(ann, "chat")).Ok.ToJsonString());      // already started
        var partly = await StartAsync(ann, "voice", "chat");
        Assert.Equal((HttpStatusCode.OK, 7), (partly.Http, partly.StatusCode));
        Assert.Equal("""[{"channel":"voice","statusCode":2},{"channel":"chat","statusCode":0}]""", partly.Body["channels"]!.ToJsonString());
        await using var boss = await team.OpenAsync("boss");
        (await StartAsync(boss, "chat")).MustBe(5, 403);
        await ann.ExpectAsync("Channel chat NotReady Off");
        await ann.NothingMoreAsync();
    }

    [Fact]
    public async Task The_channel_takes_each_state()
    {
        var team = server.NextTeam();
        await using var ann = await team.OpenAsync(team.Ann);
        _ = (await StartAsync(ann, "chat")).Ok;
        (string Path, string Operation, string? Told)[] rows =
        [
            ("/api/v2/me/channels/chat", "Ready", "Channel chat Ready Off"),
            ("/api/v2/me/channels/chat", "Ready", null),
            ("/api/v2/me/channels/chat", "DoNotDisturbOn", "Channel chat Ready On"),
            ("/api/v2/me", "NotReady", "Channel chat NotReady On"),
            ("/api/v2/me/channels/chat", "DoNotDisturbOff", "Channel chat NotReady Off"),
            ("/api/v2/me/channels/chat", "Offline", "Channel chat LoggedOut"),
            ("/api/v2/me/channels/chat", "NotReady", "Channel chat NotReady Off"),
            ("/api/v2/me", "Ready", "Channel chat Ready Off"),
        ];
        await ann.ExpectAsync("Channel chat NotReady Off");
        foreach (var (path, operation, told) in rows)
        {
            Assert.Equal("""{"statusCode":0}""", (await ann.Api.PostAsync(path, operation)).Ok.ToJsonString());
            if (told is not null)
            {
                await ann.ExpectAsync(told);
            }
        }

        (await ann.Api.PostAsync("/api/v2/me/channels/voice", "Ready")).MustBe(6, 404);
        await using var lead = await team.OpenAsync("lead");
        (await lead.Api.PostAsync("/api/v2/me/channels/chat", "Ready")).MustBe(5, 403);
        (await lead.Api.PostAsync("/api/v2/me", "Ready")).MustBe(5, 403);
        await ann.NothingMoreAsync();
    }

    [Fact]
    public async Task Log_out_moves_offers_on_keeps_chats_and_ends_login_and_notifications()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var chris = await team.CustomerAsync();
        var kept = await ann.AcceptNextAsync();
        using var dana = await team.CustomerAsync("Dana");
        var offered = await ann.NextOfferAsync();
        await using var bob = await team.ReadyAsync(team.Bob);
        using var byCookie = ann.Api.CookieOnly();
        using var stolen = ann.Api.CookieOnly();
        Assert.Equal(ann.UserId, (string?)(await byCookie.GetAsync("/api/v2/me")).Ok["user"]!["id"]);

        Assert.Equal("""{"statusCode":0}""", (await byCookie.PostAsync("/api/v2/me", "EndContactCenterSession")).Ok.ToJsonString());

        Assert.Equal(offered, await bob.NextOfferAsync());
        (await stolen.GetAsync("/api/v2/me")).MustBe(20, 401);
        (await stolen.PostAsync("/api/v2/me", "Ready")).MustBe(20, 401);
        var ended = await ann.EndedAsync();                             // a held connect is told so; a later one finds no session
        Assert.True((string?)ended["advice"]!["reconnect"] == "none" || ((string?)ended["error"])!.StartsWith("402", StringComparison.Ordinal), ended.ToJsonString());
        var shake = await stolen.BayeuxAsync("/handshake", default, new JsonObject { ["channel"] = "/meta/handshake", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray("long-polling") });
        Assert.Equal("none", (string?)shake[0]!["advice"]!["reconnect"]);
        await using var again = await team.OpenAsync(team.Ann);
        Assert.Equal([kept], (await again.Api.GetAsync("/api/v2/me/chats?fields=id")).Ok["chats"]!.AsArray().Select(static c => (string)c!["id"]!));
        await again.DoPlainAsync(kept, "Complete");
        await again.ExpectAsync("StatusChange Completed []");
    }

    [Fact]
    public async Task Wrong_credentials_are_answered_without_a_challenge()
    {
        var team = server.NextTeam();
        foreach (var (name, password) in new[] { (team.Ann, "wrong"), ("nobody", "demo"), (team.Ann, ""), ("", "") })
        {
            using var stranger = Api.User(server.Server, name, password);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/me") { Headers = { { "ContactCenterId", Api.ContactCenterId } } };
            var (answer, headers) = await stranger.SendWithHeadersAsync(request);
            answer.MustBe(20, 401);
            Assert.Empty(headers.WwwAuthenticate);
            Assert.False(headers.Contains("Set-Cookie"));
            (await stranger.PostAsync("/api/v2/chats", "RequestChat", ("nickname", "x"), ("subject", "y"))).MustBe(20, 401);
        }

        using var anonymous = Api.Anonymous(server.Server);
        foreach (var path in new[] { "/api/v2/me", "/api/v2/me/chats", "/api/v2/me/chats/0000000000000000", "/api/v2/me/channels", "/api/v2/chats/x", "/api/v2/chats/x/messages" })
        {
            (await anonymous.GetAsync(path)).MustBe(20, 401);
        }

        Assert.Equal(["statusCode", "version"], (await anonymous.GetAsync("/api/v2/diagnostics/version")).Ok.Select(static p => p.Key));
    }

    private static Task<Answer> StartAsync(Desk desk, params string[] channels) =>
        desk.Api.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray([.. channels.Select(static c => (JsonNode)c)])));
}
