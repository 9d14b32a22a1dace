using OrleansChat.Grains.Journal;

namespace OrleansChat.Tests.Journal;

public abstract partial class JournalSuite
{
    [Fact]
    public async Task A_request_is_remembered_with_its_append()
    {
        Assert.Null(await Journal.FindRequestAsync("chat/a", "k"));

        await Journal.AppendAsync(Append("chat/a", 0, "a") with { Request = Request("chat/a", "k", "digest", Noon.AddTicks(7).ToOffset(TimeSpan.FromHours(5)), json: "answer") });

        Assert.Equal(("digest", Noon.AddTicks(7), "answer"), await RememberedAsync("chat/a", "k"));
        Assert.Null(await Journal.FindRequestAsync("chat/a", "K"));
        Assert.Null(await Journal.FindRequestAsync("chat/b", "k"));
    }

    [Fact]
    public async Task A_key_that_is_taken_keeps_the_whole_append_from_being_written()
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a") with { Request = Request("user/bob", "k", "first"), Due = Noon });

        await Assert.ThrowsAsync<RequestKnownException>(() => Journal.AppendAsync(Append("chat/a", 1, "x") with { Request = Request("user/bob", "k", "second") }));
        await Assert.ThrowsAsync<RequestKnownException>(() => Journal.AppendAsync(Append("chat/b", 0, "x") with { Request = Request("user/bob", "k", "third") }));

        Assert.Equal(new StreamHead(1, 0, Noon), await Journal.ReadHeadAsync("chat/a"));
        Assert.Null(await Journal.ReadHeadAsync("chat/b"));
        Assert.Equal("first", (await Journal.FindRequestAsync("user/bob", "k"))!.Digest);
        await Journal.AppendAsync(Append("chat/b", 0, "b") with { Request = Request("user/ben", "k", "another's") });
    }

    [Fact]
    public async Task An_append_that_conflicts_remembers_nothing()
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a"));

        await Assert.ThrowsAsync<JournalConflictException>(() => Journal.AppendAsync(Append("chat/a", 0, "x") with { Request = Request("chat/a", "k", "lost") }));

        Assert.Null(await Journal.FindRequestAsync("chat/a", "k"));
    }

    [Fact]
    public async Task A_request_that_changed_nothing_is_remembered_without_an_event()
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a", "b"));

        await Journal.AppendAsync(Append("chat/a", 2) with { Request = Request("chat/a", "k", "digest"), Due = Noon });
        await Assert.ThrowsAsync<JournalConflictException>(() => Journal.AppendAsync(Append("chat/a", 1) with { Request = Request("chat/a", "stale", "digest") }));

        Assert.Equal(new StreamHead(2, 0, Noon), await Journal.ReadHeadAsync("chat/a"));
        Assert.Equal("1:a 2:b", await TextsAsync("chat/a"));
        Assert.NotNull(await Journal.FindRequestAsync("chat/a", "k"));
        Assert.Null(await Journal.FindRequestAsync("chat/a", "stale"));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.AppendAsync(Append("chat/b", 0) with { Request = Request("chat/b", "k", "digest") }));
    }

    [Fact]
    public async Task A_key_whose_time_is_over_is_free()
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a") with { Request = Request("chat/a", "k", "old", Noon) });

        await Assert.ThrowsAsync<RequestKnownException>(() => Journal.AppendAsync(
            Append("chat/a", 1, "x") with { Request = Request("chat/a", "k", "early", Noon.AddDays(1), forgottenBefore: Noon.AddTicks(-1)) }));
        await Journal.AppendAsync(Append("chat/a", 1, "b") with { Request = Request("chat/a", "k", "new", Noon.AddDays(1), forgottenBefore: Noon) });

        Assert.Equal("new", (await Journal.FindRequestAsync("chat/a", "k"))!.Digest);
        Assert.Equal("1:a 2:b", await TextsAsync("chat/a"));
    }

    [Fact]
    public async Task Of_each_scope_the_newest_requests_stay()
    {
        for (var number = 0; number < 7; number++)
        {
            await Journal.AppendAsync(Append("chat/a", number, "a") with { Request = Request($"user/{number % 2}", $"k{number}", "digest", Noon.AddSeconds(-number), rowsMax: 3) });
        }

        var kept = new List<int>();
        for (var number = 0; number < 7; number++)
        {
            if (await Journal.FindRequestAsync($"user/{number % 2}", $"k{number}") is not null) kept.Add(number);
        }
        Assert.Equal([1, 2, 3, 4, 5, 6], kept);
    }

    [Fact]
    public async Task Of_appends_with_one_key_exactly_one_succeeds()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(async number =>
        {
            try
            {
                await Journal.AppendAsync(Append($"chat/{number}", 0, "a") with { Request = Request("center/x", "k", $"{number}") });
                return $"{number}";
            }
            catch (RequestKnownException)
            {
                return null;
            }
        }));

        var winner = Assert.Single(outcomes, outcome => outcome is not null);
        Assert.Equal(winner, (await Journal.FindRequestAsync("center/x", "k"))!.Digest);
        Assert.Equal($"chat/{winner}", Assert.Single(await Journal.FindWakeableAsync(Noon, "", 100)));
    }

    [Fact]
    public async Task An_ill_formed_request_is_refused()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.AppendAsync(Append("chat/a", 0, "x") with { Request = Request("", "k", "d") }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.AppendAsync(Append("chat/a", 0, "x") with { Request = Request("s", "k\0", "d") }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.AppendAsync(Append("chat/a", 0, "x") with { Request = Request("s", "k", "") }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.AppendAsync(Append("chat/a", 0, "x") with { Request = Request("s", "k", "d", rowsMax: 0) }));
        Assert.Null(await Journal.ReadHeadAsync("chat/a"));
    }

    protected static NewRequest Request(string scope, string key, string digest, DateTimeOffset? at = null, DateTimeOffset? forgottenBefore = null, int rowsMax = 1_000, string json = "{}") =>
        new(new RequestRow(scope, key, digest, at ?? Noon, Json(json)), forgottenBefore ?? DateTimeOffset.MinValue, rowsMax);

    private async Task<(string, DateTimeOffset, string)> RememberedAsync(string scope, string key)
    {
        var row = (await Journal.FindRequestAsync(scope, key))!;
        return (row.Digest, row.At, TextOf(row.Json));
    }
}
