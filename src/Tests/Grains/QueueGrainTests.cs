using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Users;

namespace OrleansChat.Tests.Grains;

/// <summary>Who is offered what, and when.</summary>
public sealed class QueueGrainTests : IAsyncLifetime
{
    private readonly GrainWorld _world = new();                          // a _world for each test: who waits is the subject

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_agent_who_waited_longest_is_asked_and_a_reject_goes_to_the_next()
    {
        var first = await _world.OpenReadyDeskAsync("agent1");
        var second = await _world.OpenReadyDeskAsync("agent2");
        var (chatId, handle) = await _world.StartChatAsync();
        await first.NextStatusAsync(ParticipantState.Invited);
        await _world.Chat(chatId).RejectAsync(first.UserId);
        await first.NextStatusAsync(ParticipantState.Completed);
        await second.NextStatusAsync(ParticipantState.Invited);

        // Both have declined: it waits, until one of them goes NotReady and Ready (decision 31).
        await _world.Chat(chatId).RejectAsync(second.UserId);
        await second.NextStatusAsync(ParticipantState.Completed);
        await _world.User("agent1").ChangeChannelAsync(ChannelOperation.NotReady);
        await _world.User("agent1").ChangeChannelAsync(ChannelOperation.Ready);
        Assert.Equal(AgentState.NotReady, (await first.NextAsync()).Channel!.State);
        Assert.Equal(AgentState.Ready, (await first.NextAsync()).Channel!.State);
        await first.NextStatusAsync(ParticipantState.Invited);

        // Log-out moves the offer on; nobody is left to ask, so it waits for whoever comes.
        await _world.User("agent1").EndSessionAsync("");
        await _world.User("agent1").WaitForTellingAsync();
        Assert.Equal(AgentState.Offline, (await first.NextAsync()).Channel!.State);
        await first.NextStatusAsync(ParticipantState.Revoked);
        var third = await _world.OpenReadyDeskAsync("agent3");
        await third.AcceptAsync(chatId);
        await _world.Chat(chatId).CustomerCompleteAsync(handle);
        await second.CloseAsync();
        await third.CloseAsync();
    }

    [Fact]
    public async Task An_offer_made_and_ended_before_anybody_was_told_does_not_keep_the_chat_from_others()
    {
        var first = await _world.OpenReadyDeskAsync("agent1");
        await _world.User("agent1").WaitForTellingAsync();
        _world.Journal.BrokenStream = $"user/{first.UserId}";           // the agent cannot be told
        var (chatId, handle) = await _world.StartChatAsync();
        await _world.Chat(chatId).WaitForTellingAsync();                // the queue offers it
        await _world.Queue.WakeAsync();
        await _world.Chat(chatId).RejectAsync(first.UserId);
        await _world.Chat(chatId).WaitForTellingAsync();

        _world.Journal.BrokenStream = null;
        await _world.Chat(chatId).WakeAsync();                          // as the sweeper does
        await _world.Chat(chatId).WaitForTellingAsync();
        var second = await _world.OpenReadyDeskAsync("agent2");
        await second.AcceptAsync(chatId);
        await _world.Chat(chatId).CustomerCompleteAsync(handle);
    }

    [Fact]
    public async Task A_waiting_chat_survives_the_queues_activation()
    {
        var (chatId, handle) = await _world.StartChatAsync();
        await _world.Chat(chatId).WaitForTellingAsync();                 // the queue has been told
        await GrainWorld.DeactivateAsync(_world.Queue);
        var desk = await _world.OpenReadyDeskAsync("agent4");
        await desk.AcceptAsync(chatId);
        await _world.Chat(chatId).CustomerCompleteAsync(handle);
        await desk.CloseAsync();
    }

    [Fact]
    public async Task An_agent_has_three_chats_and_not_a_fourth()
    {
        var desk = await _world.OpenReadyDeskAsync("agent5");
        var chats = new List<(string ChatId, string HandleHash)>();
        for (var number = 0; number < 4; number++)
        {
            chats.Add(await _world.StartChatAsync());
            await _world.Chat(chats[^1].ChatId).WaitForTellingAsync();  // one after the other comes to the queue
        }

        for (var number = 0; number < 3; number++)
        {
            Assert.Equal(chats[number].ChatId, (await desk.NextStatusAsync(ParticipantState.Invited)).ChatId);
        }

        await _world.Queue.WakeAsync();                                  // however often it looks
        Assert.Equal(CustomerChatState.WaitingForAgent, (await _world.Chat(chats[3].ChatId).GetCustomerChatAsync(chats[3].HandleHash)).State);
        Assert.Equal(3, (await _world.User("agent5").GetAsync()).ChatIds.Length);
        await _world.Chat(chats[0].ChatId).RejectAsync(desk.UserId);     // a place is free again
        var next = new[] { await desk.NextAsync(), await desk.NextAsync() };            // of two chats: in any order
        Assert.Contains(next, n => n.ChatId == chats[0].ChatId && n.Chat!.State == ParticipantState.Completed);
        Assert.Contains(next, n => n.ChatId == chats[3].ChatId && n.Chat!.State == ParticipantState.Invited);
        foreach (var (chatId, handle) in chats)
        {
            await _world.Chat(chatId).CustomerCompleteAsync(handle);
        }

        await desk.CloseAsync();
    }
}
