using System.Text.Json.Nodes;
using OrleansChat.Tests.Compatibility;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Access;

/// <summary>LogoutEverywhere ends every login and notification session of the caller, for good; nobody else's.</summary>
[Collection(OneAccessServer.Name)]
public sealed class LogoutEverywhereTests(AccessServer server)
{
    [Fact]
    [Shows("LogoutEverywhere")]
    public async Task Every_login_and_notification_session_of_the_caller_ends_also_after_a_restart()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var elsewhere = await Desk.OpenAsync(server.Server, team.Ann);
        await using var socket = await Faults.SocketDesk.OpenAsync(server.Server, team.Ann);
        await socket.StartAsync();
        await using var bob = await team.ReadyAsync(team.Bob);
        using var chris = await team.CustomerAsync();
        await ann.NextOfferAsync();
        using var first = ann.Api.CookieOnly();
        using var second = elsewhere.Api.CookieOnly();
        using var byToken = Api.Bearer(server.Server, TokenMaker.Make(team.Ann));

        Assert.Equal("""{"statusCode":0}""", (await byToken.PostAsync("/api/v2/me", "LogoutEverywhere")).Ok.ToJsonString());

        await bob.NextOfferAsync();                                     // the session ended too, and the offer moved on
        Assert.Equal("closed", (await socket.ToTheEndAsync())[^1]);
        foreach (var desk in new[] { ann, elsewhere })
        {
            var ended = await desk.EndedAsync();
            Assert.True((string?)ended["advice"]!["reconnect"] == "none" || ((string?)ended["error"])!.StartsWith("402", StringComparison.Ordinal), ended.ToJsonString());
        }

        await DeadAsync(first, second, byToken);
        server.Server.Kill();
        await server.Server.StartAsync();
        await DeadAsync(first, second, byToken);
        await using var again = await team.ReadyAsync(team.Ann);
        using var goesOn = again.Api.CookieOnly();
        _ = (await goesOn.GetAsync("/api/v2/me")).Ok;
        _ = (await bob.Api.GetAsync("/api/v2/me")).Ok;
    }

    private static async Task DeadAsync(params Api[] callers)
    {
        foreach (var api in callers)
        {
            (await api.GetAsync("/api/v2/me")).MustBe(20, 401);
            (await api.PostAsync("/api/v2/me", "LogoutEverywhere")).MustBe(20, 401);
            var shake = new JsonObject { ["channel"] = "/meta/handshake", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray("long-polling") };
            Assert.Equal("none", (string?)(await api.BayeuxAsync("/handshake", default, shake))[0]!["advice"]!["reconnect"]);
        }
    }
}
