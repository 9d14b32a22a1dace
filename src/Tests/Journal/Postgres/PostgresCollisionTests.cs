using System.Threading.Channels;
using Npgsql;
using OrleansChat.Grains.Journal;
using OrleansChat.Silo.Journal.Postgres;
using static OrleansChat.Tests.Journal.Postgres.PostgresSchema;

namespace OrleansChat.Tests.Journal.Postgres;

/// <summary>Two write in the same moment: what looked free is taken when it is written.</summary>
[Collection(OnePostgres.Name)]
public sealed class PostgresCollisionTests(PostgresServer server) : IAsyncLifetime
{
    private const string TakenStream = "INSERT INTO streams (stream, version) VALUES ('chat/a', 1)";
    private const string TakenVersion = "INSERT INTO events (stream, version, name, json) VALUES ('chat/a', 1, 'chat.said.1', '')";
    private const string TakenKey = "INSERT INTO requests (scope, key, number, digest, at, json) VALUES ('center/x', 'k', 1, 'd', 0, '')";

    private readonly PostgresSchema _schema = new(server);

    public Task InitializeAsync() => PostgresServer.WhyMissing is null ? server.StartAsync() : Task.CompletedTask;

    public Task DisposeAsync() => _schema.CloseAsync();

    [PostgresFact]
    public async Task Of_two_silos_that_append_at_the_same_version_one_does()
    {
        var (one, other) = (await _schema.OpenAsync(), await _schema.OpenAsync());
        for (var version = 0; version < 50; version++)
        {
            var tries = new[] { one, other }.Select(journal => Record.ExceptionAsync(() => journal.AppendAsync(Said("chat/a", version)))).ToArray();
            var errors = await Task.WhenAll(tries);
            Assert.Single(errors, static error => error is null);
            Assert.Single(errors, static error => error is JournalConflictException);
        }

        Assert.Equal(50, (await one.ReadHeadAsync("chat/a"))!.Version);
    }

    [PostgresFact]
    public async Task Two_silos_remember_requests_of_one_scope_at_once()
    {
        var sent = 0;
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async silo =>
        {
            var options = _schema.Options();
            options.Committing = () => Task.FromResult(Interlocked.Increment(ref sent));
            var journal = await _schema.OpenAsync(options);
            for (var n = 0; n < 50; n++) await journal.AppendAsync(Keyed($"chat/{silo}-{n}", $"{silo}-{n}"));
        }));

        Assert.Equal(100, sent);
        Assert.Equal(100, await _schema.AskAsync<long>("SELECT count(*) FROM requests WHERE scope = 'center/x'"));
        Assert.Equal(100, await _schema.AskAsync<long>("SELECT count(*) FROM events"));
    }

    [PostgresFact]
    public async Task A_request_does_not_wait_for_another_of_its_scope_that_is_not_committed_yet()
    {
        var journal = await _schema.OpenAsync();
        await using var other = await BeginAsync(TakenKey);

        await journal.AppendAsync(Keyed("chat/a", "another"));

        await ExecuteAsync("COMMIT", other);
        Assert.Equal(2, await _schema.AskAsync<long>("SELECT count(*) FROM requests WHERE scope = 'center/x'"));
    }

    /// <summary>The row is not seen by the call that looks for it, and stands in its way when it writes. The first time among others, the second time alone.</summary>
    [PostgresTheory]
    [InlineData(TakenStream, typeof(JournalConflictException))]
    [InlineData(TakenVersion, typeof(JournalConflictException))]
    [InlineData(TakenKey, typeof(RequestKnownException))]
    public async Task What_another_commits_meanwhile_is_told_by_the_constraint_it_hits_and_fails_alone(string taken, Type expected)
    {
        var options = _schema.Options();
        var journal = await _schema.OpenAsync(options);
        var hold = new PostgresHold(options);
        var first = journal.AppendAsync(Said("chat/1", 0));
        await hold.IsHeld;
        var others = Channel.CreateUnbounded<NpgsqlConnection>();
        var sent = 0;
        options.Committing = async () =>
        {
            if (++sent > 2) return;
            await _schema.ExecuteAsync("DELETE FROM streams WHERE stream = 'chat/a'; DELETE FROM events WHERE stream = 'chat/a'; DELETE FROM requests");
            await others.Writer.WriteAsync(await BeginAsync(taken));
        };
        var collides = Record.ExceptionAsync(() => journal.AppendAsync(Keyed("chat/a", "k")));
        var neighbour = journal.AppendAsync(Said("chat/b", 0));
        hold.Release();
        await first;

        for (var collisions = 0; collisions < 2; collisions++) await CommitWhenWaitedForAsync(await others.Reader.ReadAsync());

        Assert.IsType(expected, await collides);
        await neighbour;
        Assert.Equal(3, sent);
    }

    private async Task<NpgsqlConnection> BeginAsync(string sql)
    {
        var connection = await _schema.ConnectAsync();
        await ExecuteAsync($"BEGIN; {sql}", connection);
        return connection;
    }

    private async Task CommitWhenWaitedForAsync(NpgsqlConnection connection)
    {
        await using (connection)
        {
            await _schema.UntilAsync($"EXISTS (SELECT 1 FROM pg_stat_activity WHERE {connection.ProcessID} = ANY (pg_blocking_pids(pid)))");
            await ExecuteAsync("COMMIT", connection);
        }
    }

    private static JournalAppend Keyed(string stream, string key) => Said(stream, 0) with
    {
        Request = new(new RequestRow("center/x", key, "digest", DateTimeOffset.UnixEpoch, "{}"u8.ToArray()), DateTimeOffset.MinValue, 1_000),
    };
}
