using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Running;

/// <summary>Wrap-ups that are handed over, and texts before an act (contract section 14, item 19), beside what the tables in <c>Operations</c> say.</summary>
[Collection(OneServer.Name)]
public sealed class ConferenceTests(TeamServer server)
{
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
}
