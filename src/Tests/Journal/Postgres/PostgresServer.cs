using System.Globalization;
using OrleansChat.LocalCluster;

namespace OrleansChat.Tests.Journal.Postgres;

/// <summary>
/// A PostgreSQL of its own with a data folder that is removed at the end; started by the first test that asks. What it has not synced a kill of the process does
/// not lose, so it need not sync.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime, IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanschat-postgres-");
    private readonly LocalPostgres _postgres;
    private int _schemas;

    public PostgresServer() => _postgres = new LocalPostgres(_folder.FullName, FreePorts.Next(), isDurable: false);

    /// <summary>Why tests that need it are skipped, or <see langword="null"/>.</summary>
    public static string? WhyMissing => LocalPostgres.Binaries is null ? "PostgreSQL's initdb and postgres are neither on the PATH nor in /usr/lib/postgresql/*/bin." : null;

    public int Port => _postgres.Port;

    public string ConnectionString => _postgres.ConnectionString;

    public string ConnectionThrough(int proxyPort) => _postgres.ConnectionThrough(proxyPort);

    public string NextSchema() => string.Create(CultureInfo.InvariantCulture, $"journal{Interlocked.Increment(ref _schemas)}");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _postgres.KillAsync();
        await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    ValueTask IAsyncDisposable.DisposeAsync() => _postgres.DisposeAsync();

    /// <summary>Returns when it answers.</summary>
    public Task StartAsync() => _postgres.StartAsync();

    /// <summary>Ends it at once, as a crash would: no checkpoint, every connection gone.</summary>
    public Task KillAsync() => _postgres.KillAsync();
}

/// <summary>A test that needs PostgreSQL. Where it is missing it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.WhyMissing;
}

/// <summary>See <see cref="PostgresFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.WhyMissing;
}

/// <summary>The tests that share a PostgreSQL, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OnePostgres : ICollectionFixture<PostgresServer>
{
    public const string Name = "One PostgreSQL";
}
