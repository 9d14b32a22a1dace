using System.Text.Json.Nodes;
using OrleansChat.Tests.Compatibility;

namespace OrleansChat.Tests.Running;

/// <summary>
/// The founding scenario, told by every notification of every party in order. That somebody is told nothing is seen by what comes next: the
/// customer's word, which all hear, has the next index and nothing stands before it.
/// </summary>
[Collection(OneServer.Name)]
public sealed class ScenarioTests(TeamServer server)
{
    [Fact]
    [Shows("Accept", "SwitchToBargeIn")]
    public async Task A_supervisor_monitors_intrudes_coaches_barges_in_and_withdraws()
    {
        var team = server.NextTeam();
        await using var ann = await team.OpenAsync(team.Ann);
        await using var bob = await team.OpenAsync(team.Bob);
        await using var sue = await team.SupervisorAsync(team.Sue);
        await LogInAsync(ann, bob);
        using var chris = await team.CustomerAsync();

        var chatId = await TalkAsync(ann, chris);
        await MonitorUnseenAsync(ann, sue, chris, chatId);
        await SwitchAsync(ann, sue, chris, chatId);
        await ChangeUserDataAsync(ann, sue, chatId);
        await CompleteAsync(ann, sue, chris, chatId);

        await ann.NothingMoreAsync();
        await bob.NothingMoreAsync();
        await sue.NothingMoreAsync();
    }

