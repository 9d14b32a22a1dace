using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Hosting.Settings;
using OrleansChat.Silo.Journal.Postgres;

namespace OrleansChat.Silo.Clustering;

/// <summary>The command <c>migrate</c>: brings the database to this version's schema and ends. It may run while silos do, and any number of times.</summary>
internal static class Migration
{
    /// <returns>The exit code: 0, or 1 with one line of why.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        try
        {
            var cluster = ClusterSettings.Load(HostSettings.Builder(args).Configuration);
            var options = new PostgresJournalOptions { ConnectionString = cluster.Postgres, Schema = cluster.Schema };
            await using var journal = await PostgresJournal.OpenAsync(options, TimeProvider.System, NullLogger<PostgresJournal>.Instance);
            await output.WriteLineAsync($"The schema {cluster.Schema} has version {PostgresMigrator.Newest}.");
            return 0;
        }
        catch (SettingsException error)
        {
            await errors.WriteLineAsync($"The database was not migrated: {error.Message}");
            return 1;
        }
    }
}
