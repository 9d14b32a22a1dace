using OrleansChat.Domain.Chats;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Interfaces.Retries;
using OrleansChat.Tests.Grains;

namespace OrleansChat.Tests.Clustering;

/// <summary>
/// Two silos that cannot see each other, on one journal: each has its own activation of the same chat. The journal lets one of them write; the other finds out, says that the
/// request may be sent again, and then knows what was written (I12).
/// </summary>
public sealed class TwoActivationsTests : IAsyncLifetime
{
    private const int Texts = 20;
    private const int TriesMax = 100;

    private readonly GrainWorld _one = new();
    private readonly GrainWorld _other;

    public TwoActivationsTests() => _other = new GrainWorld(_one.Journal);

    public Task InitializeAsync() => Task.WhenAll(_one.InitializeAsync(), _other.InitializeAsync());

    public Task DisposeAsync() => Task.WhenAll(_one.DisposeAsync(), _other.DisposeAsync());

    [Fact]
    public async Task The_one_that_was_overtaken_refuses_and_the_same_request_again_is_done_once()
    {
        var (chatId, handle) = await _one.StartChatAsync();
        Assert.Null((await SayAsync(_other, chatId, handle, "the other's")).Refusal);
        Assert.Equal([""], await TextsAsync(_one, chatId, handle));     // this one does not know

        await Assert.ThrowsAsync<StoreUnavailableException>(() => SayAsync(_one, chatId, handle, "the one's"));
        Assert.Null((await SayAsync(_one, chatId, handle, "the one's")).Refusal);
        Assert.Null((await SayAsync(_one, chatId, handle, "the one's")).Refusal);
        Assert.Equal(["", "the other's", "the one's"], await TextsAsync(_one, chatId, handle));

        // The same key at the other one: it was done here, and is answered alike there.
        await Assert.ThrowsAsync<StoreUnavailableException>(() => SayAsync(_other, chatId, handle, "the one's"));
        Assert.True((await SayAsync(_other, chatId, handle, "the one's")).IsAgain);
        Assert.Equal(["", "the other's", "the one's"], await TextsAsync(_other, chatId, handle));
    }

    [Fact]
    public async Task Both_talk_at_once_and_each_text_is_there_once_in_one_order()
    {
        var (chatId, handle) = await _one.StartChatAsync();
        await Task.WhenAll(new[] { _one, _other }.Select(world => Task.Run(async () =>
        {
            for (var number = 1; number <= Texts; number++) await SayForSureAsync(world, chatId, handle, $"{(world == _one ? "one" : "other")} {number}");
        })));
        foreach (var world in new[] { _one, _other }) await SayForSureAsync(world, chatId, handle, $"the end of {(world == _one ? "one" : "other")}");
        await GrainWorld.DeactivateAsync(_one.Chat(chatId));

        var texts = await TextsAsync(_one, chatId, handle);
        Assert.Equal(texts, await TextsAsync(_other, chatId, handle));
        Assert.Equal((2 * Texts) + 3, texts.Count);
        Assert.Equal(Enumerable.Range(1, Texts).Select(static n => $"one {n}"), texts.Where(static t => t.StartsWith("one ", StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Range(1, Texts).Select(static n => $"other {n}"), texts.Where(static t => t.StartsWith("other ", StringComparison.Ordinal)));
    }

    /// <summary>A client that has just begun a session must not be told that there is none, nor go on after a log-out.</summary>
    [Fact]
    public async Task A_session_that_has_begun_at_the_other_one_is_not_denied_and_does_not_outlive_its_login()
    {
        await _one.Inbox("agent1").WakeAsync();                         // knows of no session, from now on
        var clientId = (await _other.Inbox("agent1").HandshakeAsync(false, ConnectionKind.LongPolling, "login")).ClientId!;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _one.Inbox("agent1").SubscribeAsync(clientId, ["/**"]));
        Assert.Equal(SubscribeResult.Granted, (await _one.Inbox("agent1").SubscribeAsync(clientId, ["/**"])).Result);

        var second = (await _other.Inbox("agent2").HandshakeAsync(false, ConnectionKind.LongPolling, "another")).ClientId!;
        await _one.Inbox("agent2").WakeAsync();                         // has it
        var third = (await _other.Inbox("agent2").HandshakeAsync(false, ConnectionKind.LongPolling, "login")).ClientId!;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _one.Inbox("agent2").EndLoginsAsync(new EndedLoginsInfo(["login"])));
        await _one.Inbox("agent2").EndLoginsAsync(new EndedLoginsInfo(["login"]));
        Assert.Equal((true, false), (await _one.Inbox("agent2").KnowsAsync(second), await _one.Inbox("agent2").KnowsAsync(third)));
        Assert.Single(await _one.Journal.ReadSessionsAsync(_one.IdOf("agent2")));
    }

    [Fact]
    public async Task A_session_that_the_other_one_took_over_under_another_login_ends_with_that()
    {
        var clientId = (await _one.Inbox("agent1").HandshakeAsync(false, ConnectionKind.LongPolling, "login")).ClientId!;
        await _other.Inbox("agent1").WakeAsync();
        var connect = new ConnectRequestInfo("host", clientId, "connection", 1, ConnectionKind.LongPolling, -1, true, -1, false, 0, "another", TakesOver: true);
        Assert.NotEqual(ConnectResult.UnknownSession, (await _other.Inbox("agent1").ConnectAsync(connect)).Result);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _one.Inbox("agent1").EndLoginsAsync(new EndedLoginsInfo(["another"])));
        await _one.Inbox("agent1").EndLoginsAsync(new EndedLoginsInfo(["another"]));
        Assert.Empty(await _one.Journal.ReadSessionsAsync(_one.IdOf("agent1")));
    }

    private static Task<ChatReply> SayAsync(GrainWorld world, string chatId, string handle, string text) =>
        world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, text, new RequestKey(text, "digest"));

    /// <summary>As a client does that is told to try again.</summary>
    private static async Task SayForSureAsync(GrainWorld world, string chatId, string handle, string text)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                Assert.Null((await SayAsync(world, chatId, handle, text)).Refusal);
                return;
            }
            catch (StoreUnavailableException) when (tries < TriesMax)
            {
                // The other one was faster.
            }
        }
    }

    private static async Task<List<string>> TextsAsync(GrainWorld world, string chatId, string handle) =>
        [.. (await world.Chat(chatId).GetCustomerMessagesAsync(handle, 0)).Entries.Select(static e => e.Text)];
}