    private static async Task LogInAsync(params Desk[] desks)
    {
        foreach (var desk in desks)
        {
            _ = (await desk.Api.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))).Ok;
            _ = (await desk.Api.PostAsync("/api/v2/me", "Ready")).Ok;
            await desk.ExpectAsync("Channel chat NotReady Off", "Channel chat Ready Off");
        }
    }

    private static async Task<string> TalkAsync(Desk ann, CustomerSide chris)
    {
        Assert.Equal("WaitingForAgent: Chris", await chris.StateAsync());
        var offer = await ann.NextAsync();
        Assert.Equal("StatusChange Invited [Invited]", NotificationText.Of(offer));
        var chatId = (string)offer["chat"]!["id"]!;
        var accepted = await ann.DoWithReferenceAsync(chatId, "Accept", ("nickname", "Ann"));
        await ann.ExpectAsync(
            $"StatusChange Chatting [Agent] ref {accepted}",
            $"ParticipantsUpdated Chatting [Agent] Ann, Chris ref {accepted}",
            $"NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann ref {accepted}");
        Assert.Equal("Chatting: Ann, Chris", await chris.StateAsync());

        _ = (await chris.SayAsync("hello")).Ok;
        _ = (await chris.DoAsync("SendStartTypingNotification")).Ok;
        await ann.DoPlainAsync(chatId, "SendMessage", ("text", "hi"));
        await ann.DoPlainAsync(chatId, "SendToAgents", ("text", "a note"));
        await ann.ExpectAsync("NewMessages 3 Text Chris hello", "NewMessages 4 TypingStarted Chris", "NewMessages 5 Text Ann hi", "NewMessages 6 Text Ann (Agents) a note");
        Assert.Equal("1 ParticipantJoined Chris, 2 ParticipantJoined Ann, 3 Text Chris hello, 4 TypingStarted Chris, 5 Text Ann hi", await chris.TranscriptAsync(null));
        return chatId;
    }

    private static async Task MonitorUnseenAsync(Desk ann, Desk sue, CustomerSide chris, string chatId)
    {
        var (annReads, chrisReads) = (await ann.EverythingAsync(chatId), await chris.EverythingAsync());
        Assert.Equal("""{"statusCode":0}""", (await sue.Api.PostAsync($"/api/v2/users/{ann.UserId}/channels/chat", "Monitor")).Ok.ToJsonString());
        Assert.Equal("""{"statusCode":0}""", (await sue.Api.PostAsync($"/api/v2/users/{ann.UserId}/chats/{chatId}", "Intrude")).Ok.ToJsonString());
        await sue.ExpectAsync("StatusChange Invited as Monitor [Invited]");
        var accepted = await sue.DoWithReferenceAsync(chatId, "Accept", ("nickname", "Sue"));
        await sue.ExpectAsync(
            $"StatusChange Chatting [Monitor] ref {accepted}",
            $"ParticipantsUpdated Chatting [Monitor] Ann, Sue~Supervisors, Chris ref {accepted}",
            "NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann, 3 Text Chris hello, 4 TypingStarted Chris, 5 Text Ann hi, 6 Text Ann (Agents) a note, "
            + $"7 ParticipantJoined Sue~Supervisors ref {accepted}");
        await sue.DoPlainAsync(chatId, "SendMessage", ("text", "nobody hears me"));
        await sue.DoPlainAsync(chatId, "SendStartTypingToAgentsNotification");
        await sue.ExpectAsync("NewMessages 8 Text Sue~Supervisors (Supervisors) nobody hears me", "NewMessages 9 TypingStarted Sue~Supervisors (Supervisors)");
        Assert.Equal(annReads, await ann.EverythingAsync(chatId));
        Assert.Equal(chrisReads, await chris.EverythingAsync());

        _ = (await chris.SayAsync("still there?")).Ok;
        await ann.ExpectAsync("NewMessages 7 Text Chris still there?");
        await sue.ExpectAsync("NewMessages 10 Text Chris still there?");
        Assert.Equal("6 Text Chris still there?", await chris.TranscriptAsync(null));
    }

    private static async Task SwitchAsync(Desk ann, Desk sue, CustomerSide chris, string chatId)
    {
        await sue.DoPlainAsync(chatId, "SwitchToCoach");
        await sue.DoPlainAsync(chatId, "SwitchToCoach");               // already so: nothing happens
        await sue.DoPlainAsync(chatId, "SendMessage", ("text", "offer a refund"));
        await sue.ExpectAsync("ParticipantsUpdated Chatting [Coach] Ann, Sue~Agents, Chris", "NewMessages 11 ParticipantRejoined Sue~Agents", "NewMessages 12 Text Sue~Agents (Agents) offer a refund");
        await ann.ExpectAsync("ParticipantsUpdated Chatting [Agent] Ann, Sue~Agents, Chris", "NewMessages 8 ParticipantJoined Sue~Agents", "NewMessages 9 Text Sue~Agents (Agents) offer a refund");
        Assert.Equal(("", "Chatting: Ann, Chris"), (await chris.TranscriptAsync(null), await chris.StateAsync()));

        await sue.DoPlainAsync(chatId, "SwitchToBargeIn");
        await sue.DoPlainAsync(chatId, "SendMessage", ("text", "I am Ann's supervisor"));
        await sue.ExpectAsync("ParticipantsUpdated Chatting [BargeIn] Ann, Sue, Chris", "NewMessages 13 ParticipantRejoined Sue", "NewMessages 14 Text Sue I am Ann's supervisor");
        await ann.ExpectAsync("ParticipantsUpdated Chatting [Agent] Ann, Sue, Chris", "NewMessages 10 ParticipantRejoined Sue", "NewMessages 11 Text Sue I am Ann's supervisor");
        Assert.Equal(("7 ParticipantJoined Sue, 8 Text Sue I am Ann's supervisor", "Chatting: Ann, Sue, Chris"), (await chris.TranscriptAsync(null), await chris.StateAsync()));

        await sue.DoPlainAsync(chatId, "SwitchToMonitor");
        await sue.DoPlainAsync(chatId, "SendMessage", ("text", "unheard again"));
        await sue.ExpectAsync(
            "ParticipantsUpdated Chatting [Monitor] Ann, Sue~Supervisors, Chris", "NewMessages 15 ParticipantRejoined Sue~Supervisors",
            "NewMessages 16 Text Sue~Supervisors (Supervisors) unheard again");
        await ann.ExpectAsync("ParticipantsUpdated Chatting [Agent] Ann, Chris", "NewMessages 12 ParticipantLeft Sue");
        Assert.Equal(("9 ParticipantLeft Sue", "Chatting: Ann, Chris"), (await chris.TranscriptAsync(null), await chris.StateAsync()));
    }

    private static async Task ChangeUserDataAsync(Desk ann, Desk sue, string chatId)
    {
        var attached = await ann.DoWithReferenceAsync(chatId, "AttachUserData", ("userData", new JsonObject { ["order"] = 1 }));
        await ann.ExpectAsync($"PropertiesUpdated Chatting [Agent] Ann, Chris ref {attached}");
        await sue.ExpectAsync("PropertiesUpdated Chatting [Monitor] Ann, Sue~Supervisors, Chris");
        var updated = await sue.DoWithReferenceAsync(chatId, "UpdateUserData", ("userData", new JsonObject { ["order"] = 2 }));
        await sue.ExpectAsync($"PropertiesUpdated Chatting [Monitor] Ann, Sue~Supervisors, Chris ref {updated}");
        await ann.ExpectAsync("PropertiesUpdated Chatting [Agent] Ann, Chris");
        var disposed = await ann.DoWithReferenceAsync(chatId, "SetDisposition", ("disposition", "Resolved"));
        await ann.ExpectAsync($"PropertiesUpdated Chatting [Agent] Ann, Chris ref {disposed}");
        Assert.Equal("""{"Subject":"Help","order":2,"DispositionCode":"Resolved"}""", (await sue.NextChatAsync("PropertiesUpdated"))["userData"]!.ToJsonString());
    }

    private static async Task CompleteAsync(Desk ann, Desk sue, CustomerSide chris, string chatId)
    {
        await ann.DoPlainAsync(chatId, "Complete");
        await ann.ExpectAsync("StatusChange Completed []");
        await sue.ExpectAsync("StatusChange Revoked []");
        Assert.Equal(("10 ParticipantLeft Ann", "Idle"), (await chris.TranscriptAsync(null), await chris.StateAsync()));
        Assert.Equal(2, (await chris.SayAsync("hello?")).StatusCode);
        Assert.Equal((6, 6), ((await ann.DoAsync(chatId, "SendMessage", ("text", "x"))).StatusCode, (await sue.Api.GetAsync($"/api/v2/me/chats/{chatId}")).StatusCode));
    }
}
