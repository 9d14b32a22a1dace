using System.Diagnostics;
using System.Globalization;
using OrleansChat.Silo.Journal.Postgres;
using static OrleansChat.Tests.Journal.Postgres.PostgresSchema;

namespace OrleansChat.Tests.Journal.Postgres;

/// <summary>What was sent lies unread at the database until the writer has given it up, and is read then: it comes too late for good.</summary>
[Collection(OnePostgres.Name)]
public sealed class PostgresLateBatchTests(PostgresServer server) : IAsyncLifetime
{
    private readonly PostgresSchema _schema = new(server);

    public Task InitializeAsync() => PostgresServer.WhyMissing is null ? server.StartAsync() : Task.CompletedTask;

    public Task DisposeAsync() => _schema.CloseAsync();

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_batch_that_is_read_after_its_outcome_was_asked_for_is_refused(bool beforeItIsSentAgain)
    {
        var options = _schema.Options();
        options.TimeoutSeconds = 1;
        var journal = await _schema.OpenAsync(options);
        await _schema.ExecuteAsync("ALTER TABLE events ADD COLUMN backend integer DEFAULT pg_backend_pid()");
        await journal.AppendAsync(Said("chat/a", 0));
        var backend = await BackendOfAsync(version: 1);
        var sent = 0;
        options.Committing = () => ++sent == 2 && beforeItIsSentAgain ? ThawAsync(backend) : Task.CompletedTask;

        await SignalAsync("-STOP", backend);
        try
        {
            await journal.AppendAsync(Said("chat/a", 1));
        }
        finally
        {
            await ThawAsync(backend);
        }

        Assert.Equal(2, sent);
        Assert.Equal(2, (await journal.ReadAsync("chat/a", 0, 10)).Length);
        Assert.NotEqual(backend, await BackendOfAsync(version: 2));
        Assert.Equal(3, await _schema.AskAsync<long>("SELECT last_commit FROM writers"));
        await journal.AppendAsync(Said("chat/a", 2));
    }

    [PostgresFact]
    public async Task Asked_again_whether_it_took_effect_the_database_does_not_take_the_question_for_the_commit()
    {
        await _schema.OpenAsync();
        var writer = Guid.NewGuid();

        Assert.Equal(0, await FenceAsync(1));
        Assert.Equal(0, await FenceAsync(1));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => BeginAsync(1));
        await BeginAsync(2);
        Assert.Equal(2, await FenceAsync(2));
        Assert.Equal(2, await FenceAsync(3));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => BeginAsync(2));

        Task<long> FenceAsync(long number) => _schema.AskAsync<long>(string.Create(CultureInfo.InvariantCulture, $"SELECT fence_commit('{writer}', {number})"));
        Task<int> BeginAsync(long number) => _schema.AskAsync<int>(string.Create(CultureInfo.InvariantCulture, $"SELECT begin_commit('{writer}', {number})"));
    }

    private Task<int> BackendOfAsync(long version) => _schema.AskAsync<int>(string.Create(CultureInfo.InvariantCulture, $"SELECT backend FROM events WHERE version = {version}"));

    /// <summary>Returns when it has done what it was sent, has found its connection closed, and is gone.</summary>
    private async Task ThawAsync(int backend)
    {
        await SignalAsync("-CONT", backend);
        await _schema.UntilAsync(string.Create(CultureInfo.InvariantCulture, $"NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE pid = {backend})"));
    }

    private static async Task SignalAsync(string signal, int backend)
    {
        using var kill = Process.Start("kill", [signal, backend.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
