using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansChat.Grains.Journal;
using OrleansChat.Silo.Journal.Postgres;
using OrleansChat.Tests.Documents;
using OrleansChat.Tests.Journal.Postgres;

namespace OrleansChat.Tests.Deploy;

/// <summary>The roles that <c>docs/KUBERNETES.md</c> makes can do their work, and nothing else.</summary>
[Collection(OnePostgres.Name)]
public sealed partial class DatabaseRolesTests(PostgresServer server)
{
    private const string Password = "secret";

    [PostgresFact]
    public async Task Each_role_can_do_its_work_and_nothing_else()
    {
        await server.StartAsync();
        var sql = SqlBlocks().Matches(Texts.Read("docs/KUBERNETES.md")).Select(static block => block.Groups[1].Value).ToList();
        Assert.Equal(2, sql.Count);
        await RunAsync(server.ConnectionString, sql[0].Replace("PASSWORD '…'", $"PASSWORD '{Password}'", StringComparison.Ordinal));
        await using (await OpenAsync("orleanschat_migrate", isMigrating: true))
        {
            await RunAsync(server.ConnectionString, sql[1]);
        }

        await using (var journal = await OpenAsync("orleanschat_silo", isMigrating: false))
        {
            await journal.AppendAsync(new JournalAppend("chat/a", 0, [new NewEvent("chat.said.1", "{}"u8.ToArray())]));
            Assert.Single(await journal.ReadAsync("chat/a", 0, 10));
        }

        await MayAsync("orleanschat_silo", "SELECT count(*) FROM members", "SELECT count(*) FROM orleansquery", "DELETE FROM grain_states", "UPDATE membership_versions SET version = version");
        await MayNotAsync("orleanschat_silo", "SELECT xml FROM login_keys", "INSERT INTO login_keys (name, xml) VALUES ('a', 'b')", "UPDATE orleansquery SET querytext = ''", "UPDATE journal_schema SET version = 0",
            "CREATE TABLE more (a integer)", "DROP TABLE events", "CREATE SCHEMA more");
        await MayAsync("orleanschat_api", "SELECT count(*) FROM members", "SELECT count(*) FROM membership_versions", "SELECT count(*) FROM orleansquery", "SELECT xml FROM login_keys",
            "INSERT INTO login_keys (name, xml) VALUES ('a', 'b') ON CONFLICT (name) DO NOTHING", "SELECT pg_advisory_xact_lock(1)");
        await MayNotAsync("orleanschat_api", "SELECT * FROM events", "SELECT * FROM sessions", "SELECT * FROM audit", "SELECT * FROM snapshots", "SELECT * FROM requests", "SELECT * FROM grain_states",
            "DELETE FROM login_keys", "UPDATE login_keys SET xml = ''", "DELETE FROM members", "UPDATE orleansquery SET querytext = ''", "CREATE TABLE more (a integer)");
    }

    private string As(string role) => new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = role, Password = Password, SearchPath = "orleanschat" }.ConnectionString;

    private Task<PostgresJournal> OpenAsync(string role, bool isMigrating) =>
        PostgresJournal.OpenAsync(new PostgresJournalOptions { ConnectionString = As(role), Migrate = isMigrating }, TimeProvider.System, NullLogger<PostgresJournal>.Instance);

    private async Task MayAsync(string role, params string[] statements)
    {
        foreach (var statement in statements) await RunAsync(As(role), statement);
    }

    private async Task MayNotAsync(string role, params string[] statements)
    {
        foreach (var statement in statements)
        {
            var error = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(As(role), statement));
            Assert.True(error.SqlState is PostgresErrorCodes.InsufficientPrivilege, $"{role}: {statement}: {error.Message}");
        }
    }

    private static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // the page's own statements, and those above
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex("^```sql\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex SqlBlocks();
}
