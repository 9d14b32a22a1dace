using System.Text;
using OrleansChat.Grains.Journal;
using OrleansChat.Silo.Journal.Sqlite;

namespace OrleansChat.Tests.Journal;

/// <summary>What was acknowledged is there after a restart, after a kill, and after a power cut.</summary>
public sealed class SqliteDurabilityTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly SqliteFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _folder.DeleteAsync();

    [Fact]
    public async Task After_a_restart_everything_is_there_the_lazy_writes_too()
    {
        await using (var journal = _folder.Open())
        {
            await journal.AppendAsync(Said("chat/a", 0, "a") with { Due = Noon });
            await journal.SaveSessionAsync(new("bob", "k", 1, "old"u8.ToArray()), 0);
            journal.AdvanceTold("chat/a", 1);
            journal.SaveSnapshot("chat/a", new(1, "chat.state.1", "state"u8.ToArray()));
            journal.SaveSessionLazily(new("bob", "k", 1, "new"u8.ToArray()));
        }
        Assert.False(File.Exists(_folder.DatabasePath + "-wal"));

        var again = _folder.Open();

        Assert.Equal(new StreamHead(1, 1, Noon), await again.ReadHeadAsync("chat/a"));
        Assert.Equal("a", Text((await again.ReadAsync("chat/a", 0, 9)).Single().Json));
        Assert.Equal("state", Text((await again.ReadSnapshotAsync("chat/a"))!.Json));
        Assert.Equal("new", Text((await again.ReadSessionsAsync("bob")).Single().Json));
        await again.AppendAsync(Said("chat/a", 1, "b"));
    }

    [Fact]
    public async Task A_closed_journal_refuses_and_closing_twice_is_nothing()
    {
        var journal = _folder.Open();
        await journal.DisposeAsync();
        await journal.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.AppendAsync(Said("chat/a", 0, "a")));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.ReadHeadAsync("chat/a"));
        journal.AdvanceTold("chat/a", 1);
    }

    [Fact]
    public async Task Closing_commits_what_waits()
    {
        var journal = _folder.Open();
        Task first, second, closing;
        using (var hold = _folder.HoldCommits())
        {
            first = journal.AppendAsync(Said("chat/a", 0, "a"));
            await hold.IsHeld.Soon("the commit is held");
            second = journal.AppendAsync(Said("chat/b", 0, "b"));
            closing = journal.DisposeAsync().AsTask();
            Assert.False(closing.IsCompleted);
        }

        await Task.WhenAll(first, second, closing).Soon("the journal closes");
        Assert.NotNull(await _folder.Open().ReadHeadAsync("chat/b"));
    }

    [Fact]
    public async Task What_was_acknowledged_survives_a_kill_at_any_time()
    {
        var journal = _folder.Open();
        for (var version = 1; version <= 40; version++)
        {
            await journal.AppendAsync(Said("chat/a", version - 1, $"{version}"));

            await using var copy = _folder.OpenCopy($"killed-{version}");

            Assert.Equal(Numbers(version), await TextsAsync(copy));
        }
    }

    [Fact]
    public async Task A_log_that_a_power_cut_shortens_keeps_whole_appends_only()
    {
        const int seed = 4711;
        var journal = _folder.Open();
        var logBytes = new List<long>();
        for (var version = 1; version <= 39; version += 3)
        {
            await journal.AppendAsync(Said("chat/a", version - 1, $"{version}", $"{version + 1}", $"{version + 2}"));
            logBytes.Add(new FileInfo(_folder.DatabasePath + "-wal").Length);
        }

        var random = new Random(seed);
        for (var cut = 0; cut < 60; cut++)
        {
            var bytes = random.NextInt64(logBytes[0], logBytes[^1] + 1);
            await using var copy = _folder.OpenCopy($"cut-{cut}", bytes);
            Assert.Equal(Numbers(3 * logBytes.Count(length => length <= bytes)), await TextsAsync(copy));
        }
    }

    private static JournalAppend Said(string stream, long expectedVersion, params string[] texts) =>
        new(stream, expectedVersion, [.. texts.Select(text => new NewEvent("chat.said.1", Encoding.UTF8.GetBytes(text)))]);

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    private static string Numbers(int last) => string.Join(' ', Enumerable.Range(1, last));

    private static async Task<string> TextsAsync(SqliteJournal journal) =>
        string.Join(' ', (await journal.ReadAsync("chat/a", 0, int.MaxValue)).Select(stored => Text(stored.Json)));
}
