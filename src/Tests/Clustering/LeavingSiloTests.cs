using OrleansChat.ApiHost.Clustering;
using OrleansChat.Domain.Chats;
using OrleansChat.Grains.Interfaces.Retries;

namespace OrleansChat.Tests.Clustering;

/// <summary>A silo that is asked to stop hands its grains over, and no call fails.</summary>
public sealed class LeavingSiloTests(SeveralSilosTests.ThreeSilos world) : IClassFixture<SeveralSilosTests.ThreeSilos>
{
    private const int Chats = 24;

    /// <summary>One page of a log, less than that.</summary>
    private const int MessagesMax = 990;

    [SeveralSilosFact]
    public async Task It_has_no_grain_any_more_when_it_closes_and_every_text_was_taken_meanwhile()
    {
        var chats = await world.StartChatsAsync(Chats);
        foreach (var (chatId, handle) in chats) await world.Chat(chatId).CustomerReceivedAsync(handle, 1);
        var talkers = chats.ConvertAll(chat => new Talker(world, chat.ChatId, chat.Handle));
        await Task.WhenAll(talkers.Select(static t => t.Begun));
        var before = talkers.Sum(static t => t.Said);
        var left = await world.LeaveOneAsync();
        Assert.True(left.Length == 0, left);
        Assert.True(talkers.Sum(static t => t.Said) > before, "Nobody said anything meanwhile.");
        foreach (var (talker, (chatId, handle)) in talkers.Zip(chats))
        {
            var said = await talker.FinishAsync();
            Assert.True(said < MessagesMax, "It had ended before.");
            Assert.Equal(2, (await world.Chat(chatId).GetCustomerMessagesAsync(handle, null)).Entries[0].Index);      // what was delivered is known where the chat is now
            Assert.Equal(Enumerable.Range(1, said).Select(static n => $"{n}"), (await world.Chat(chatId).GetCustomerMessagesAsync(handle, 2)).Entries.Select(static e => e.Text));
        }
    }

    /// <summary>Says one number after the other in a chat, as an API host asks.</summary>
    private sealed class Talker
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SeveralSilosTests.ThreeSilos _world;
        private readonly string _chatId;
        private readonly string _handle;
        private readonly Task _talking;
        private volatile bool _isOver;
        private volatile int _said;

        public Talker(SeveralSilosTests.ThreeSilos world, string chatId, string handle)
        {
            (_world, _chatId, _handle) = (world, chatId, handle);
            _talking = TalkAsync();
        }

        /// <summary>The first was taken, or something was not.</summary>
        public Task Begun => Task.WhenAny(_begun.Task, _talking);

        public int Said => _said;

        /// <summary>Says one more, and how many it has said then.</summary>
        public async Task<int> FinishAsync()
        {
            _isOver = true;
            await _talking;
            await SayAsync();
            return Said;
        }

        private async Task TalkAsync()
        {
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (!_isOver && _said < MessagesMax - 1)
            {
                await SayAsync();
                _begun.TrySetResult();
                await pace.WaitForNextTickAsync();
            }
        }

        private async Task SayAsync()
        {
            var text = $"{_said + 1}";
            var key = new RequestKey($"{_chatId} {text}", text);
            await RequestBudget.SpendAsync(async () => Assert.Null((await _world.Chat(_chatId).CustomerSayAsync(_handle, EntryKind.Text, text, key)).Refusal), static () => true);
            _said++;
        }
    }
}
