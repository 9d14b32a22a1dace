using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Running;

/// <summary>RemoveParticipantFromConference (contract row 18), JoinFailed (decision 36), and texts before an act (contract section 14, item 19).</summary>
[Collection(OneServer.Name)]
public sealed class ConferenceTests(TeamServer server)
{
    [Fact]
    public async Task An_agent_is_removed_by_another_and_everybody_reads_it()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var bob = await team.SupervisorAsync(team.Bob);
        await using var sue = await team.SupervisorAsync(team.Sue);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        await InviteAsync(ann, bob, chatId);
        await sue.IntrudeAsync(ann, chatId, "Monitor");

        await ann.DoPlainAsync(chatId, "RemoveParticipantFromConference", ("targetUri", $"{TeamServer.ExternalUrl}/api/v2/users/{bob.UserId}"), ("text", "Bob leaves us"));
        await ann.ExpectAsync($"NewMessages 4 Text {team.Ann} Bob leaves us", $"ParticipantsUpdated Chatting [Agent] {team.Ann}, Chris", $"NewMessages 5 ParticipantLeft {team.Bob}");
        await bob.ExpectAsync($"NewMessages 4 Text {team.Ann} Bob leaves us", "StatusChange Revoked []");
        await sue.ExpectAsync($"NewMessages 5 Text {team.Ann} Bob leaves us", $"ParticipantsUpdated Chatting [Monitor] {team.Ann}, {team.Sue}~Supervisors, Chris", $"NewMessages 6 ParticipantLeft {team.Bob}");
        Assert.Equal($"4 Text {team.Ann} Bob leaves us, 5 ParticipantLeft {team.Bob}", await chris.TranscriptAsync(4));
        (await bob.DoAsync(chatId, "SendMessage", ("text", "x"))).MustBe(6, 404);
        await ann.NothingMoreAsync();
        await bob.NothingMoreAsync();
        await sue.NothingMoreAsync();
    }

    [Fact]
    public async Task Removing_is_refused_in_this_order()
    {
        const string Remove = "RemoveParticipantFromConference";
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var bob = await team.SupervisorAsync(team.Bob);
        await using var sue = await team.SupervisorAsync(team.Sue);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        await sue.IntrudeAsync(ann, chatId, "Monitor");
        (string, JsonNode?) To(Desk who) => ("targetPath", $"/users/{who.UserId}");
        (await bob.DoAsync(chatId, Remove)).MustBe(1, 400);
        (await bob.DoAsync(chatId, Remove, To(ann), ("targetUri", $"/users/{ann.UserId}"))).MustBe(2, 400);
        (await bob.DoAsync(chatId, Remove, ("targetPath", $"/queues/{team.Queue}"))).MustBe(2, 400);
        (await bob.DoAsync(chatId, Remove, ("targetPath", "/users/nobody"))).MustBe(2, 400);
        (await bob.DoAsync(chatId, Remove, To(ann), ("treatAs", "Normal"))).MustBe(2, 400);
        (await bob.DoAsync(chatId, Remove, To(ann))).MustBe(6, 404);
        (await sue.DoAsync(chatId, Remove, To(bob))).MustBe(3, 403);
        var hidden = await ann.DoAsync(chatId, Remove, To(sue));
        hidden.MustBe(2, 400);                                          // as for who is not there
        Assert.Equal((await ann.DoAsync(chatId, Remove, To(bob))).Body.ToJsonString(), hidden.Body.ToJsonString());
        await sue.DoPlainAsync(chatId, "SwitchToCoach");
        (await ann.DoAsync(chatId, Remove, To(sue))).MustBe(3, 403);
        (await ann.DoAsync(chatId, Remove, To(ann))).MustBe(2, 400);
        await ann.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Ann}, {team.Sue}~Agents, Chris", $"NewMessages 3 ParticipantJoined {team.Sue}~Agents");
        await ann.NothingMoreAsync();
        await bob.NothingMoreAsync();
    }

    [Fact]
    public async Task Who_accepts_after_the_customer_has_gone_wraps_up()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var bob = await team.SupervisorAsync(team.Bob);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        var transferred = await ann.DoWithReferenceAsync(chatId, "Transfer", ("targetUri", $"/users/{bob.UserId}"));
        await bob.ExpectAsync("StatusChange Invited [Invited]");
        _ = (await chris.DoAsync("Complete")).Ok;
        await ann.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Ann}", "NewMessages 3 ParticipantLeft Chris");
        var accepted = await bob.DoWithReferenceAsync(chatId, "Accept");
        await bob.ExpectAsync($"StatusChange JoinFailed [JoinFailed] ref {accepted}");
        await ann.ExpectAsync($"StatusChange Completed [] ref {transferred}");
        Assert.Equal("JoinFailed", (string?)(await bob.Api.GetAsync($"/api/v2/me/chats/{chatId}")).Ok["chat"]!["state"]);
        (await bob.Api.GetAsync($"/api/v2/me/chats/{chatId}/messages")).MustBe(2, 400);
        string[] allowed = ["SetInFocus", "Complete", "SetDisposition", "AttachUserData", "DeleteUserData", "UpdateUserData"];
        foreach (var operation in OperationCatalogue.OfChats.Where(o => !allowed.Contains(o.Name) && !o.Name.StartsWith("Switch", StringComparison.Ordinal)))
        {
            (await bob.Api.PostRawAsync($"/api/v2/me/chats/{chatId}", operation.Body())).MustBe(2, 400);
        }

        await bob.DoPlainAsync(chatId, "SetInFocus");
        var disposed = await bob.DoWithReferenceAsync(chatId, "SetDisposition", ("disposition", "Gone"));
        await bob.ExpectAsync($"PropertiesUpdated JoinFailed [JoinFailed] ref {disposed}");
        await bob.DoPlainAsync(chatId, "Complete");
        await bob.ExpectAsync("StatusChange Completed []");
        Assert.Equal($"1 ParticipantJoined Chris, 2 ParticipantJoined {team.Ann}, 3 ParticipantLeft Chris, 4 ParticipantLeft {team.Ann}", await chris.TranscriptAsync());
        await ann.NothingMoreAsync();
        await bob.NothingMoreAsync();
    }

    [Fact]
    public async Task A_wrap_up_is_handed_over()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        await ann.DoPlainAsync(chatId, "Leave", ("text", "good-bye"));
        await ann.ExpectAsync($"NewMessages 3 Text {team.Ann} good-bye", "StatusChange LeftChat [WrapUp]", "ParticipantsUpdated LeftChat [WrapUp]", $"NewMessages 4 ParticipantLeft {team.Ann}");
        (await ann.DoAsync(chatId, "Complete", ("text", "too late"))).MustBe(2, 400);
        (await ann.DoAsync(chatId, "Invite", ("queueName", team.SecondQueue))).MustBe(2, 400);
        var transferred = await ann.DoWithReferenceAsync(chatId, "Transfer", ("queueName", team.SecondQueue));
        await ann.ExpectAsync($"StatusChange Completed [] ref {transferred}");
        Assert.Equal("Idle", await chris.StateAsync());
        await using var bob = await team.ReadyAsync(team.Bob);
        Assert.Equal(chatId, await bob.NextOfferAsync());
        await bob.DoWithReferenceAsync(chatId, "Accept");
        await bob.NextChatAsync("StatusChange", "JoinFailed");
        await bob.DoPlainAsync(chatId, "Complete");
        await bob.ExpectAsync("StatusChange Completed []");
        await ann.NothingMoreAsync();
        await bob.NothingMoreAsync();
    }

    [Fact]
    public async Task A_text_goes_before_the_act_to_those_whom_the_act_is_for()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        (string Operation, (string, JsonNode?)[] Parameters)[] rows =
        [
            ("SendUrl", [("url", "https://example.org/")]), ("SendCustomNotice", [("noticeText", "n")]), ("SendCustomNoticeToAgents", [("noticeText", "n")]),
            ("SendStartTypingNotification", []), ("SendStopTypingNotification", []), ("SendStartTypingToAgentsNotification", []), ("SendStopTypingToAgentsNotification", []),
        ];
        var told = new List<string>();
        foreach (var (operation, parameters) in rows)
        {
            (await ann.DoAsync(chatId, operation, [.. parameters, ("messageType", "x")])).MustBe(2, 400);
            (await ann.DoAsync(chatId, operation, [.. parameters, ("treatAs", "Normal")])).MustBe(2, 400);
            await ann.DoPlainAsync(chatId, operation, [.. parameters, ("text", "first"), ("messageType", "x"), ("treatAs", "System")]);
        }

        for (var entry = 3; entry <= 14; entry++)
        {
            told.Add((await ann.NextEntriesAsync()).Replace(team.Ann, "ann", StringComparison.Ordinal));
        }

        Assert.Equal(
        [
            "3 Text ann first", "4 PushUrl ann https://example.org/", "5 Text ann first", "6 CustomNotice ann n", "7 Text ann (Agents) first", "8 CustomNotice ann (Agents) n",
            "9 Text ann first", "10 TypingStarted ann", "11 Text ann first", "12 Text ann (Agents) first", "13 TypingStarted ann (Agents)", "14 Text ann (Agents) first",
        ], told);
        await ann.DoPlainAsync(chatId, "Complete", ("text", "bye"), ("saveLAR", true));
        await ann.ExpectAsync($"NewMessages 15 Text {team.Ann} bye", "StatusChange Completed []");
        Assert.Equal(["Text", "PushUrl", "Text", "CustomNotice", "Text", "TypingStarted", "Text", "Text", "ParticipantLeft"], (await chris.TranscriptAsync(3)).Split(", ").Select(static e => e.Split(' ')[1]));
        await ann.NothingMoreAsync();
    }

    /// <summary>Everything that both are told is read.</summary>
    private static async Task InviteAsync(Desk ann, Desk bob, string chatId)
    {
        await ann.DoWithReferenceAsync(chatId, "Invite", ("targetUri", $"/users/{bob.UserId}"));
        Assert.Equal(chatId, await bob.NextOfferAsync());
        await bob.AcceptAsync(chatId);
        await ann.NextChatAsync("ParticipantsUpdated");
        await ann.NextEntriesAsync();
    }
}
