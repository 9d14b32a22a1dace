using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Access;

/// <summary>A new configuration of the people takes effect on what is open, or is refused as a whole.</summary>
[Collection(OneAccessServer.Name)]
public sealed class ReloadTests(AccessServer server)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_is_disabled_is_out_everywhere_and_their_chat_goes_back_to_its_queue(bool whileDown)
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        using var byCookie = ann.Api.CookieOnly();
        using var byToken = Api.Bearer(server.Server, TokenMaker.Make(team.Ann));
        _ = (await byToken.GetAsync("/api/v2/me")).Ok;
        await using var bob = await team.ReadyAsync(team.Bob);

        if (whileDown)
        {
            server.Server.Kill();
            server.Change(center => PeopleFile.UserOf(center, team.Ann)["Enabled"] = false);
            await server.Server.StartAsync();
        }
        else
        {
            await server.ChangeAsync(center => PeopleFile.UserOf(center, team.Ann)["Enabled"] = false);
        }

        var offered = await bob.NextAsync();
        while ((string?)offered["chat"]?["state"] != "Invited")
        {
            offered = await bob.NextAsync();                            // what a server that died had not noted as read comes again
        }

        Assert.Equal(chatId, (string?)offered["chat"]!["id"]);
        await bob.AcceptAsync(chatId);
        foreach (var api in new[] { ann.Api, byCookie, byToken })
        {
            (await api.GetAsync("/api/v2/me")).MustBe(20, 401);
            (await api.PostAsync($"/api/v2/me/chats/{chatId}", "SendMessage", ("text", "still here"))).MustBe(20, 401);
        }

        _ = (await chris.SayAsync("hello?")).Ok;
        Assert.DoesNotContain("still here", await chris.TranscriptAsync(), StringComparison.Ordinal);
        await server.ChangeAsync(center => PeopleFile.UserOf(center, team.Ann).Remove("Enabled"));
        (await byCookie.GetAsync("/api/v2/me")).MustBe(20, 401);          // what was ended stays ended
        (await byToken.GetAsync("/api/v2/me")).MustBe(20, 401);
        using var again = Api.User(server.Server, team.Ann);
        Assert.Equal("[]", (await again.GetAsync("/api/v2/me/chats")).Ok["uris"]!.ToJsonString());
    }

    [Fact]
    public async Task A_socket_of_who_is_disabled_hears_no_more()
    {
        var team = server.NextTeam();
        await using var socket = await Faults.SocketDesk.OpenAsync(server.Server, team.Ann);
        await socket.StartAsync();
        await server.ChangeAsync(center => PeopleFile.UserOf(center, team.Ann)["Enabled"] = false);
        Assert.Equal(["/meta/disconnect", "closed"], (await socket.ToTheEndAsync()).Where(static m => m != "/meta/connect"));
    }

    [Fact]
    public async Task A_supervisor_who_loses_the_group_loses_monitoring_and_leaves_the_chat()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var sue = await team.SupervisorAsync(team.Sue);
        await using var tom = await team.SupervisorAsync(team.Tom);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        await sue.IntrudeAsync(ann, chatId, "Monitor");
        await tom.IntrudeAsync(ann, chatId, "Monitor");
        await sue.ExpectAsync($"ParticipantsUpdated Chatting [Monitor] {team.Ann}, {team.Sue}~Supervisors, {team.Tom}~Supervisors, Chris", $"NewMessages 4 ParticipantJoined {team.Tom}~Supervisors");

        await server.ChangeAsync(center => PeopleFile.LeaveGroup(center, $"first{Number(team)}", "Supervisors", team.Sue));

        Assert.Equal("Completed", (string?)(await sue.NextChatAsync("StatusChange"))["state"]);
        _ = (await chris.SayAsync("secret")).Ok;
        await sue.NothingMoreAsync();
        (await sue.DoAsync(chatId, "SendMessage", ("text", "x"))).MustBe(6, 404);
        (await sue.MonitorAsync(ann, "Monitor")).MustBe(5, 403);
        (await sue.MonitorAsync(ann, "Ready")).MustBe(5, 403);
        _ = (await tom.MonitorAsync(ann, "CancelSupervisorMonitoring")).Ok;
        Assert.Contains("secret", await tom.LogAsync(chatId), StringComparison.Ordinal);
        await server.ChangeAsync(center => PeopleFile.JoinGroup(center, $"first{Number(team)}", "Supervisors", team.Sue));
        (await sue.MonitorAsync(ann, "CancelSupervisorMonitoring")).MustBe(2, 400);   // the monitoring did not come back with the group
    }

    [Fact]
    public async Task Another_password_ends_the_logins_and_the_old_one_is_forgotten()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var byCookie = ann.Api.CookieOnly();
        await server.ChangeAsync(center => PeopleFile.UserOf(center, team.Ann)["PasswordHash"] = new PasswordHasher<object>().HashPassword(new object(), "another"));
        (await byCookie.GetAsync("/api/v2/me")).MustBe(20, 401);
        (await ann.Api.GetAsync("/api/v2/me")).MustBe(20, 401);
        using var again = Api.User(server.Server, team.Ann, "another");
        Assert.Equal("Ready", (string?)(await again.GetAsync("/api/v2/me/channels?fields=*")).Ok["channels"]![0]!["userState"]!["state"]);
    }

    [Fact]
    public async Task An_agent_who_joins_a_group_is_offered_its_chats_and_one_who_leaves_is_not()
    {
        var team = server.NextTeam();
        await using var sue = await team.SupervisorAsync(team.Sue);
        await sue.DoOwnAsync("Ready");
        await sue.ExpectAsync("Channel chat Ready Off");
        using var chris = await team.CustomerAsync();
        await sue.NothingMoreAsync();
        await server.ChangeAsync(center => PeopleFile.JoinGroup(center, $"first{Number(team)}", "Agents", team.Sue));
        await sue.AcceptNextAsync();
        await server.ChangeAsync(center => PeopleFile.LeaveGroup(center, $"first{Number(team)}", "Agents", team.Sue));
        using var dana = await team.CustomerAsync("Dana");
        await using var ann = await team.ReadyAsync(team.Ann);
        await ann.NextOfferAsync();
        await sue.NothingMoreAsync();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"People":{"ContactCenters":[]}}""")]
    [InlineData("""{"People":{"ContactCenters":[{"Id":"11111111-1111-1111-1111-111111111111","Userz":[]}]}}""")]
    [InlineData("""{"People":{"ContactCenters":[{"Id":"11111111-1111-1111-1111-111111111111","Users":[{"UserName":"a","PasswordHash":"plain"}]}]}}""")]
    public async Task A_bad_configuration_is_refused_as_a_whole_and_the_old_one_holds(string content)
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await server.RefuseAsync(content);
        await ann.NothingMoreAsync();
        using var demo = Api.User(server.Server, "agent1");
        (await demo.GetAsync("/api/v2/me")).MustBe(20, 401);
        await server.RestoreAsync();
        await ann.NothingMoreAsync();
    }

    [Fact]
    public async Task SIGHUP_reads_the_people_again()
    {
        await server.Server.UntilPrintedAsync("The people were read again", () =>
        {
            server.Server.HangUp();
            return Task.CompletedTask;
        });
        var team = server.NextTeam();
        await using var ann = await team.OpenAsync(team.Ann);
    }

    private static string Number(Team team) => team.Queue["queue".Length..];
}
