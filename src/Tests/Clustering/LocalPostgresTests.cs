using OrleansChat.LocalCluster;
using OrleansChat.Tests.Journal.Postgres;

namespace OrleansChat.Tests.Clustering;

/// <summary>The PostgreSQL that <c>./run.sh --cluster</c> starts where it was given none.</summary>
public sealed class LocalPostgresTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanschat-postgres-");

    /// <summary>Two servers on the same files would destroy them.</summary>
    [PostgresFact]
    public async Task Data_that_a_server_has_open_is_refused_to_a_second_one()
    {
        await using var first = new LocalPostgres(_folder.FullName, FreePorts.Next(), isDurable: false);
        await first.StartAsync();
        await using var second = new LocalPostgres(_folder.FullName, FreePorts.Next(), isDurable: false);
        Assert.Contains("postmaster.pid", (await Assert.ThrowsAsync<InvalidOperationException>(second.StartAsync)).Message, StringComparison.Ordinal);
        await first.StartAsync();
        Assert.NotNull(first.ProcessId);
    }

    [PostgresFact]
    public async Task A_server_that_was_killed_starts_again()
    {
        await using var server = new LocalPostgres(_folder.FullName, FreePorts.Next(), isDurable: false);
        await server.StartAsync();
        var before = server.ProcessId;
        await server.KillAsync();
        Assert.Null(server.ProcessId);
        await server.StartAsync();
        Assert.NotEqual(before, server.ProcessId);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
