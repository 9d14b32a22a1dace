using OrleansChat.Grains.Journal;
using OrleansChat.Silo.Journal;
using OrleansChat.Silo.Journal.Sqlite;

namespace OrleansChat.Tests.Journal;

/// <summary>A journal that cannot open says in one line what to do.</summary>
public sealed class SqliteStartTests : IAsyncLifetime
{
    private readonly SqliteFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _folder.DeleteAsync();

    [Fact]
    public async Task A_newer_journal_is_refused_and_left_as_it_is()
    {
        await _folder.Open().DisposeAsync();
        Execute("PRAGMA journal_mode = DELETE; PRAGMA user_version = 99");
        var before = await File.ReadAllBytesAsync(_folder.DatabasePath);

        Refuses(JournalStartProblem.TooNew, "start a newer server");

        Assert.Equal(before, await File.ReadAllBytesAsync(_folder.DatabasePath));
        Execute($"PRAGMA user_version = {SqliteMigrator.Newest}");
        _folder.Open();
    }

    [Fact]
    public async Task A_journal_of_the_first_schema_is_brought_up_to_date_and_keeps_what_it_has()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.DatabasePath)!);
        using (var connection = SqliteConnection.Open(_folder.DatabasePath, TimeSpan.FromSeconds(1), mayCreate: true))
        {
            connection.Execute(SqliteMigrator.Scripts[0].Sql);
            connection.Execute("INSERT INTO events VALUES ('chat/a', 1, 'chat.said.1', x'61'); INSERT INTO streams (stream, version) VALUES ('chat/a', 1)");
        }

        var journal = _folder.Open();

        Assert.Equal(1, (await journal.ReadHeadAsync("chat/a"))!.Version);
        var row = new RequestRow("chat/a", "k", "digest", DateTimeOffset.UnixEpoch, "{}"u8.ToArray());
        await journal.AppendAsync(new("chat/a", 1, []) { Request = new(row, DateTimeOffset.MinValue, 1) });
        await journal.DisposeAsync();
        Assert.Equal("digest", (await _folder.Open().FindRequestAsync("chat/a", "k"))!.Digest);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        WriteFile("This is a letter, not a database. " + new string('x', 5000));

        Refuses(JournalStartProblem.NotAJournal, "not a database");
    }

    [Fact]
    public void The_database_of_another_program_is_refused()
    {
        WriteFile("");
        Execute("CREATE TABLE recipes (name TEXT)");

        Refuses(JournalStartProblem.NotAJournal, "another program");
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused_until_the_first_ends()
    {
        var first = _folder.Open();

        Refuses(JournalStartProblem.InUse, "Another server uses");

        await first.DisposeAsync();
        _folder.Open();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused()
    {
        var file = Path.GetDirectoryName(_folder.DatabasePath)!;
        File.WriteAllText(file, "a file where the folder should be");

        Refuses(JournalStartProblem.FolderNotWritable, "cannot be written");
    }

    [Fact]
    public void A_database_that_is_a_folder_is_refused()
    {
        Directory.CreateDirectory(_folder.DatabasePath);

        Refuses(JournalStartProblem.FolderNotWritable, "cannot be opened for writing");
    }

    [Fact]
    public void The_numbered_scripts_count_from_one_and_each_sets_its_version()
    {
        Assert.Equal(Enumerable.Range(1, SqliteMigrator.Newest), SqliteMigrator.Scripts.Select(script => script.Version));
        using var connection = SqliteConnection.Open(":memory:", TimeSpan.Zero);
        foreach (var script in SqliteMigrator.Scripts)
        {
            connection.Execute(script.Sql);
            Assert.Equal(script.Version, connection.Number("PRAGMA user_version"));
        }
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _folder.Open(new() { FlushInterval = TimeSpan.FromSeconds(2) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _folder.Open(new() { ReadConnections = 0 }));
    }

    private void Refuses(JournalStartProblem problem, string says)
    {
        var refusal = Assert.Throws<JournalStartException>(() => _folder.Open());
        Assert.Equal(problem, refusal.Problem);
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private void WriteFile(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.DatabasePath)!);
        File.WriteAllText(_folder.DatabasePath, text);
    }

    private void Execute(string sql)
    {
        using var connection = SqliteConnection.Open(_folder.DatabasePath, TimeSpan.FromSeconds(1));
        connection.Execute(sql);
    }
}
