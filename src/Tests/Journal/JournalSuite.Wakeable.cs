using OrleansChat.Grains.Journal;

namespace OrleansChat.Tests.Journal;

public abstract partial class JournalSuite
{
    [Fact]
    public async Task A_stream_with_something_to_tell_is_wakeable_until_it_is_told()
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a", "b"));
        Assert.Equal<string>(["chat/a"], await WakeableAsync(Noon));

        Journal.AdvanceTold("chat/a", 1);
        await Journal.FlushAsync();
        Assert.Equal<string>(["chat/a"], await WakeableAsync(Noon));

        Journal.AdvanceTold("chat/a", 2);
        await Journal.FlushAsync();
        Assert.Empty(await WakeableAsync(Noon));

        await Journal.AppendAsync(Append("chat/a", 2, "c"));
        Assert.Equal<string>(["chat/a"], await WakeableAsync(Noon));
    }

    [Fact]
    public async Task A_stream_is_wakeable_from_its_deadline_on()
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a") with { Due = Noon });
        Journal.AdvanceTold("chat/a", 1);
        await Journal.FlushAsync();

        Assert.Empty(await WakeableAsync(Noon.AddTicks(-1)));
        Assert.Equal<string>(["chat/a"], await WakeableAsync(Noon));
        Assert.Equal<string>(["chat/a"], await WakeableAsync(Noon.AddDays(1).ToOffset(TimeSpan.FromHours(-9))));

        await Journal.AppendAsync(Append("chat/a", 1, "b"));
        Journal.AdvanceTold("chat/a", 2);
        await Journal.FlushAsync();
        Assert.Empty(await WakeableAsync(DateTimeOffset.MaxValue));
    }

    [Fact]
    public async Task Wakeable_streams_come_in_pages_in_name_order_each_once()
    {
        // U+FFFD sorts before U+1F600 by UTF-8 bytes, and after it by UTF-16 units.
        string[] names = ["chat/0", "chat/a", "chat/b", "chat/ä", "chat/\ufffd", "chat/\U0001F600", "queue/1", "user/1"];
        string[] due = ["chat/a", "queue/1", "user/1"];
        string[] told = ["chat/b", "queue/1"];
        foreach (var name in names.Reverse())
            await Journal.AppendAsync(Append(name, 0, "x") with { Due = due.Contains(name) ? Noon : null });
        foreach (var name in told) Journal.AdvanceTold(name, 1);
        await Journal.FlushAsync();

        var pages = new List<string>();
        for (var after = ""; await WakeableAsync(Noon, after, 2) is { IsEmpty: false } page; after = page[^1]) pages.Add(string.Join(' ', page));

        Assert.Equal(["chat/0 chat/a", "chat/ä chat/\ufffd", "chat/\U0001F600 queue/1", "user/1"], pages);
    }

    private Task<ImmutableArray<string>> WakeableAsync(DateTimeOffset now, string after = "", int streamsMax = 10) =>
        Journal.FindWakeableAsync(now, after, streamsMax);
}
