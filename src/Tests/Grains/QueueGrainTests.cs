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

    /// <summary>The process dies between telling of a log-out and keeping that it was told.</summary>
    [Fact]
    public async Task A_log_out_that_is_told_again_takes_back_no_offer_of_the_next_session()
    {
        var desk = await _world.OpenReadyDeskAsync("agent1");
        var (user, (chatId, handle)) = (_world.User("agent1"), await _world.StartChatAsync());
        await desk.NextStatusAsync(ParticipantState.Invited);
        _world.Journal.ForgetsToldOf = $"user/{desk.UserId}";
        await user.EndSessionAsync("");
        await user.WaitForTellingAsync();
        Assert.Equal(AgentState.Offline, (await desk.NextAsync()).Channel!.State);
        await desk.NextStatusAsync(ParticipantState.Revoked);
        await user.StartSessionAsync();
        await user.ChangeChannelAsync(ChannelOperation.Ready);
        await user.WaitForTellingAsync();
        Assert.Equal(AgentState.NotReady, (await desk.NextAsync()).Channel!.State);
        Assert.Equal(AgentState.Ready, (await desk.NextAsync()).Channel!.State);
        await desk.NextStatusAsync(ParticipantState.Invited);

        await GrainWorld.DeactivateAsync(user);
        _world.Journal.ForgetsToldOf = null;
        await user.WakeAsync();
        await user.WaitForTellingAsync();
        Assert.Equal(CustomerChatState.WaitingForAgent, (await _world.Chat(chatId).GetCustomerChatAsync(handle)).State);
        await desk.JoinAsync(chatId);                                   // is not taken back in between
        await _world.Chat(chatId).CompleteAsync(desk.UserId, null, null);
        await desk.CloseAsync();
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
    public async Task An_agent_who_cannot_be_asked_keeps_nobody_from_an_offer()
    {
        var first = await _world.OpenReadyDeskAsync("agent1");
        var second = await _world.OpenReadyDeskAsync("agent2");
        await _world.User("agent1").WaitForTellingAsync();
        await _world.User("agent2").WaitForTellingAsync();
        _world.Journal.UnreadableStream = $"user/{first.UserId}";
        await GrainWorld.DeactivateAsync(_world.User("agent1"));
        var (chatId, _) = await _world.StartChatAsync();                // the queue thinks of the first, who has waited longest
        await second.AcceptAsync(chatId);

        await GrainWorld.DeactivateAsync(_world.Queue);                 // knows nobody, and learns nothing of the first
        var (another, _) = await _world.StartChatAsync();
        await second.AcceptAsync(another);

        _world.Journal.UnreadableStream = null;
        await _world.User("agent2").ChangeChannelAsync(ChannelOperation.NotReady);
        var (third, _) = await _world.StartChatAsync();
        await first.AcceptAsync(third);                                 // is asked again with the next chat that waits
    }

    [Fact]
    public async Task A_chat_that_cannot_be_asked_keeps_no_other_from_its_offer()
    {
        var (stuck, _) = await _world.StartChatAsync();
        await _world.Chat(stuck).WaitForTellingAsync();
        var (next, _) = await _world.StartChatAsync();
        await _world.Chat(next).WaitForTellingAsync();
        _world.Journal.UnreadableStream = $"chat/{stuck}";
        await GrainWorld.DeactivateAsync(_world.Chat(stuck));
        var desk = await _world.OpenReadyDeskAsync("agent1");
        await desk.AcceptAsync(next);
        _world.Journal.UnreadableStream = null;
        await desk.AcceptAsync(stuck);
    }

    /// <summary>As when a message between silos is lost: Orleans may take half a minute to notice.</summary>
    [Fact]
    public async Task Neither_a_chat_nor_an_agent_that_does_not_answer_keeps_others_from_an_offer()
    {
        var (stuck, _) = await _world.StartChatAsync();
        await _world.Chat(stuck).WaitForTellingAsync();
        var first = await _world.OpenDeskAsync("agent1");
        await _world.User("agent1").WaitForTellingAsync();
        var released = new TaskCompletionSource();
        _world.Journal.HeldStream = ($"chat/{stuck}", released.Task);
        await GrainWorld.DeactivateAsync(_world.Chat(stuck));
        var desk = await _world.OpenReadyDeskAsync("agent2");
        for (var number = 1; number <= 2; number++)
        {
            var (chatId, _) = await _world.StartChatAsync();
            await desk.AcceptAsync(chatId);
        }

        released.SetResult();
        _world.Journal.HeldStream = null;
        await desk.AcceptAsync(stuck);

        released = new TaskCompletionSource();
        _world.Journal.HeldStream = ($"user/{first.UserId}", released.Task);
        await GrainWorld.DeactivateAsync(_world.User("agent1"));
        await GrainWorld.DeactivateAsync(_world.Queue);                 // asks everybody
        var third = await _world.OpenReadyDeskAsync("agent3");
        var (last, _) = await _world.StartChatAsync();
        await third.AcceptAsync(last);
        released.SetResult();
    }

    /// <summary>The queue offers a chat that cannot be asked with every look: the place that is kept for it must become free for others all the same.</summary>
    [Fact]
    public async Task A_place_is_kept_for_a_chat_for_10_s_however_often_it_is_asked_for()
    {
        await using var world = await StillWorld.OpenAsync();
        await world.OpenReadyDeskAsync("agent1");
        var agent = world.User("agent1");
        Assert.True(await agent.ReserveAsync("STUCK", 1));
        world.Since = TimeSpan.FromSeconds(8);
        Assert.False(await agent.ReserveAsync("NEXT", 1));
        Assert.True(await agent.ReserveAsync("STUCK", 1));
        world.Since = TimeSpan.FromSeconds(11);
        Assert.True(await agent.ReserveAsync("NEXT", 1));
        Assert.False(await agent.ReserveAsync("STUCK", 1));
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
