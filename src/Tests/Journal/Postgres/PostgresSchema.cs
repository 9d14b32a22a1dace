using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansChat.Grains.Journal;
using OrleansChat.Silo.Journal.Postgres;

namespace OrleansChat.Tests.Journal.Postgres;

/// <summary>A schema of its own, the journals that are open in it, and what a test must see or do beside them.</summary>
internal sealed class PostgresSchema(PostgresServer server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<PostgresJournal> _open = [];

    public string Name { get; } = server.NextSchema();

    public PostgresJournalOptions Options() => new() { ConnectionString = server.ConnectionString, Schema = Name };

    public async Task<PostgresJournal> OpenAsync(PostgresJournalOptions? options = null, ILogger<PostgresJournal>? logger = null)
    {
        var journal = await PostgresJournal.OpenAsync(options ?? Options(), TimeProvider.System, logger ?? NullLogger<PostgresJournal>.Instance);
        lock (_open) _open.Add(journal);
        return journal;
    }

    /// <summary>An append of one event.</summary>
    public static JournalAppend Said(string stream, long expectedVersion) => new(stream, expectedVersion, [new("chat.said.1", Encoding.UTF8.GetBytes("{}"))]);

    /// <summary>A connection of the test, on which the schema's tables are found.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection($"{server.ConnectionString};Pooling=false;Search Path={Name}");
        await connection.OpenAsync();
        return connection;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await ExecuteAsync(sql, connection);
    }

    public static async Task ExecuteAsync(string sql, NpgsqlConnection connection)
    {
#pragma warning disable CA2100 // a test's own statement
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var connection = await ConnectAsync();
        return await AskAsync<T>(sql, connection);
    }

    /// <summary>Asks again and again until it is true. PostgreSQL tells nobody by itself who waits for whom, or who is gone.</summary>
    public async Task UntilAsync(string condition)
    {
        await using var connection = await ConnectAsync();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var from = Stopwatch.GetTimestamp();
        while (!await AskAsync<bool>($"SELECT {condition}", connection))
        {
            if (Stopwatch.GetElapsedTime(from) > Patience) Assert.Fail($"Waited {Patience.TotalSeconds} s in vain: {condition}.");
            await pause.WaitForNextTickAsync();
        }
    }

    /// <summary>Closes every journal that was opened here.</summary>
    public async Task CloseAsync()
    {
        foreach (var journal in _open) await journal.DisposeAsync();
    }

    private static async Task<T> AskAsync<T>(string sql, NpgsqlConnection connection)
    {
#pragma warning disable CA2100 // a test's own question
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return (T)(await command.ExecuteScalarAsync())!;
    }
}

/// <summary>Holds the next commit right before it is sent.</summary>
internal sealed class PostgresHold
{
    private readonly TaskCompletionSource _isHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PostgresHold(PostgresJournalOptions options) => options.Committing = () =>
    {
        _isHeld.TrySetResult();
        return _released.Task;
    };

    public Task IsHeld => _isHeld.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public void Release() => _released.TrySetResult();
}
