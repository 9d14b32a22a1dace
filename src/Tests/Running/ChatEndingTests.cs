using OrleansChat.Tests.Compatibility;

namespace OrleansChat.Tests.Running;

/// <summary>Wrapping up, and going on in another queue (contract rows 3 and 4).</summary>
[Collection(OneServer.Name)]
public sealed class ChatEndingTests(TeamServer server)
{
    [Fact]
    [Shows("Leave")]
    public async Task The_only_agent_leaves_wraps_up_and_completes()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var sue = await team.SupervisorAsync(team.Sue);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        await sue.IntrudeAsync(ann, chatId, "Coach");
        await ann.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Ann}, {team.Sue}~Agents, Chris", $"NewMessages 3 ParticipantJoined {team.Sue}~Agents");

        await ann.DoPlainAsync(chatId, "Leave");
        await sue.ExpectAsync("StatusChange Revoked []");
        await ann.ExpectAsync("StatusChange LeftChat [WrapUp]", "ParticipantsUpdated LeftChat [WrapUp]", $"NewMessages 4 ParticipantLeft {team.Ann}, 5 ParticipantLeft {team.Sue}~Agents");
        Assert.Equal("Idle", await chris.StateAsync());
        Assert.Equal($"1 ParticipantJoined Chris, 2 ParticipantJoined {team.Ann}, 3 ParticipantLeft {team.Ann}", await chris.TranscriptAsync());
        Assert.Contains("5 ParticipantLeft", await ann.LogAsync(chatId), StringComparison.Ordinal);
        (await chris.SayAsync("wait")).MustBe(2, 400);
        (await ann.DoAsync(chatId, "SendToAgents", ("text", "x"))).MustBe(2, 400);

        var disposed = await ann.DoWithReferenceAsync(chatId, "SetDisposition", ("disposition", "Done"));
        await ann.ExpectAsync($"PropertiesUpdated LeftChat [WrapUp] ref {disposed}");
        await ann.DoPlainAsync(chatId, "Complete");
        await ann.ExpectAsync("StatusChange Completed []");
        await ann.NothingMoreAsync();
        await sue.NothingMoreAsync();
    }

    [Fact]
    [Shows("Complete")]
    public async Task A_completed_chat_may_go_on_in_another_queue()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var sue = await team.SupervisorAsync(team.Sue);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        await sue.IntrudeAsync(ann, chatId, "Monitor");
        (await ann.DoAsync(chatId, "Complete", ("queueName", "nowhere"))).MustBe(2, 400);
        (await ann.DoAsync(chatId, "Complete", ("queueName", "abroad"))).MustBe(2, 400);
        (await ann.DoAsync("0000000000000000", "Complete", ("queueName", "nowhere"))).MustBe(2, 400);      // a bad value comes before an unknown chat
        await ann.DoPlainAsync(chatId, "Complete", ("queueName", team.SecondQueue));
        await ann.ExpectAsync("StatusChange Completed []");
        await sue.ExpectAsync("StatusChange Revoked []");
        Assert.Equal("WaitingForAgent: Chris", await chris.StateAsync());
        _ = (await chris.SayAsync("still here")).Ok;

        await using var bob = await team.ReadyAsync(team.Bob);
        Assert.Equal(chatId, await bob.AcceptNextAsync());
        Assert.Equal($"1 ParticipantJoined Chris, 2 ParticipantJoined {team.Ann}, 3 ParticipantLeft {team.Ann}, 4 Text Chris still here, 5 ParticipantJoined {team.Bob}", await chris.TranscriptAsync());
        await ann.NothingMoreAsync();
        await sue.NothingMoreAsync();
    }

    [Fact]
    [Shows("Complete")]
    public async Task Wrap_up_may_go_on_in_another_queue()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var bob = await team.ReadyAsync(team.Bob);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        await ann.DoPlainAsync(chatId, "Leave");
        await ann.NextChatAsync("StatusChange");
        await ann.NextChatAsync("ParticipantsUpdated");
        await ann.NextEntriesAsync();
        await ann.DoPlainAsync(chatId, "Complete", ("queueName", team.SecondQueue));
        await ann.ExpectAsync("StatusChange Completed []");
        Assert.Equal(chatId, await bob.NextOfferAsync());
        Assert.Equal("Idle", await chris.StateAsync());
        await ann.NothingMoreAsync();
    }

    [Theory]
    [InlineData("Complete")]
    [InlineData("Transfer")]
    public async Task A_queue_offers_a_chat_to_who_placed_it_there_only_while_nobody_else_can_take_it(string operation)
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        _ = (await ann.DoAsync(chatId, operation, ("queueName", team.Queue))).Ok;
        Assert.Equal("Completed", (string?)(await ann.NextChatAsync("StatusChange"))["state"]);
        Assert.Equal(chatId, await ann.AcceptNextAsync());              // nobody else is there

        await using var bob = await team.ReadyAsync(team.Bob);           // has waited less long than ann
        _ = (await ann.DoAsync(chatId, operation, ("queueName", team.Queue))).Ok;
        Assert.Equal(chatId, await bob.NextOfferAsync());
        Assert.Equal("Completed", (string?)(await ann.NextChatAsync("StatusChange"))["state"]);
        await ann.NothingMoreAsync();
    }
}
