using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Chats;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Users;

namespace OrleansChat.Tests.Grains;

/// <summary>An append of an activation that is gone came late, and who answers reads does not know of it yet: a session that opens then misses nothing.</summary>
public sealed class LateAppendTests(GrainWorld world) : IClassFixture<GrainWorld>
{
    [Fact]
    public async Task A_session_is_told_what_came_late_to_a_chat_and_could_not_be_read_when_it_opened()
    {
        var (chatId, handle, first) = await AcceptedChatAsync("agent1");
        Assert.True(await world.Inbox("agent1").DisconnectAsync(first.ClientId));
        await LateAsync(chatId, "late");

        var desk = await world.OpenDeskAsync("agent1");
        Assert.DoesNotContain("late", await TextsAsync(chatId, desk));
        await world.Chat(chatId).WakeAsync();
        Assert.Contains("late", await TextsAsync(chatId, desk));
        Assert.Equal("3 Text cleo late", await desk.NextEntriesAsync());
        await EndAsync(chatId, handle, desk);
    }

    [Fact]
    public async Task What_other_sessions_were_told_of_it_a_session_that_opens_can_read()
    {
        var (chatId, handle, first) = await AcceptedChatAsync("agent2");
        await LateAsync(chatId, "late");
        await world.Journal.FlushAsync();
        await GrainWorld.DeactivateAsync(world.Inbox("agent2"));        // the next activation reads the journal for the sessions that there are
        await first.ConnectAsync();
        Assert.Equal("3 Text cleo late", await first.NextEntriesAsync());

        var second = await world.OpenDeskAsync("agent2");
        Assert.Contains("late", await TextsAsync(chatId, second));
        Assert.True(await world.Inbox("agent2").DisconnectAsync(first.ClientId));
        await EndAsync(chatId, handle, second);
    }

    [Fact]
    public async Task A_session_is_told_what_came_late_to_the_user_and_could_not_be_read_when_it_opened()
    {
        var user = world.User("agent3");
        await user.StartSessionAsync();
        await user.WaitForTellingAsync();
        var stream = UserReplay.Stream(world.IdOf("agent3"));
        var version = (await world.Journal.ReadHeadAsync(stream))!.Version;
        await world.Journal.AppendAsync(new JournalAppend(stream, version, [UserReplay.Codec.Encode(new UserEvent.ChannelChanged(AgentState.Ready, false, DateTimeOffset.UnixEpoch))]));

        var desk = await world.OpenDeskAsync("agent3");
        Assert.Equal(AgentState.NotReady, (await user.GetAsync()).Chat.State);
        await user.WakeAsync();
        Assert.Equal(AgentState.Ready, (await user.GetAsync()).Chat.State);
        Assert.Equal(AgentState.Ready, (await desk.NextAsync()).Channel!.State);
        await desk.CloseAsync();
    }

    [Fact]
    public async Task A_monitoring_whose_start_comes_late_does_not_begin_after_it_was_taken()
    {
        var (agentId, supervisorId) = (world.IdOf("agent4"), world.IdOf("supervisor1"));
        var stream = UserReplay.Stream(agentId);
        var late = new UserEvent.MonitoringStarted(new Monitoring(supervisorId, "supervisor1", SupervisorMode.Monitor, MonitoringScope.AllChats, ""), DateTimeOffset.UnixEpoch);
        var version = (await world.Journal.ReadHeadAsync(stream))?.Version ?? 0;
        await world.User("agent4").EndMonitoringAsync(supervisorId, MonitoringEnd.RightLost);
        await Assert.ThrowsAsync<JournalConflictException>(() => world.Journal.AppendAsync(new JournalAppend(stream, version, [UserReplay.Codec.Encode(late)])));
    }

    /// <summary>A chat that an agent has, with everything told.</summary>
    private async Task<(string ChatId, string HandleHash, GrainDesk Desk)> AcceptedChatAsync(string userName)
    {
        var desk = await world.OpenReadyDeskAsync(userName);
        var (chatId, handle) = await world.StartChatAsync();
        await desk.AcceptAsync(chatId);
        await world.Chat(chatId).WaitForTellingAsync();
        return (chatId, handle, desk);
    }

    private async Task LateAsync(string chatId, string text)
    {
        var stream = ChatReplay.Stream(chatId);
        var version = (await world.Journal.ReadHeadAsync(stream))!.Version;
        await world.Journal.AppendAsync(new JournalAppend(stream, version, [ChatReplay.Codec.Encode(new ChatEvent.Said(null, EntryKind.Text, Visibility.All, text, null, DateTimeOffset.UnixEpoch))]));
    }

    private async Task<IEnumerable<string>> TextsAsync(string chatId, GrainDesk desk) => (await world.Chat(chatId).GetMessagesAsync(desk.UserId, 1)).Entries.Select(static e => e.Text);

    private async Task EndAsync(string chatId, string handle, GrainDesk desk)
    {
        await world.Chat(chatId).CustomerCompleteAsync(handle);
        await world.Chat(chatId).CompleteAsync(desk.UserId, null, null);
        await desk.CloseAsync();
    }
}
