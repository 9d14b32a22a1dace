using System.Text.Json.Nodes;
using OrleansChat.Tests.Faults;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Access;

/// <summary>A notification session belongs to the login that used it last: that one's end ends it, on every way out, and an earlier one's does not.</summary>
[Collection(OneAccessServer.Name)]
public sealed class ResumedSessionTests(AccessServer server)
{
    public enum Ending
    {
        LogOut,
        LogoutEverywhere,
        Disabled,
    }

    [Theory]
    [InlineData(Ending.LogOut)]
    [InlineData(Ending.LogoutEverywhere)]
    [InlineData(Ending.Disabled)]
    public async Task A_polled_session_ends_with_the_login_that_used_it_last(Ending ending)
    {
        var team = server.NextTeam();
        using var first = Api.Bearer(server.Server, TokenMaker.Make(team.Ann));
        using var later = Api.Bearer(server.Server, TokenMaker.Make(team.Ann));
        var clientId = await first.ConnectedAsync();
        Assert.True(await GoesOnAsync(later, clientId));

        await EndAsync(ending, team.Ann, later);
        await AgainAsync(ending, team.Ann);
        using var newest = Api.User(server.Server, team.Ann);
        Assert.False(await GoesOnAsync(newest, clientId));
    }

    [Theory]
    [InlineData(Ending.LogOut)]
    [InlineData(Ending.LogoutEverywhere)]
    [InlineData(Ending.Disabled)]
    public async Task A_socket_ends_with_its_login_whoever_began_the_session(Ending ending)
    {
        var team = server.NextTeam();
        var token = TokenMaker.Make(team.Ann);
        using var first = Api.Bearer(server.Server, TokenMaker.Make(team.Ann));
        using var later = Api.Bearer(server.Server, token);
        var clientId = await first.ConnectedAsync();
        await using var socket = await SocketDesk.OpenAsync(server.Server, new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", token));
        await socket.ResumeAsync(clientId);

        await EndAsync(ending, team.Ann, later);
        Assert.Equal("closed", (await socket.ToTheEndAsync())[^1]);
        await AgainAsync(ending, team.Ann);
    }

    [Theory]
    [InlineData(Ending.LogOut)]
    [InlineData(Ending.LogoutEverywhere)]
    [InlineData(Ending.Disabled)]
    public async Task A_stream_ends_with_its_login_whoever_began_the_session(Ending ending)
    {
        var team = server.NextTeam();
        var token = TokenMaker.Make(team.Ann);
        using var later = Api.Bearer(server.Server, token);
        var place = await PlaceAsync(team.Ann, TokenMaker.Make(team.Ann));
        using var stream = await StreamAsync(team.Ann, token, place);

        await EndAsync(ending, team.Ann, later);
        Assert.Equal("end loggedOut", await ReasonOfTheEndAsync(stream));
        await AgainAsync(ending, team.Ann);
    }

    [Fact]
    public async Task The_log_out_of_the_login_that_began_it_does_not_end_it()
    {
        var team = server.NextTeam();
        var (token, later) = (TokenMaker.Make(team.Ann), TokenMaker.Make(team.Ann));
        using var first = Api.Bearer(server.Server, token);
        using var second = Api.Bearer(server.Server, later);
        var clientId = await first.ConnectedAsync();
        Assert.True(await GoesOnAsync(second, clientId));
        using var stream = await StreamAsync(team.Ann, later, await PlaceAsync(team.Ann, token));

        await EndAsync(Ending.LogOut, team.Ann, first);
        _ = (await second.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))).Ok;
        await stream.ExpectAsync("Channel chat NotReady Off");
        Assert.True(await GoesOnAsync(second, clientId));
    }

    [Fact]
    public async Task After_a_restart_it_is_still_the_later_logins()
    {
        var team = server.NextTeam();
        string[] tokens = [TokenMaker.Make(team.Ann), TokenMaker.Make(team.Ann), TokenMaker.Make(team.Ann)];
        using var first = Api.Bearer(server.Server, tokens[0]);
        using var later = Api.Bearer(server.Server, tokens[1]);
        using var other = Api.Bearer(server.Server, tokens[2]);
        var (ending, staying) = (await first.ConnectedAsync(), await first.ConnectedAsync());
        Assert.True(await GoesOnAsync(later, ending));
        Assert.True(await GoesOnAsync(other, staying));

        server.Server.Kill();
        await server.Server.StartAsync();
        await EndAsync(Ending.LogOut, team.Ann, later);
        await EndAsync(Ending.LogOut, team.Ann, first);
        Assert.True(await GoesOnAsync(other, staying));
        Assert.False(await GoesOnAsync(other, ending));
    }

    [Fact]
    public async Task A_login_that_is_over_takes_no_session_over()
    {
        var team = server.NextTeam();
        var token = TokenMaker.Make(team.Ann);
        using var first = Api.Bearer(server.Server, TokenMaker.Make(team.Ann));
        using var later = Api.Bearer(server.Server, token);
        await using var socket = await SocketDesk.OpenAsync(server.Server, new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", token));
        var clientId = await first.ConnectedAsync();
        await EndAsync(Ending.LogOut, team.Ann, later);
        Assert.Equal("402::Unknown client", (string?)(await socket.AskConnectAsync(clientId))["error"]);
        Assert.True(await GoesOnAsync(first, clientId));
    }

    [Fact]
    public async Task What_belonged_to_a_login_that_is_over_nobody_goes_on_with()
    {
        var team = server.NextTeam();
        using var first = Api.User(server.Server, team.Ann);
        var clientId = await first.ConnectedAsync();
        Assert.True(await GoesOnAsync(first, clientId));
        await EndAsync(Ending.LogoutEverywhere, team.Ann, first);
        Assert.False(await GoesOnAsync(first, clientId));               // a new login, for the password is right
    }

    [Fact]
    public async Task A_session_outlives_the_token_that_used_it_last_and_its_stream_does_not()
    {
        var team = server.NextTeam();
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var token = TokenMaker.Make(team.Ann);
        var place = await PlaceAsync(team.Ann, token);
        using var ending = await StreamAsync(team.Ann, TokenMaker.Make(team.Ann, payload: p => p["exp"] = now - 25), place);      // 5 s are left of the clocks' tolerance
        Assert.Equal("end loggedOut", await ReasonOfTheEndAsync(ending));
        using var stream = await StreamAsync(team.Ann, token, place);
        using var api = Api.Bearer(server.Server, token);
        _ = (await api.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))).Ok;
        await stream.ExpectAsync("Channel chat NotReady Off");
    }

    private async Task EndAsync(Ending ending, string userName, Api login)
    {
        switch (ending)
        {
            case Ending.LogOut: _ = (await login.PostAsync("/api/v2/me", "EndContactCenterSession")).Ok; break;
            case Ending.LogoutEverywhere: _ = (await login.PostAsync("/api/v2/me", "LogoutEverywhere")).Ok; break;
            default: await server.ChangeAsync(center => PeopleFile.UserOf(center, userName)["Enabled"] = false); break;
        }
    }

    private Task AgainAsync(Ending ending, string userName) =>
        ending == Ending.Disabled ? server.ChangeAsync(center => PeopleFile.UserOf(center, userName)["Enabled"] = true) : Task.CompletedTask;

    /// <summary>A connect that is answered at once: whether the session is known.</summary>
    private static async Task<bool> GoesOnAsync(Api api, string clientId)
    {
        var answer = await api.BayeuxAsync("/connect", default, new JsonObject
        {
            ["channel"] = "/meta/connect", ["id"] = "5", ["clientId"] = clientId, ["connectionType"] = "long-polling", ["advice"] = new JsonObject { ["timeout"] = 0 },
        });
        Assert.True((bool)answer[^1]!["successful"]! || (string?)answer[^1]!["error"] == "402::Unknown client", answer.ToJsonString());
        return (bool)answer[^1]!["successful"]!;
    }

    private Task<EventSide> StreamAsync(string userName, string token, string lastEventId) =>
        EventSide.OpenAsync(server.Server.Address, userName, ("Authorization", $"Bearer {token}"), ("Last-Event-ID", lastEventId));

    /// <summary>Where a client stands whose stream of this login was cut.</summary>
    private async Task<string> PlaceAsync(string userName, string token)
    {
        using var stream = await EventSide.OpenAsync(server.Server.Address, userName, ("Authorization", $"Bearer {token}"));
        return (await stream.NextAsync()).Id;
    }

    private static async Task<string> ReasonOfTheEndAsync(EventSide stream)
    {
        while (true)
        {
            var next = await stream.NextAsync();
            if (next.Type.Length > 0) return next.Reason;
        }
    }
}
