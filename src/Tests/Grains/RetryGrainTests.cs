using System.Text.Json;
using OrleansChat.Domain;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Chats;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Retries;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Retries;
using OrleansChat.Tests.Journal;

namespace OrleansChat.Tests.Grains;

/// <summary>The same request with the same key is done once, whatever fails in between (decision 22).</summary>
public sealed class RetryGrainTests(GrainWorld world) : IClassFixture<GrainWorld>
{
    private static int s_keys;

    [Theory]
    [InlineData(AppendFault.BeforeCommit, false)]
    [InlineData(AppendFault.AfterCommit, true)]
    public async Task A_text_whose_answer_was_lost_is_there_once(AppendFault fault, bool wasStored)
    {
        var (chatId, handle) = await world.StartChatAsync();
        var key = NewKey();
        world.Journal.FailNextAppend(fault, $"chat/{chatId}");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "one", key));

        Assert.Equal((2L, null, wasStored), Told(await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "one", key)));
        Assert.Equal((2L, null, true), Told(await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "one", key)));
        await GrainWorld.DeactivateAsync(world.Chat(chatId));
        Assert.Equal((2L, null, true), Told(await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "one", key)));
        Assert.Equal(["", "one"], await TextsAsync(chatId, handle));
        await world.Chat(chatId).CustomerCompleteAsync(handle);
    }

    [Fact]
    public async Task What_a_late_append_carried_out_is_answered_by_who_can_show_it()
    {
        var (chatId, handle) = await world.StartChatAsync();
        var (stream, key, now) = ($"chat/{chatId}", NewKey(), new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await world.Journal.AppendAsync(new JournalAppend(stream, 1, [ChatReplay.Codec.Encode(new ChatEvent.Said(null, EntryKind.Text, Visibility.All, "late", null, now))])
        {
            Request = new NewRequest(new RequestRow(stream, key.Key, key.Digest, now, JsonSerializer.SerializeToUtf8Bytes(new Answer(2))), DateTimeOffset.MinValue, 10),
        });

        await Assert.ThrowsAsync<StoreUnavailableException>(() => world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "late", key));
        Assert.Equal((2L, null, true), Told(await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "late", key)));
        Assert.Equal(["", "late"], await TextsAsync(chatId, handle));
        await world.Chat(chatId).CustomerCompleteAsync(handle);
    }

    [Fact]
    public async Task Without_a_key_a_text_is_said_each_time_and_another_key_is_another_text()
    {
        var (chatId, handle) = await world.StartChatAsync();
        foreach (var key in new[] { null, null, NewKey(), NewKey() })
        {
            Assert.False((await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "one", key)).IsAgain);
        }

        Assert.Equal(["", "one", "one", "one", "one"], await TextsAsync(chatId, handle));
        await world.Chat(chatId).CustomerCompleteAsync(handle);
    }

    [Fact]
    public async Task A_duplicate_that_comes_meanwhile_waits_for_the_first()
    {
        var (chatId, handle) = await world.StartChatAsync();
        await world.Chat(chatId).WaitForTellingAsync();
        var key = NewKey();
        world.Journal.HoldAppends();
        var first = world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "one", key);
        await world.Journal.AppendIsHeldAsync().WaitAsync(GrainWorld.Patience);
        var second = world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "one", key);
        Assert.False(second.IsCompleted);
        world.Journal.ReleaseAppends();
        Assert.Equal([(2L, null, false), (2L, null, true)], (await Task.WhenAll(first, second)).Select(Told));
        Assert.Equal(["", "one"], await TextsAsync(chatId, handle));
        await world.Chat(chatId).CustomerCompleteAsync(handle);
    }

    [Fact]
    public async Task Another_request_under_the_key_is_refused_and_a_refusal_is_not_remembered()
    {
        var (chatId, handle) = await world.StartChatAsync();
        var (agentId, key) = (world.IdOf("agent3"), NewKey());
        Assert.Equal(Refusal.ChatUnknown, (await world.Chat(chatId).RejectAsync(agentId, key)).Refusal);
        await world.Chat(chatId).OfferAsync(agentId, "agent3", "chat-in");
        Assert.Null((await world.Chat(chatId).RejectAsync(agentId, key)).Refusal);
        Assert.True((await world.Chat(chatId).RejectAsync(agentId, key)).IsAgain);
        Assert.Equal(Refusal.KeyReused, (await world.Chat(chatId).LeaveAsync(agentId, null, key with { Digest = "other" })).Refusal);
        Assert.Equal(Refusal.ChatUnknown, (await world.Chat(chatId).RejectAsync(agentId, NewKey())).Refusal);
        await world.Chat(chatId).CustomerCompleteAsync(handle);
    }

    [Fact]
    public async Task What_changed_nothing_changes_nothing_later_either()
    {
        var (chatId, handle) = await world.StartChatAsync();
        var key = NewKey();
        Assert.Equal((1L, null, false), Told(await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.TypingStopped, "", key)));
        await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.TypingStarted, "");
        await GrainWorld.DeactivateAsync(world.Chat(chatId));
        Assert.Equal((1L, null, true), Told(await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.TypingStopped, "", key)));
        Assert.Equal(2, (await world.Journal.ReadHeadAsync($"chat/{chatId}"))!.Version);
        await world.Chat(chatId).CustomerCompleteAsync(handle);
    }

    [Fact]
    public async Task An_accept_repeats_its_number_after_a_restart_and_is_told_once()
    {
        var (chatId, handle) = await world.StartChatAsync();
        var (agentId, key) = (world.IdOf("agent4"), NewKey());
        await world.Chat(chatId).OfferAsync(agentId, "agent4", "chat-in");
        Assert.Equal((7, false), Numbered(await world.Chat(chatId).AcceptAsync(agentId, null, 7, key)));
        await GrainWorld.DeactivateAsync(world.Chat(chatId));
        Assert.Equal((7, true), Numbered(await world.Chat(chatId).AcceptAsync(agentId, null, 8, key)));
        Assert.Equal(3, (await world.Journal.ReadHeadAsync($"chat/{chatId}"))!.Version);
        await world.Chat(chatId).CompleteAsync(agentId, null, null);
        await world.Chat(chatId).CustomerCompleteAsync(handle);
    }

    [Fact]
    public async Task An_intrusion_is_made_once_though_two_grains_take_part()
    {
        var (chatId, handle) = await world.StartChatAsync();
        var agentId = world.IdOf("agent3");
        await world.Chat(chatId).OfferAsync(agentId, "agent3", "chat-in");
        await world.Chat(chatId).AcceptAsync(agentId, null, 1);
        await world.Chat(chatId).WaitForTellingAsync();                 // a monitoring that came earlier would invite
        var supervisor = Facts("supervisor1");
        await world.User("agent3").MonitorAsync(new MonitorRequest(supervisor, SupervisorMode.Coach, MonitoringScope.AllChats, ""));
        var (intrusion, key) = (new IntrudeRequest(supervisor, agentId, chatId, null), NewKey());
        world.Journal.FailNextAppend(AppendFault.AfterCommit, $"chat/{chatId}");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => world.User("agent3").IntrudeAsync(intrusion, key));
        var again = await world.User("agent3").IntrudeAsync(intrusion, key);
        Assert.Equal((4L, null, true), Told(again));
        Assert.Null((await world.Chat(chatId).RejectAsync(supervisor.UserId)).Refusal);
        Assert.Equal((4L, null, true), Told(await world.User("agent3").IntrudeAsync(intrusion, key)));
        Assert.Equal(ParticipantState.Chatting, (await world.Chat(chatId).GetAsync(agentId)).Chat!.State);
        Assert.Equal(Refusal.ChatUnknown, (await world.Chat(chatId).GetAsync(supervisor.UserId)).Refusal);
        await world.User("agent3").CancelMonitoringAsync(supervisor);
        await world.Chat(chatId).CompleteAsync(agentId, null, null);
        await world.Chat(chatId).CustomerCompleteAsync(handle);
    }

    [Fact]
    public async Task A_key_of_a_user_is_theirs_whichever_agent_they_ask_about()
    {
        var key = NewKey();
        var request = new MonitorRequest(Facts("supervisor1"), SupervisorMode.Monitor, MonitoringScope.AllChats, "");
        Assert.False((await world.User("agent1").MonitorAsync(request, key)).IsAgain);
        Assert.Equal(Refusal.KeyReused, (await world.User("agent2").MonitorAsync(request, key with { Digest = "of the other path" })).Refusal);
        Assert.Null((await world.User("agent1").CancelMonitoringAsync(request.Supervisor)).Refusal);
        Assert.True((await world.User("agent1").MonitorAsync(request, key)).IsAgain);
        Assert.Equal(Refusal.NotInThisState, (await world.User("agent1").CancelMonitoringAsync(request.Supervisor)).Refusal);
    }

    [Fact]
    public async Task One_chat_is_made_whichever_is_asked_for_with_the_key()
    {
        var key = NewKey();
        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(number => world.Chat($"{key.Key[..8]}{number}").StartAsync(
            new StartChatRequest("center", $"hash{number}", "cleo", "Help", "chat-in", [], $"salt{number}"), key)));
        var salt = Assert.Single(replies.Select(static r => r.HandleSalt).Distinct());
        Assert.All(replies, static reply => Assert.Null(reply.Refusal));
        for (var number = 0; number < 5; number++)
        {
            Assert.Equal(salt == $"salt{number}" ? 1L : null, (await world.Journal.ReadHeadAsync($"chat/{key.Key[..8]}{number}"))?.Version);
        }
    }

    [Fact]
    public async Task A_session_that_ended_is_not_ended_again()
    {
        var key = NewKey();
        await world.User("agent2").StartSessionAsync();
        Assert.False((await world.User("agent2").EndSessionAsync("", key)).IsAgain);
        await world.User("agent2").StartSessionAsync();
        Assert.True((await world.User("agent2").EndSessionAsync("", key)).IsAgain);
        Assert.Equal(AgentState.NotReady, (await world.User("agent2").GetAsync()).Chat.State);
        await world.User("agent2").EndSessionAsync("");
    }

    [Fact]
    public async Task No_number_of_a_user_is_given_out_twice()
    {
        var numbers = new List<int>();
        for (var life = 0; life < 3; life++)
        {
            for (var number = 0; number < (life == 0 ? User.ReferenceIdsPerBlock + 2 : 2); number++)
            {
                numbers.Add(await world.User("agent1").NextReferenceIdAsync());
            }

            await GrainWorld.DeactivateAsync(world.User("agent1"));
        }

        world.Journal.FailNextAppend(AppendFault.AfterCommit, $"user/{world.IdOf("agent1")}");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => world.User("agent1").NextReferenceIdAsync());
        numbers.Add(await world.User("agent1").NextReferenceIdAsync());
        Assert.Equal(numbers.Distinct().Order(), numbers);
        Assert.Equal([1, 2, 3], numbers.Take(3));
    }

    private static RequestKey NewKey()
    {
        var number = Interlocked.Increment(ref s_keys);
        return new($"{Guid.NewGuid():N}{number:x32}", new string('d', 64));
    }

    private static (long, Refusal?, bool) Told(ChatReply reply) => (reply.Version, reply.Refusal, reply.IsAgain);

    private static (int, bool) Numbered(ChatReply reply) => (reply.ReferenceId, reply.IsAgain);

    private SupervisorFactsInfo Facts(string userName) => new(world.IdOf(userName), userName, true, true, true);

    private async Task<IEnumerable<string>> TextsAsync(string chatId, string handle) =>
        (await world.Chat(chatId).GetCustomerMessagesAsync(handle, 0)).Entries.Select(static e => e.Text);
}
