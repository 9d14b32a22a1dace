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
        var chats = new List<(string ChatId, string Handle)>();
        for (var number = 0; number < Chats; number++) chats.Add(await world.StartChatAsync());
        Assert.InRange(await world.SilosInUseAsync(), 2, 3);
        foreach (var (chatId, handle) in chats) await world.Chat(chatId).CustomerReceivedAsync(handle, 1);
        using var stopped = new CancellationTokenSource();
        var talks = chats.ConvertAll(chat => TalkAsync(chat.ChatId, chat.Handle, stopped.Token));
        var left = await world.LeaveOneAsync();
        Assert.True(left.Length == 0, left);
        await stopped.CancelAsync();
        foreach (var (chat, said) in chats.Zip(await Task.WhenAll(talks)))
        {
            Assert.InRange(said, 2, MessagesMax - 1);                   // it was still talking at the end
            Assert.Equal(2, (await world.Chat(chat.ChatId).GetCustomerMessagesAsync(chat.Handle, null)).Entries[0].Index);      // what was delivered is known where the chat is now
            Assert.Equal(Enumerable.Range(1, said).Select(static n => $"{n}"), (await world.Chat(chat.ChatId).GetCustomerMessagesAsync(chat.Handle, 2)).Entries.Select(static e => e.Text));
        }
    }

    /// <summary>Says one number after the other, as an API host asks, two at least; how many.</summary>
    private async Task<int> TalkAsync(string chatId, string handle, CancellationToken stopped)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var number = 0;
        do
        {
            number++;
            var key = new RequestKey($"{chatId} {number}", $"{number}");
            await RequestBudget.SpendAsync(async () => Assert.Null((await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, $"{number}", key)).Refusal), static () => true);
        }
        while (await pace.WaitForNextTickAsync(CancellationToken.None) && (number < 2 || !stopped.IsCancellationRequested) && number < MessagesMax);
        return number;
    }
}
