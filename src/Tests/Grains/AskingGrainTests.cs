using OrleansChat.Domain.Chats;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Inboxes;

namespace OrleansChat.Tests.Grains;

/// <summary>What somebody asked for is on disk, and nobody waits for what others are told.</summary>
public sealed class AskingGrainTests(GrainWorld world) : IClassFixture<GrainWorld>
{
    [Fact]
    public async Task A_transfer_that_waits_for_its_answer_survives_a_restart_with_its_number()
    {
        var (chatId, _) = await world.StartChatAsync();
        var giver = await world.OpenReadyDeskAsync("agent1");
        await giver.AcceptAsync(chatId);
        var taker = await world.OpenReadyDeskAsync("agent2");
        Assert.Null((await world.Chat(chatId).TransferAsync(giver.UserId, To(taker), null, 5)).Refusal);
        await taker.NextStatusAsync(ParticipantState.Invited);
        await GrainWorld.DeactivateAsync(world.Chat(chatId));

        Assert.Null((await world.Chat(chatId).AcceptAsync(taker.UserId, null, 9)).Refusal);
        Assert.Equal(9, (await taker.NextStatusAsync(ParticipantState.Chatting)).ReferenceId);
        var joined = await giver.NextAsync();
        Assert.Equal((NotificationKind.ParticipantsUpdated, (int?)5), (joined.Kind, joined.ReferenceId));
        Assert.Equal("3 ParticipantJoined agent2", await giver.NextEntriesAsync());
        Assert.Equal(5, (await giver.NextStatusAsync(ParticipantState.Completed)).ReferenceId);
        await world.Chat(chatId).CompleteAsync(taker.UserId, null, null);
        await giver.CloseAsync();
        await taker.CloseAsync();
    }

    [Fact]
    public async Task Whoever_asks_somebody_in_does_not_wait_until_they_are_told()
    {
        var (chatId, _) = await world.StartChatAsync();
        var asker = await world.OpenReadyDeskAsync("agent3");
        await asker.AcceptAsync(chatId);
        var asked = await world.OpenReadyDeskAsync("agent4");
        world.Journal.BrokenStream = $"user/{asked.UserId}";
        var reply = await world.Chat(chatId).InviteAsync(asker.UserId, To(asked), 5);
        world.Journal.BrokenStream = null;
        Assert.Equal((null, false), (reply.Refusal, reply.NotesDue));
        await world.User("agent3").WaitForChatAsync(chatId, reply.Version);

        await world.Chat(chatId).WaitForTellingAsync();                 // told again
        await asked.NextStatusAsync(ParticipantState.Invited);
        var done = await world.Chat(chatId).CompleteAsync(asker.UserId, null, null);
        await world.User("agent3").WaitForChatAsync(chatId, done.Version);
        Assert.DoesNotContain(chatId, (await world.User("agent3").GetAsync()).ChatIds);
        await asker.CloseAsync();
        await asked.CloseAsync();
    }

    private static TargetInfo To(GrainDesk who) => new(who.UserId, null, IsReachable: true);
}
