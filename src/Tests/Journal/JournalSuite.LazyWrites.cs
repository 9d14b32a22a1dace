using OrleansChat.Grains.Journal;

namespace OrleansChat.Tests.Journal;

public abstract partial class JournalSuite
{
    [Fact]
    public async Task The_told_watermark_only_advances_and_never_passes_the_head()
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a", "b", "c"));

        Journal.AdvanceTold("chat/a", 2);
        await Journal.FlushAsync();
        Assert.Equal(2, (await Journal.ReadHeadAsync("chat/a"))!.ToldVersion);

        Journal.AdvanceTold("chat/a", 1);
        await Journal.FlushAsync();
        Assert.Equal(2, (await Journal.ReadHeadAsync("chat/a"))!.ToldVersion);

        Journal.AdvanceTold("chat/a", 99);
        Journal.AdvanceTold("chat/a", 1);
        await Journal.FlushAsync();
        Assert.Equal(3, (await Journal.ReadHeadAsync("chat/a"))!.ToldVersion);

        await Journal.AppendAsync(Append("chat/a", 3, "d"));
        Assert.Equal(new StreamHead(4, 3, null), await Journal.ReadHeadAsync("chat/a"));
    }

    [Fact]
    public async Task Lazy_writes_to_a_stream_that_does_not_exist_make_none()
    {
        Journal.AdvanceTold("chat/a", 2);
        Journal.MoveDue("chat/a", 0, Noon);
        Journal.SaveSnapshot("chat/a", new(1, "chat.state.1", Json("x")));
        await Journal.FlushAsync();

        Assert.Null(await Journal.ReadHeadAsync("chat/a"));
        Assert.Null(await Journal.ReadSnapshotAsync("chat/a"));
    }

    [Fact]
    public async Task A_deadline_moves_without_an_event_while_the_version_is_the_same()
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a") with { Due = Noon });

        Journal.MoveDue("chat/a", 1, Noon.AddSeconds(15));
        Journal.MoveDue("chat/a", 1, Noon.AddSeconds(30));
        await Journal.FlushAsync();
        Assert.Equal(Noon.AddSeconds(30), (await Journal.ReadHeadAsync("chat/a"))!.Due);

        Journal.MoveDue("chat/a", 1, null);
        await Journal.FlushAsync();
        Assert.Null((await Journal.ReadHeadAsync("chat/a"))!.Due);
    }

    [Fact]
    public async Task A_deadline_of_a_later_append_stays()
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a") with { Due = Noon });
        Journal.MoveDue("chat/a", 1, Noon.AddSeconds(15));

        await Journal.AppendAsync(Append("chat/a", 1, "b") with { Due = Noon.AddHours(1) });
        await Journal.FlushAsync();

        Assert.Equal(Noon.AddHours(1), (await Journal.ReadHeadAsync("chat/a"))!.Due);
    }

    [Fact]
    public async Task The_newest_snapshot_is_kept_and_never_one_beyond_the_head()
    {
        Assert.Null(await Journal.ReadSnapshotAsync("chat/a"));
        await Journal.AppendAsync(Append("chat/a", 0, "a", "b", "c"));

        Journal.SaveSnapshot("chat/a", new(2, "chat.state.1", Json("two")));
        await Journal.FlushAsync();
        Assert.Equal("2 chat.state.1 two", await SnapshotAsync());

        Journal.SaveSnapshot("chat/a", new(1, "chat.state.1", Json("one")));
        await Journal.FlushAsync();
        Assert.Equal("2 chat.state.1 two", await SnapshotAsync());

        Journal.SaveSnapshot("chat/a", new(3, "chat.state.2", Json("")));
        Journal.SaveSnapshot("chat/a", new(2, "chat.state.1", Json("again")));
        await Journal.FlushAsync();
        Assert.Equal("3 chat.state.2 ", await SnapshotAsync());

        Journal.SaveSnapshot("chat/a", new(4, "chat.state.1", Json("beyond")));
        await Journal.FlushAsync();
        Assert.Equal("3 chat.state.2 ", await SnapshotAsync());

        async Task<string> SnapshotAsync() =>
            await Journal.ReadSnapshotAsync("chat/a") is { } stored ? $"{stored.Version} {stored.Name} {TextOf(stored.Json)}" : "none";
    }

    [Fact]
    public async Task The_bytes_of_a_lazy_write_belong_to_the_caller_again_at_once()
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a"));
        await Journal.SaveSessionAsync(new("u", "k", 1, Json("old")), 0);
        byte[] state = [.. "state"u8], cursors = [.. "cursors"u8];

        Journal.SaveSnapshot("chat/a", new(1, "chat.state.1", state));
        Journal.SaveSessionLazily(new("u", "k", 1, cursors));
        state.AsSpan().Clear();
        cursors.AsSpan().Clear();
        await Journal.FlushAsync();

        Assert.Equal("state", TextOf((await Journal.ReadSnapshotAsync("chat/a"))!.Json));
        Assert.Equal("cursors", TextOf((await Journal.ReadSessionsAsync("u")).Single().Json));
    }
}
