using OrleansChat.Grains.Journal;
using OrleansChat.Silo.Journal.Sqlite;
using SQLitePCL;

namespace OrleansChat.Tests.Journal;

/// <summary>A commit fails: everybody in it is told, and the journal goes on.</summary>
public sealed class SqliteFaultTests : IAsyncLifetime
{
    private readonly SqliteFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _folder.DeleteAsync();

    [Fact]
    public async Task A_full_disk_fails_the_append_reads_go_on_and_room_heals()
    {
        var pagesMax = "PRAGMA max_page_count = 40";
        _folder.Options.WriterOpened = connection => connection.Execute(pagesMax);
        var journal = _folder.Open();
        var version = 0;
        SqliteException? full = null;
        while (full is null)
        {
            try
            {
                await journal.AppendAsync(Said("chat/a", version));
                version++;
            }
            catch (SqliteException error)
            {
                full = error;
            }
        }

        Assert.Equal(raw.SQLITE_FULL, full.Code);
        Assert.Equal(version, (await journal.ReadAsync("chat/a", 0, int.MaxValue)).Length);
        await Assert.ThrowsAsync<SqliteException>(() => journal.AppendAsync(Said("chat/a", version)));

        pagesMax = "PRAGMA max_page_count = 4000";
        await journal.AppendAsync(Said("chat/a", version));
        Assert.Equal(version + 1, (await journal.ReadAsync("chat/a", 0, int.MaxValue)).Length);
    }

    [Fact]
    public async Task A_commit_that_fails_fails_every_append_in_it_and_none_is_half_written()
    {
        var refuses = false;
        _folder.Options.WriterOpened = connection => raw.sqlite3_commit_hook(connection.Handle, _ => refuses ? 1 : 0, null);
        var journal = _folder.Open();
        await journal.AppendAsync(Said("chat/a", 0));
        Task[] failing;
        using (var hold = _folder.HoldCommits())
        {
            refuses = true;
            var first = journal.AppendAsync(Said("chat/a", 1));
            await hold.IsHeld.Soon("the commit is held");
            failing = [first, journal.AppendAsync(Said("chat/b", 0)), journal.AppendAsync(Said("chat/c", 0))];
        }

        foreach (var append in failing)
        {
            var error = await Assert.ThrowsAsync<SqliteException>(() => append);
            Assert.Equal(raw.SQLITE_CONSTRAINT_COMMITHOOK, error.ExtendedCode);
        }

        refuses = false;
        Assert.Null(await journal.ReadHeadAsync("chat/b"));
        await journal.AppendAsync(Said("chat/a", 1));
        await journal.AppendAsync(Said("chat/c", 0));
        Assert.Equal(2, (await journal.ReadHeadAsync("chat/a"))!.Version);
    }

    [Fact]
    public async Task A_failed_commit_loses_the_lazy_writes_it_carried_and_only_those()
    {
        var refuses = false;
        _folder.Options.WriterOpened = connection => raw.sqlite3_commit_hook(connection.Handle, _ => refuses ? 1 : 0, null);
        var journal = _folder.Open();
        await journal.AppendAsync(Said("chat/a", 0));

        journal.AdvanceTold("chat/a", 1);
        refuses = true;
        await Assert.ThrowsAsync<SqliteException>(journal.FlushAsync);
        refuses = false;
        await journal.FlushAsync();
        Assert.Equal(0, (await journal.ReadHeadAsync("chat/a"))!.ToldVersion);

        journal.AdvanceTold("chat/a", 1);
        await journal.FlushAsync();
        Assert.Equal(1, (await journal.ReadHeadAsync("chat/a"))!.ToldVersion);
    }

    [Fact]
    public async Task A_row_that_the_database_refuses_fails_its_own_append_only()
    {
        _folder.Options.WriterOpened = connection => raw.sqlite3_limit(connection.Handle, raw.SQLITE_LIMIT_LENGTH, 10_000);
        var journal = _folder.Open();
        Task first, large, last;
        using (var hold = _folder.HoldCommits())
        {
            first = journal.AppendAsync(Said("chat/a", 0));
            await hold.IsHeld.Soon("the commit is held");
            large = journal.AppendAsync(new("chat/b", 0, [new("chat.said.1", "{}"u8.ToArray()), new("chat.said.1", new byte[20_000])]));
            last = journal.AppendAsync(Said("chat/c", 0));
        }

        await Task.WhenAll(first, last).Soon("the other appends end");
        Assert.Equal(raw.SQLITE_TOOBIG, (await Assert.ThrowsAsync<SqliteException>(() => large)).Code);
        Assert.Null(await journal.ReadHeadAsync("chat/b"));
        Assert.Empty(await journal.ReadAsync("chat/b", 0, 9));
    }

    [Fact]
    public async Task While_the_database_cannot_be_opened_again_appends_fail_and_then_succeed()
    {
        var refuses = false;
        var opens = true;
        _folder.Options.WriterOpened = connection =>
        {
            if (!opens) throw new IOException("no");
            raw.sqlite3_commit_hook(connection.Handle, _ => refuses ? 1 : 0, null);
        };
        var journal = _folder.Open();
        (refuses, opens) = (true, false);
        await Assert.ThrowsAsync<SqliteException>(() => journal.AppendAsync(Said("chat/a", 0)));
        refuses = false;
        await Assert.ThrowsAsync<IOException>(() => journal.AppendAsync(Said("chat/a", 0)));

        opens = true;
        await journal.AppendAsync(Said("chat/a", 0));
    }

    private static JournalAppend Said(string stream, long expectedVersion) => new(stream, expectedVersion, [new("chat.said.1", new byte[500])]);
}
