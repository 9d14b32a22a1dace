using Npgsql;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Journal;
using OrleansChat.Silo.Clustering;
using OrleansChat.Silo.Journal;
using OrleansChat.Silo.Journal.Postgres;
using OrleansChat.Tests.Bayeux.Clients;
using static OrleansChat.Tests.Journal.Postgres.PostgresSchema;

namespace OrleansChat.Tests.Journal.Postgres;

/// <summary>Several silos, lost connections, a database that dies: nothing is guessed.</summary>
[Collection(OnePostgres.Name)]
public sealed class PostgresFaultTests(PostgresServer server) : IAsyncLifetime
{
    private readonly PostgresSchema _schema = new(server);

    public Task InitializeAsync() => PostgresServer.WhyMissing is null ? server.StartAsync() : Task.CompletedTask;

    public Task DisposeAsync() => _schema.CloseAsync();

    [PostgresFact]
    public async Task Many_silos_may_bring_the_schema_up_to_date_at_once()
    {
        var journals = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _schema.OpenAsync()));

        await Task.WhenAll(journals.Select((journal, n) => journal.AppendAsync(Said($"chat/{n}", 0))));

        Assert.Equal(8, (await journals[0].FindWakeableAsync(DateTimeOffset.UnixEpoch, "", 100)).Length);
    }

    [PostgresFact]
    public async Task A_schema_of_a_newer_server_is_left_alone_and_a_database_that_is_not_there_is_named()
    {
        await _schema.OpenAsync();
        await _schema.ExecuteAsync("INSERT INTO journal_schema (version) VALUES (999)");
        Assert.Equal(JournalStartProblem.TooNew, (await Assert.ThrowsAsync<JournalStartException>(() => _schema.OpenAsync())).Problem);

        var nowhere = _schema.Options();
        nowhere.ConnectionString = server.ConnectionThrough(1);
        Assert.Equal(JournalStartProblem.Unreachable, (await Assert.ThrowsAsync<JournalStartException>(() => _schema.OpenAsync(nowhere))).Problem);
    }

    [PostgresFact]
    public async Task A_schema_of_any_older_server_is_refused_where_it_may_not_be_changed_and_keeps_what_is_in_it_when_it_is()
    {
        var refusing = _schema.Options();
        refusing.Migrate = false;
        Assert.Equal(JournalStartProblem.TooOld, (await Assert.ThrowsAsync<JournalStartException>(() => _schema.OpenAsync(refusing))).Problem);
        for (var old = 1; old < PostgresMigrator.Newest; old++)
        {
            await _schema.ExecuteAsync($"DROP SCHEMA IF EXISTS {_schema.Name} CASCADE; CREATE SCHEMA {_schema.Name}");
            await _schema.ExecuteAsync("CREATE TABLE journal_schema (version integer NOT NULL PRIMARY KEY)");
            foreach (var script in PostgresMigrator.Scripts.Take(old)) await _schema.ExecuteAsync(script.Sql);
            await _schema.ExecuteAsync($"INSERT INTO journal_schema (version) SELECT generate_series(1, {old}); INSERT INTO streams (stream, version) VALUES ('chat/old', 1); "
                + "INSERT INTO events (stream, version, name, json) VALUES ('chat/old', 1, 'chat.said.1', '{}')");
            Assert.Equal(JournalStartProblem.TooOld, (await Assert.ThrowsAsync<JournalStartException>(() => _schema.OpenAsync(refusing))).Problem);

            string[] migrate = [$"--Cluster:Postgres={server.ConnectionString}", $"--Cluster:Schema={_schema.Name}"];
            for (var time = 1; time <= 2; time++)
            {
                using var said = new StringWriter();
                Assert.Equal((0, $"The schema {_schema.Name} has version {PostgresMigrator.Newest}.\n"), (await Migration.RunAsync(migrate, said, said), said.ToString()));
            }

            var journal = await _schema.OpenAsync(refusing);
            await journal.AppendAsync(Said("chat/old", 1));
            Assert.Equal([1L, 2L], (await journal.ReadAsync("chat/old", 0, 10)).Select(static e => e.Version));
        }
    }

    [PostgresFact]
    public async Task A_row_that_the_database_refuses_fails_its_own_append_only()
    {
        var options = _schema.Options();
        var journal = await _schema.OpenAsync(options);
        await _schema.ExecuteAsync("ALTER TABLE events ADD CONSTRAINT small CHECK (length(json) < 1000)");
        var hold = new PostgresHold(options);
        var first = journal.AppendAsync(Said("chat/a", 0));
        await hold.IsHeld;
        var large = journal.AppendAsync(new("chat/b", 0, [new("chat.said.1", "{}"u8.ToArray()), new("chat.said.1", new byte[2_000])]));
        var conflict = journal.AppendAsync(Said("chat/a", 7));
        var last = journal.AppendAsync(Said("chat/c", 0));
        hold.Release();

        await Task.WhenAll(first, last);
        Assert.Equal("small", (await Assert.ThrowsAsync<PostgresException>(() => large)).ConstraintName);
        await Assert.ThrowsAsync<JournalConflictException>(() => conflict);
        Assert.Null(await journal.ReadHeadAsync("chat/b"));
        Assert.Equal(1, (await journal.ReadHeadAsync("chat/c"))!.Version);
    }

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_is_lost_in_a_commit_is_found_out_about(bool afterTheCommit)
    {
        using var proxy = new CuttingProxy(new Uri($"http://127.0.0.1:{server.Port}"));
        var options = _schema.Options();
        options.ConnectionString = server.ConnectionThrough(proxy.Url.Port);
        var journal = await _schema.OpenAsync(options);
        await journal.AppendAsync(Said("chat/a", 0));
        var cut = Task.CompletedTask;
        if (afterTheCommit) cut = await CutAfterCommitAsync(proxy);
        else options.Committing = () =>
        {
            options.Committing = null;
            proxy.Cut();
            return Task.CompletedTask;
        };

        var conflict = Record.ExceptionAsync(() => journal.AppendAsync(Said("chat/a", 9)));
        var append = journal.AppendAsync(Said("chat/a", 1));
        await append;
        await cut;
        Assert.IsType<JournalConflictException>(await conflict);
        Assert.Equal(2, (await journal.ReadHeadAsync("chat/a"))!.Version);
        await journal.AppendAsync(Said("chat/a", 2));
    }

    [PostgresFact]
    public async Task While_the_database_is_dead_appends_fail_in_time_and_then_succeed()
    {
        var options = _schema.Options();
        options.OutcomeWait = TimeSpan.FromSeconds(1);
        var journal = await _schema.OpenAsync(options);
        await journal.AppendAsync(Said("chat/a", 0));
        await server.KillAsync();

        var failed = await Assert.ThrowsAnyAsync<Exception>(() => journal.AppendAsync(Said("chat/a", 1)).WaitAsync(TimeSpan.FromSeconds(15)));
        Assert.IsNotType<TimeoutException>(failed);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => journal.ReadHeadAsync("chat/a"));

        await server.StartAsync();
        await journal.AppendAsync(Said("chat/a", (await ReadWhenItAnswersAsync(journal))!.Version));
        Assert.Equal(2, (await journal.ReadHeadAsync("chat/a"))!.Version);
    }

    private static async Task<StreamHead?> ReadWhenItAnswersAsync(PostgresJournal journal)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await journal.ReadHeadAsync("chat/a");
            }
            catch (StoreUnavailableException) when (tries < 200)
            {
                await pause.WaitForNextTickAsync();                     // connections of before are still in the pool
            }
        }
    }

    /// <summary>The database commits, and the answer does not arrive: a trigger that runs at the commit has the proxy cut while the database waits.</summary>
    private async Task<Task> CutAfterCommitAsync(CuttingProxy proxy)
    {
        await _schema.ExecuteAsync("""
            CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.version = 2) EXECUTE FUNCTION dawdle();
            """);
        return CutWhenSleepingAsync(proxy);
    }

    private async Task CutWhenSleepingAsync(CuttingProxy proxy)
    {
        await _schema.UntilAsync("EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep')");
        proxy.Cut();
    }
}
