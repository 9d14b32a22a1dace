using OrleansChat.Domain;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;
using OrleansChat.Grains.Chats;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Retries;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Tests.Grains;

/// <summary>
/// What is not one's own takes the grain as much as what is not there: no other answer, and the same reads of the journal, whether the grain is in memory or
/// must come there. Who measures time learns nothing that an id could be worth guessing for.
/// </summary>
public sealed class NotYoursGrainTests(GrainWorld world) : IClassFixture<GrainWorld>
{
    private static readonly FarewellInfo Farewell = new("bye", null);

    private static readonly (string Name, Func<IChatGrain, string, string, RequestKey, Task<Refusal?>> Ask)[] Operations =
    [
        (nameof(IChatGrain.AcceptAsync), static async (c, me, _, key) => (await c.AcceptAsync(me, null, 1, key)).Refusal),
        (nameof(IChatGrain.RejectAsync), static async (c, me, _, key) => (await c.RejectAsync(me, key)).Refusal),
        (nameof(IChatGrain.CompleteAsync), static async (c, me, _, key) => (await c.CompleteAsync(me, null, Farewell, key)).Refusal),
        (nameof(IChatGrain.LeaveAsync), static async (c, me, _, key) => (await c.LeaveAsync(me, Farewell, key)).Refusal),
        (nameof(IChatGrain.TransferAsync), static async (c, me, _, key) => (await c.TransferAsync(me, new(null, "chat-in", true), Farewell, 1, key)).Refusal),
        (nameof(IChatGrain.InviteAsync), static async (c, me, other, key) => (await c.InviteAsync(me, new(other, null, true), 1, key)).Refusal),
        (nameof(IChatGrain.ConsultAsync), static async (c, me, other, key) => (await c.ConsultAsync(me, new(other, null, true), 1, key)).Refusal),
        (nameof(IChatGrain.CancelConsultAsync), static async (c, me, _, key) => (await c.CancelConsultAsync(me, 1, key)).Refusal),
        (nameof(IChatGrain.RemoveParticipantAsync), static async (c, me, other, key) => (await c.RemoveParticipantAsync(me, other, null, key)).Refusal),
        (nameof(IChatGrain.SayAsync), static async (c, me, _, key) => (await c.SayAsync(me, EntryKind.Text, Visibility.All, "x", null, null, key)).Refusal),
        (nameof(IChatGrain.ChangeUserDataAsync), static async (c, me, _, key) => (await c.ChangeUserDataAsync(me, [], ["Subject"], 1, key)).Refusal),
        (nameof(IChatGrain.SetInFocusAsync), static async (c, me, _, key) => (await c.SetInFocusAsync(me, key)).Refusal),
        (nameof(IChatGrain.SwitchModeAsync), static async (c, me, _, key) => (await c.SwitchModeAsync(me, SupervisorMode.Coach, key)).Refusal),
        (nameof(IChatGrain.GetAsync), static async (c, me, _, _) => (await c.GetAsync(me)).Refusal),
        (nameof(IChatGrain.GetMessagesAsync), static async (c, me, _, _) => (await c.GetMessagesAsync(me, 0)).Refusal),
        (nameof(IChatGrain.CustomerSayAsync), static async (c, me, _, key) => (await c.CustomerSayAsync(me, EntryKind.Text, "x", key)).Refusal),
        (nameof(IChatGrain.CustomerCompleteAsync), static async (c, me, _, key) => (await c.CustomerCompleteAsync(me, key)).Refusal),
        (nameof(IChatGrain.GetCustomerChatAsync), static async (c, me, _, _) => (await c.GetCustomerChatAsync(me)).Refusal),
        (nameof(IChatGrain.GetCustomerMessagesAsync), static async (c, me, _, _) => (await c.GetCustomerMessagesAsync(me, 0)).Refusal),
    ];

    [Fact]
    public async Task What_is_not_ones_own_takes_the_same_as_what_is_not_there()
    {
        var (chatId, handle) = await world.StartChatAsync();
        var desk = await world.OpenReadyDeskAsync("agent1");
        await desk.AcceptAsync(chatId);
        await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "secret");
        await world.Chat(chatId).WaitForTellingAsync();
        const string Nowhere = "ZZZZZZZZZZZZZZZZ";
        foreach (var (name, ask) in Operations.Append((nameof(IUserGrain.IntrudeAsync), IntrudeAsync)))
        {
            foreach (var isInMemory in new[] { false, true })
            {
                var theirs = await TakesAsync(chatId, $"{name} 1 {isInMemory}", ask, isInMemory);
                Assert.Equal($"{name} {Refusal.ChatUnknown}", $"{name} {theirs.Refusal}");
                Assert.Equal((name, theirs.Refusal, theirs.Reads), await TakesAsync(Nowhere, $"{name} 2 {isInMemory}", ask, isInMemory) is var nothing ? (name, nothing.Refusal, nothing.Reads) : default);
            }
        }

        await world.Chat(chatId).CompleteAsync(desk.UserId, null, null);
        await desk.CloseAsync();
    }

    /// <summary>A supervisor of the agent who is nothing to the chat, and monitors them, wants in. It is the agent's grain that asks the chat.</summary>
    private async Task<Refusal?> IntrudeAsync(IChatGrain chat, string me, string other, RequestKey key)
    {
        var supervisor = new SupervisorFactsInfo(world.IdOf("supervisor1"), "supervisor1", IsSupervisor: true, AgentKnown: true, SupervisesAgent: true);
        _ = await world.User("agent2").MonitorAsync(new MonitorRequest(supervisor, SupervisorMode.Monitor, MonitoringScope.AllChats, ""));
        return (await world.User("agent2").IntrudeAsync(new IntrudeRequest(supervisor, me, chat.GetPrimaryKeyString(), "Coach"), key)).Refusal;
    }

    /// <summary>The answer to who is nothing to the chat, and what it had the journal read.</summary>
    private async Task<(Refusal? Refusal, string Reads)> TakesAsync(string chatId, string key, Func<IChatGrain, string, string, RequestKey, Task<Refusal?>> ask, bool isInMemory)
    {
        var chat = world.Chat(chatId);
        _ = await chat.GetVersionAsync();
        if (!isInMemory)
        {
            await GrainWorld.DeactivateAsync(chat);
        }

        var before = world.Journal.Asked.Count;
        var refusal = await ask(chat, world.IdOf("agent2"), world.IdOf("agent1"), new RequestKey(key, "digest"));
        return (refusal, string.Join(", ", world.Journal.Asked.Skip(before).Where(a => a.About == ChatReplay.Stream(chatId)).Select(static a => a.What)));
    }
}
