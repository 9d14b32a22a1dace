using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.Grains.Journal;
using OrleansChat.Silo.Journal.Postgres;

namespace OrleansChat.Tests.Journal.Postgres;

/// <summary>The journal on PostgreSQL keeps what every journal promises.</summary>
[Collection(OnePostgres.Name)]
public sealed class PostgresJournalTests(PostgresServer server)
{
    /// <summary>The tests of <see cref="JournalSuite"/> by name, with what they are given.</summary>
    public static TheoryData<string, int> Promises()
    {
        var promises = new TheoryData<string, int>();
        foreach (var method in Methods())
        {
            for (var row = 0; row < Math.Max(1, RowsOf(method).Count); row++) promises.Add(method.Name, row);
        }

        return promises;
    }

    [PostgresTheory]
    [MemberData(nameof(Promises))]
    public async Task It_keeps_what_every_journal_promises(string promise, int row)
    {
        await server.StartAsync();
        var method = Methods().Single(m => m.Name == promise);
        var suite = new Suite(server);
        await suite.InitializeAsync();
        try
        {
            await (Task)method.Invoke(suite, RowsOf(method).ElementAtOrDefault(row))!;
        }
        finally
        {
            await suite.DisposeAsync();
        }
    }

    private static IEnumerable<MethodInfo> Methods() => typeof(JournalSuite).GetMethods().Where(static m => m.GetCustomAttribute<FactAttribute>() is not null).OrderBy(static m => m.Name, StringComparer.Ordinal);

    private static List<object?[]> RowsOf(MethodInfo method) => [.. method.GetCustomAttributes<InlineDataAttribute>().SelectMany(data => data.GetData(method))];

    /// <summary>Not public, so that it is not found by itself: it needs the server.</summary>
    private sealed class Suite(PostgresServer server) : JournalSuite
    {
        private PostgresJournal? _journal;

        protected override async Task<IJournal> OpenEmptyAsync() => _journal = await PostgresJournal.OpenAsync(
            new PostgresJournalOptions { ConnectionString = server.ConnectionString, Schema = server.NextSchema() }, TimeProvider.System, NullLogger<PostgresJournal>.Instance);

        protected override async Task CloseAsync() => await _journal!.DisposeAsync();
    }
}
