using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;
using OrleansChat.Domain.Chats;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Hosts;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Silo.Hosts;

namespace OrleansChat.Tests.Grains;

/// <summary>What grows with what is stored goes in parts that another process would take.</summary>
public sealed class MessageSizeTests(GrainWorld world) : IClassFixture<GrainWorld>
{
    private const int Texts = 70;

    [Fact]
    public async Task A_long_log_is_read_in_parts_and_told_whole()
    {
        var (chatId, handle) = await world.StartChatAsync();
        for (var number = 1; number <= Texts; number++)
        {
            var text = new string(number % 2 == 0 ? 'x' : '\u0001', 16 * 1024);
            Assert.Null((await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, text)).Refusal);
        }

        var (next, parts) = (1, 0);
        while (next <= Texts + 1)
        {
            var part = await world.Chat(chatId).GetCustomerMessagesAsync(handle, next);
            Assert.Equal(Texts + 2, part.NextIndex);
            Assert.InRange(part.Entries.Sum(MessageSize.Of), 1, MessageSize.PartBytesMax);
            Assert.Equal(Enumerable.Range(next, part.Entries.Length), part.Entries.Select(static e => e.Index));
            next = part.Entries[^1].Index + 1;
            parts++;
        }

        Assert.InRange(parts, 5, Texts);
        var desk = await world.OpenReadyDeskAsync("agent1");
        var page = await desk.AcceptAsync(chatId);
        var told = page.Split(", ").Length;
        while (!page.EndsWith("ParticipantJoined agent1", StringComparison.Ordinal))
        {
            page = await desk.NextEntriesAsync();
            told += page.Split(", ").Length;
        }

        Assert.Equal(Texts + 2, told);
        await world.Chat(chatId).CustomerCompleteAsync(handle);
        await desk.NextAsync();
        await desk.NextEntriesAsync();
    }

    [Fact]
    public void A_telling_that_is_too_large_goes_without_its_items()
    {
        TellingItem Item(int version) => new(version, "/v2/me/chats", new byte[200 * 1024]);
        var small = new Telling("chat/C", 0, 2, [Item(1), Item(2)]);
        Assert.Same(small, small.AsMessage());
        var large = (small with { ToVersion = 3, Items = small.Items.Add(Item(3)) }).AsMessage();
        Assert.Equal((true, 0L, 3L, 0), (large.IsCut, large.FromVersion, large.ToVersion, large.Items.Length));
    }

    [Fact]
    public async Task A_cut_telling_is_made_whole_from_the_journal()
    {
        var desk = await world.OpenDeskAsync("agent2");
        await world.User("agent2").StartSessionAsync();
        await desk.NextAsync();
        var version = (await world.Journal.ReadHeadAsync($"user/{desk.UserId}"))!.Version;
        await GrainWorld.DeactivateAsync(world.User("agent2"));
        await world.Journal.AppendAsync(new OrleansChat.Grains.Journal.JournalAppend($"user/{desk.UserId}", version,
            [OrleansChat.Grains.Users.UserReplay.Codec.Encode(new OrleansChat.Domain.Users.UserEvent.ChannelChanged(OrleansChat.Domain.Users.AgentState.Ready, true, DateTimeOffset.UnixEpoch))]));
        await world.Inbox("agent2").TellAsync(new Telling($"user/{desk.UserId}", version, version + 1, [], IsCut: true));
        Assert.True((await desk.NextAsync()).Channel!.DoNotDisturb);
    }

    [Fact]
    public async Task Large_pushes_to_one_host_do_not_travel_together()
    {
        const int Pushes = 6;
        var link = world.Services.GetRequiredService<StreamHostLink>();
        var sizes = new List<int>();
        var arrived = new TaskCompletionSource();
        var stream = world.Client.GetStreamProvider(HostBatch.StreamProvider).GetStream<HostBatch>(StreamId.Create(HostBatch.StreamNamespace, "host of large pushes"));
        var subscription = await stream.SubscribeAsync((batch, _) =>
        {
            sizes.Add(batch.Messages.Sum(static m => m.Deliveries.Sum(MessageSize.Of)));
            if (sizes.Count(static s => s > 0) == Pushes / 2)
            {
                arrived.TrySetResult();
            }

            return Task.CompletedTask;
        });
        for (var position = 1; position <= Pushes; position++)
        {
            link.Send("host of large pushes", new HostMessage(HostMessageKind.Push, "u", "c", "x", Deliveries: [new DeliveryInfo(position, "/v2/me/chats", new byte[250 * 1024])]));
        }

        await arrived.Task.WaitAsync(GrainWorld.Patience);
        Assert.All(sizes, static size => Assert.InRange(size, 0, MessageSize.PartBytesMax));
        await subscription.UnsubscribeAsync();
    }
}
