using System.Text.Json.Nodes;
using OrleansChat.Tests.Compatibility;

namespace OrleansChat.Tests.Running;

/// <summary>Logging out, logins and cookies (contract section 2.5), beside what the tables in <c>Operations</c> say.</summary>
[Collection(OneServer.Name)]
public sealed class SessionTests(TeamServer server)
{
    [Fact]
    [Shows("EndContactCenterSession")]
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
}
