using System.Globalization;
using Npgsql;

namespace OrleansChat.Silo.Journal.Postgres;

/// <summary>Brings a schema to the newest version by the numbered scripts of this folder. Many processes may do it at the same time: one does, the others wait.</summary>
internal static class PostgresMigrator
{
    /// <summary>"OCJ1" in ASCII: the lock that whoever migrates holds.</summary>
    private const long LockKey = 0x4F434A31;

    /// <summary>The scripts in order: number and text.</summary>
    public static ImmutableArray<(int Version, string Sql)> Scripts { get; } = SqlScripts.Beside(typeof(PostgresMigrator));

    /// <summary>The schema this server knows.</summary>
    public static int Newest => Scripts[^1].Version;

    /// <summary>Runs the scripts that are missing, all of them or none. Returns the version that was there, 0 when it is new.</summary>
    /// <exception cref="JournalStartException">A newer server wrote it.</exception>
    public static async Task<int> MigrateAsync(NpgsqlDataSource source, string schema)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync($"SELECT pg_advisory_xact_lock({LockKey})", connection);
        // Looked for first: who owns the schema need not be allowed to make others, and PostgreSQL asks for that before it looks.
        await RunAsync($"DO $$ BEGIN IF to_regnamespace('{schema}') IS NULL THEN CREATE SCHEMA {schema}; END IF; END $$", connection);
        await RunAsync("CREATE TABLE IF NOT EXISTS journal_schema (version integer NOT NULL PRIMARY KEY)", connection);
        await using var ask = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM journal_schema", connection);
        var version = (int)(await ask.ExecuteScalarAsync())!;
        RefuseNewer(version, schema);
        foreach (var script in Scripts.Where(script => script.Version > version))
        {
            await RunAsync(script.Sql, connection);
            await RunAsync(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO journal_schema (version) VALUES ({script.Version})"), connection);
        }

        await transaction.CommitAsync();
        return version;
    }

    /// <summary>Nothing is changed. For a role that may not.</summary>
    /// <exception cref="JournalStartException">The schema is missing, older or newer.</exception>
    public static async Task CheckAsync(NpgsqlDataSource source, string schema)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var find = new NpgsqlCommand("SELECT to_regclass(@table)::text", connection);
        find.Parameters.AddWithValue("table", $"{schema}.journal_schema");
        var isThere = await find.ExecuteScalarAsync() is string;
        await using var ask = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM journal_schema", connection);
        var version = isThere ? (int)(await ask.ExecuteScalarAsync())! : 0;
        RefuseNewer(version, schema);
        if (version < Newest)
        {
            throw new JournalStartException(
                JournalStartProblem.TooOld, $"The journal in the schema {schema} has version {version} and this server needs {Newest}: run the command migrate, or set Cluster:Migrate=true.");
        }
    }

    private static void RefuseNewer(int version, string schema)
    {
        if (version > Newest)
        {
            throw new JournalStartException(
                JournalStartProblem.TooNew,
                $"The journal in the schema {schema} has version {version} and this server knows {Newest}: start a newer server, or restore a backup of version {Newest}.");
        }
    }

    private static async Task RunAsync(string sql, NpgsqlConnection connection)
    {
#pragma warning disable CA2100 // scripts of our own, and a schema's name that was checked
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
