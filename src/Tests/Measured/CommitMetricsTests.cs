using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.Grains.Journal;
using OrleansChat.Silo.Journal.Postgres;
using OrleansChat.Silo.Journal.Sqlite;
using OrleansChat.Tests.Journal;
using OrleansChat.Tests.Journal.Postgres;

namespace OrleansChat.Tests.Measured;

/// <summary>What is counted of commits is what <c>docs/reference/telemetry.md</c> says.</summary>
[Collection(OnePostgres.Name)]
public sealed class CommitMetricsTests(PostgresServer server)
{
    [Fact]
    public async Task In_SQLite_appends_on_disk_are_counted_and_nothing_else_as_such()
    {
        var folder = new SqliteFolder();
        using var measured = new CommitMeasurements();
        await WriteAllKindsAsync(folder.Open());
        Assert.Equal((2, "1 1 1 1 1 1", 7), measured.Taken);
        await folder.DeleteAsync();
    }

    [PostgresFact]
    public async Task In_PostgreSQL_appends_on_disk_are_counted_and_nothing_else_as_such()
    {
        await server.StartAsync();
        using var measured = new CommitMeasurements();
        var options = new PostgresJournalOptions { ConnectionString = server.ConnectionString, Schema = server.NextSchema() };
        await using var journal = await PostgresJournal.OpenAsync(options, TimeProvider.System, NullLogger<PostgresJournal>.Instance);
        await WriteAllKindsAsync(journal);
        Assert.Equal((2, "1 1 1 1 1 1", 7), measured.Taken);
    }

    /// <summary>Two appends that are stored, two that are refused, a session, its end, a flush with lazy writes and one without.</summary>
    private static async Task WriteAllKindsAsync(IJournal journal)
    {
        var said = new JournalAppend("chat/a", 0, [new("chat.said.1", Encoding.UTF8.GetBytes("{}"))])
        {
            Request = new(new RequestRow("chat/a", "k", "digest", DateTimeOffset.UnixEpoch, "{}"u8.ToArray()), DateTimeOffset.MinValue, 10),
        };
        await journal.AppendAsync(said);
        await journal.AppendAsync(new("chat/a", 1, [said.Events[0], said.Events[0]]));
        await Assert.ThrowsAsync<JournalConflictException>(() => journal.AppendAsync(said));
        await Assert.ThrowsAsync<RequestKnownException>(() => journal.AppendAsync(said with { ExpectedVersion = 3 }));
        await journal.SaveSessionAsync(new("user", "session", 1, "{}"u8.ToArray()), expectedEpoch: 0);
        await journal.DeleteSessionAsync("user", "session", epoch: 1);
        await journal.FlushAsync();
        journal.AdvanceTold("chat/a", 3);
        await journal.FlushAsync();
    }
}
