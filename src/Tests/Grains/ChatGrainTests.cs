using OrleansChat.Domain;
using OrleansChat.Domain.Chats;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Tests.Journal;

namespace OrleansChat.Tests.Grains;

/// <summary>A chat in a cluster: storing, failing, coming back.</summary>
public sealed class ChatGrainTests(GrainWorld world) : IClassFixture<GrainWorld>
{
    [Fact]
    public async Task A_chat_is_offered_accepted_and_talked_in()
    {
        var (chatId, handle) = await world.StartChatAsync();
        var desk = await world.OpenReadyDeskAsync("agent1");
        Assert.Equal("1 ParticipantJoined cleo, 2 ParticipantJoined agent1", await desk.AcceptAsync(chatId));

        await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "hello");
        Assert.Equal("3 Text cleo hello", await desk.NextEntriesAsync());
        await world.Chat(chatId).SayAsync(desk.UserId, EntryKind.Text, Visibility.All, "hi", null, null);
        Assert.Equal("4 Text agent1 hi", await desk.NextEntriesAsync());

        var read = await world.Chat(chatId).GetCustomerMessagesAsync(handle, 3);
        Assert.Equal(["hello", "hi"], read.Entries.Select(static e => e.Text));
        await world.Chat(chatId).CompleteAsync(desk.UserId, null, null);
        await desk.NextStatusAsync(ParticipantState.Completed);
        await desk.CloseAsync();
    }

    [Fact]
    public async Task An_append_that_fails_before_the_commit_changes_nothing()
    {
        var (chatId, handle) = await world.StartChatAsync();
        await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "kept");
        await world.Chat(chatId).WaitForTellingAsync();                 // all is told: the next append is the chat's own
        world.Journal.FailNextAppend(AppendFault.BeforeCommit);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "lost"));
        Assert.Null((await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "after")).Refusal);
        var read = await world.Chat(chatId).GetCustomerMessagesAsync(handle, 0);
        Assert.Equal(["", "kept", "after"], read.Entries.Select(static e => e.Text));
        await world.Chat(chatId).CustomerCompleteAsync(handle);
    }

    [Fact]
    public async Task An_append_of_unknown_outcome_is_read_again_and_told()
    {
        var (chatId, handle) = await world.StartChatAsync();
        var desk = await world.OpenReadyDeskAsync("agent2");
        await desk.AcceptAsync(chatId);
        await world.Chat(chatId).WaitForTellingAsync();                 // all is told: the next append is the chat's own
        world.Journal.FailNextAppend(AppendFault.AfterCommit);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "stored"));

        await world.Chat(chatId).WakeAsync();                           // as the sweeper does: the watermark is behind
        Assert.Equal("3 Text cleo stored", await desk.NextEntriesAsync());
        await world.Chat(chatId).CompleteAsync(desk.UserId, null, null);
        await desk.NextStatusAsync(ParticipantState.Completed);
        await desk.CloseAsync();
    }

    [Fact]
    public async Task A_new_activation_continues_where_the_old_one_was()
    {
        var (chatId, handle) = await world.StartChatAsync();
        await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "one");
        await GrainWorld.DeactivateAsync(world.Chat(chatId));
        await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "two");
        var read = await world.Chat(chatId).GetCustomerMessagesAsync(handle, 0);
        Assert.Equal([(1, ""), (2, "one"), (3, "two")], read.Entries.Select(static e => (e.Index, e.Text)));
        Assert.Equal(4, read.NextIndex);
        await world.Chat(chatId).CustomerCompleteAsync(handle);
    }

    [Fact]
    public async Task Starting_twice_with_one_handle_is_one_chat_and_another_handle_finds_nothing()
    {
        var (chatId, handle) = await world.StartChatAsync();
        var again = new OrleansChat.Grains.Interfaces.Chats.StartChatRequest("x", handle, "cleo", "Help", "chat-in", []);
        Assert.Null((await world.Chat(chatId).StartAsync(again)).Refusal);
        Assert.Equal(1, (await world.Journal.ReadHeadAsync($"chat/{chatId}"))!.Version);
        Assert.Equal(Refusal.ChatUnknown, (await world.Chat(chatId).StartAsync(again with { HandleHash = "other" })).Refusal);
        Assert.Equal(Refusal.ChatUnknown, (await world.Chat(chatId).CustomerSayAsync("other", EntryKind.Text, "x")).Refusal);
        Assert.Equal(Refusal.ChatUnknown, (await world.Chat(chatId).GetCustomerChatAsync("other")).Refusal);
        await world.Chat(chatId).CustomerCompleteAsync(handle);
    }

    [Fact]
    public async Task What_the_customer_has_received_is_not_delivered_again_until_a_restart()
    {
        var (chatId, handle) = await world.StartChatAsync();
        await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "one");
        Assert.Equal(2, (await world.Chat(chatId).GetCustomerMessagesAsync(handle, null)).Entries.Length);
        Assert.Equal(2, (await world.Chat(chatId).GetCustomerMessagesAsync(handle, null)).Entries.Length);
        await world.Chat(chatId).CustomerReceivedAsync(handle, 2);
        Assert.Empty((await world.Chat(chatId).GetCustomerMessagesAsync(handle, null)).Entries);
        await GrainWorld.DeactivateAsync(world.Chat(chatId));
        Assert.Equal(2, (await world.Chat(chatId).GetCustomerMessagesAsync(handle, null)).Entries.Length);
        await world.Chat(chatId).CustomerCompleteAsync(handle);
    }

    [Fact]
    public async Task A_long_chat_comes_back_from_its_snapshot()
    {
        const int Texts = 230;                                          // beyond the snapshot
        var (chatId, handle) = await world.StartChatAsync();
        for (var number = 1; number <= Texts; number++)
        {
            await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, $"text {number}");
        }

        await world.Chat(chatId).WaitForTellingAsync();
        await world.Journal.FlushAsync();
        Assert.NotNull(await world.Journal.ReadSnapshotAsync($"chat/{chatId}"));
        await GrainWorld.DeactivateAsync(world.Chat(chatId));
        Assert.Null((await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "after")).Refusal);
        var read = await world.Chat(chatId).GetCustomerMessagesAsync(handle, 2);
        Assert.Equal(Enumerable.Range(1, Texts).Select(static n => $"text {n}").Append("after"), read.Entries.Select(static e => e.Text));
        Assert.Equal(Enumerable.Range(2, Texts + 1), read.Entries.Select(static e => e.Index));
        await world.Chat(chatId).CustomerCompleteAsync(handle);
    }
}
