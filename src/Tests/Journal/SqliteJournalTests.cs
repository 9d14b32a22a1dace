using OrleansChat.Grains.Journal;
using OrleansChat.Silo.Journal.Sqlite;

namespace OrleansChat.Tests.Journal;

public sealed class SqliteJournalTests : JournalSuite
{
    private readonly SqliteFolder _folder = new();

    [Fact]
    public async Task Appends_that_wait_share_a_commit_and_a_conflict_fails_alone()
    {
        Task first, conflict, second, third;
        using (var hold = _folder.HoldCommits())
        {
            first = Journal.AppendAsync(Append("chat/a", 0, "a"));
            await hold.IsHeld.Soon("the first commit is held");
            second = Journal.AppendAsync(Append("chat/a", 1, "b", "c"));
            conflict = Journal.AppendAsync(Append("chat/a", 1, "x", "y"));
            third = Journal.AppendAsync(Append("chat/a", 3, "d"));
        }

        await Task.WhenAll(first, second, third).Soon("the appends end");
        await Assert.ThrowsAsync<JournalConflictException>(() => conflict);
        Assert.Equal("1:a 2:b 3:c 4:d", await TextsAsync("chat/a"));
        Assert.Contains("Committed 3 writes and 0 lazy rows.", _folder.Logged);
    }

    [Fact]
    public async Task Lazy_writes_of_one_stream_are_one_row_of_the_commit_after_the_flush_interval()
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a", "b", "c"));
        Task held, next;
        using (var hold = _folder.HoldCommits())
        {
            held = Journal.AppendAsync(Append("chat/b", 0, "b"));
            await hold.IsHeld.Soon("the commit is held");
            for (var told = 1; told <= 3; told++) Journal.AdvanceTold("chat/a", told);
            Journal.SaveSnapshot("chat/a", new(3, "chat.state.1", Json("x")));
            next = Journal.AppendAsync(Append("chat/b", 1, "b"));
            await _folder.Time.FireAsync(_folder.Options.FlushInterval);
        }

        await Task.WhenAll(held, next).Soon("the appends end");
        Assert.Contains("Committed 1 writes and 1 lazy rows.", _folder.Logged);
        Assert.Equal(3, (await Journal.ReadHeadAsync("chat/a"))!.ToldVersion);
    }

    [Fact]
    public async Task Before_the_flush_interval_an_append_takes_no_lazy_writes_along()
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a"));
        Journal.AdvanceTold("chat/a", 1);

        await Journal.AppendAsync(Append("chat/b", 0, "b"));

        Assert.Equal(0, (await Journal.ReadHeadAsync("chat/a"))!.ToldVersion);
        Assert.DoesNotContain(_folder.Logged, static sentence => sentence.EndsWith(" 1 lazy rows.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lazy_writes_are_unseen_until_the_flush_interval_passes_without_a_commit()
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a"));
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _folder.OnLogged = sentence =>
        {
            if (sentence == "Committed 0 writes and 1 lazy rows.") flushed.TrySetResult();
        };

        Journal.AdvanceTold("chat/a", 1);
        Assert.Equal(0, (await Journal.ReadHeadAsync("chat/a"))!.ToldVersion);
        await _folder.Time.FireAsync(_folder.Options.FlushInterval);
        await flushed.Task.Soon("the flush");

        Assert.Equal(1, (await Journal.ReadHeadAsync("chat/a"))!.ToldVersion);
    }

    [Fact]
    public async Task A_full_queue_makes_a_write_wait_and_then_refuses_it()
    {
        var options = _folder.OptionsIn("other");
        options.QueueWritesMax = 1;
        var journal = _folder.Open(options);
        Task first, second, third, refused;
        using (var hold = _folder.HoldCommits(options))
        {
            first = journal.AppendAsync(Append("chat/a", 0, "a"));
            await hold.IsHeld.Soon("the first commit is held");
            second = journal.AppendAsync(Append("chat/b", 0, "b"));
            refused = journal.AppendAsync(Append("chat/c", 0, "c"));
            await _folder.Time.FireAsync(options.QueueWait);
            await Assert.ThrowsAsync<TimeoutException>(() => refused);
            third = journal.AppendAsync(Append("chat/d", 0, "d"));
        }

        await Task.WhenAll(first, second, third).Soon("the appends end");
        Assert.Null(await journal.ReadHeadAsync("chat/c"));
    }

    [Fact]
    public async Task More_lazy_writes_than_may_wait_are_dropped_and_logged()
    {
        var options = _folder.OptionsIn("other");
        options.LazyKeysMax = 2;
        var journal = _folder.Open(options);
        foreach (var stream in (string[])["chat/a", "chat/b", "chat/c"]) await journal.AppendAsync(Append(stream, 0, "x"));
        Task append;
        using (var hold = _folder.HoldCommits(options))
        {
            append = journal.AppendAsync(Append("chat/d", 0, "x"));
            await hold.IsHeld.Soon("the commit is held");
            foreach (var stream in (string[])["chat/a", "chat/b", "chat/c"]) journal.AdvanceTold(stream, 1);
            journal.AdvanceTold("chat/a", 1);
        }

        await append.Soon("the append ends");
        await journal.FlushAsync().Soon("the flush ends");

        Assert.Equal<string>(["chat/c", "chat/d"], await journal.FindWakeableAsync(Noon, "", 10));
        Assert.Contains(_folder.Logged, sentence => sentence.StartsWith("1 lazy writes were dropped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reads_go_on_while_a_commit_is_held_and_more_than_there_are_connections_wait()
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a"));
        Task append;
        using (var hold = _folder.HoldCommits())
        {
            append = Journal.AppendAsync(Append("chat/a", 1, "b"));
            await hold.IsHeld.Soon("the commit is held");
            var reads = Enumerable.Range(0, 200).Select(_ => TextsAsync("chat/a")).ToArray();
            await Task.WhenAll(reads).Soon("the reads end");
            Assert.All(reads, read => Assert.Equal("1:a", read.Result));
        }

        await append.Soon("the append ends");
    }

    [Fact]
    public void The_sweep_uses_both_partial_indexes()
    {
        using var connection = SqliteConnection.Open(_folder.DatabasePath, TimeSpan.FromSeconds(1));

        var plan = string.Join('\n', connection.Prepare("EXPLAIN QUERY PLAN " + SqliteReader.WakeableSql).All(row => row.Text(3)));

        Assert.Contains("INDEX streams_behind (stream>?)", plan, StringComparison.Ordinal);
        Assert.Contains("INDEX streams_due (due<?)", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN TABLE", plan, StringComparison.Ordinal);
    }

    protected override Task<IJournal> OpenEmptyAsync() => Task.FromResult<IJournal>(_folder.Open());

    protected override Task CloseAsync() => _folder.DeleteAsync();
}
