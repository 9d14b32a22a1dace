using OrleansChat.Grains.Journal;
using static OrleansChat.Tests.Journal.Postgres.PostgresSchema;

namespace OrleansChat.Tests.Journal.Postgres;

/// <summary>Each process writes on one connection, and has a row that counts its commits.</summary>
[Collection(OnePostgres.Name)]
public sealed class PostgresWriterTests(PostgresServer server) : IAsyncLifetime
{
    private readonly PostgresSchema _schema = new(server);

    public Task InitializeAsync() => PostgresServer.WhyMissing is null ? server.StartAsync() : Task.CompletedTask;

    public Task DisposeAsync() => _schema.CloseAsync();

    [PostgresFact]
    public async Task Appends_that_wait_share_a_commit()
    {
        var options = _schema.Options();
        var journal = await _schema.OpenAsync(options);
        await journal.AppendAsync(Said("chat/a", 0));
        var hold = new PostgresHold(options);
        var first = journal.AppendAsync(Said("chat/a", 1));
        await hold.IsHeld;
        var waiting = Enumerable.Range(0, 20).Select(n => journal.AppendAsync(Said($"chat/{n}", 0))).ToArray();
        hold.Release();

        await Task.WhenAll([first, .. waiting]);
        Assert.Equal(3, await _schema.AskAsync<long>("SELECT last_commit FROM writers"));
        Assert.Equal(2, await _schema.AskAsync<long>("SELECT count(DISTINCT xmin::text) FROM events WHERE stream <> 'chat/a' OR version = 2"));
    }

    [PostgresFact]
    public async Task A_start_forgets_writers_that_were_silent_for_a_day_and_one_that_lives_goes_on()
    {
        var journal = await _schema.OpenAsync();
        await journal.AppendAsync(Said("chat/a", 0));
        await Assert.ThrowsAsync<JournalConflictException>(() => journal.AppendAsync(Said("chat/a", 0)));
        await _schema.ExecuteAsync("""
            UPDATE writers SET seen = now() - interval '25 hours';
            INSERT INTO writers (writer, last_commit, seen) VALUES (gen_random_uuid(), 7, now() - interval '23 hours');
            INSERT INTO refused (writer, place, code) SELECT writer, 3, 1 FROM writers WHERE last_commit = 7;
            """);

        await _schema.OpenAsync();

        Assert.Equal("7", await _schema.AskAsync<string>("SELECT string_agg(last_commit::text, ' ') FROM writers"));
        Assert.Equal("3", await _schema.AskAsync<string>("SELECT string_agg(place::text, ' ') FROM refused"));
        await Assert.ThrowsAsync<JournalConflictException>(() => journal.AppendAsync(Said("chat/a", 0)));
        await journal.AppendAsync(Said("chat/a", 1));
        Assert.Equal(4, await _schema.AskAsync<long>("SELECT last_commit FROM writers WHERE last_commit <> 7"));
    }
}
