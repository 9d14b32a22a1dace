using System.Diagnostics;
using Npgsql;
using OrleansChat.LocalCluster;
using OrleansChat.Tests.Running;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Chaos;

/// <summary>A database that answers late, lets nobody in, stands still, or has no room.</summary>
[Collection(ChaosRuns.Name)]
public sealed class DatabaseChaosTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>PostgreSQL's own files take about 60 MiB of it.</summary>
    private const int DiskMiB = 160;

    private const int TakingRoundsMax = 100;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanschat-postgres-");

    public void Dispose() => _folder.Delete(recursive: true);

    [ChaosFact]
    public async Task A_slow_database_one_without_a_free_connection_and_one_that_stands_still_lose_nothing_and_nobody_is_voted_out()
    {
        await using var postgres = new LocalPostgres(Path.Combine(_folder.FullName, "data"), FreePorts.Next(), isDurable: true);
        await postgres.StartAsync();
        using var proxy = new SlowProxy(postgres.Port);
        await using var floor = await ChaosFloor.OpenAsync("2x2", output, $"--postgres={postgres.ConnectionThrough(proxy.Port)}");
        await floor.TalkAsync(2);
        foreach (var ms in new[] { 50, 200, 500 })
        {
            proxy.Delay = TimeSpan.FromMilliseconds(ms);
            floor.Say($"each answer of the database comes {ms} ms later");
            await floor.TalkAsync(3);
        }

        proxy.Delay = TimeSpan.Zero;
        floor.Happens("the database is quick again");
        await floor.TalkAsync(3);
        var taken = await TakeAllAsync(postgres);
        floor.Say($"{taken.Count} connections are taken, and nobody gets one");
        var failed = floor.Failed;
        await floor.TalkAsync(6);
        Assert.True(floor.Failed > failed, "Somebody had a connection all the while.");
        foreach (var connection in taken) await connection.DisposeAsync();
        floor.Happens("connections are free again");
        await floor.TalkAsync(5);
        failed = floor.Failed;
        await SignalAsync(postgres, "-STOP");
        floor.Say("the database stands still, in the midst of what it was asked");
        await floor.TalkAsync(8);
        await SignalAsync(postgres, "-CONT");
        floor.Happens("the database goes on");
        Assert.True(floor.Failed > failed, "Somebody was answered by a database that stands still.");
        await floor.TalkAsync(4);
        Assert.Equal(0, await floor.DeadAsync());
        await floor.JudgeAsync();
    }

    /// <summary>To the process that all others of the database belong to, and to each of them.</summary>
    private static async Task SignalAsync(LocalPostgres postgres, string signal)
    {
        foreach (var (program, to) in new[] { ("kill", ""), ("pkill", "-P") })
        {
            using var process = Process.Start(new ProcessStartInfo(program, [signal, .. to.Length > 0 ? [to] : Array.Empty<string>(), $"{postgres.ProcessId}"]))!;
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
        }
    }

    /// <summary>Somebody else has every connection that the database gives: whoever has one is thrown out, and whoever is quick takes it, until the cluster has none.</summary>
    private static async Task<List<NpgsqlConnection>> TakeAllAsync(LocalPostgres postgres)
    {
        var taken = new List<NpgsqlConnection>();
        for (var rounds = 0; rounds < TakingRoundsMax && await ThrowOutAsync(taken) > 0; rounds++)
        {
            while (await TryTakeAsync(postgres) is { } connection) taken.Add(connection);
        }

        return taken;
    }

    /// <summary>How many of the cluster's connections there were.</summary>
    private static async Task<long> ThrowOutAsync(List<NpgsqlConnection> taken)
    {
        if (taken.Count == 0) return 1;
        await using var end = new NpgsqlCommand("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'OrleansChat%'", taken[0]);
        return (long)(await end.ExecuteScalarAsync())!;
    }

    private static async Task<NpgsqlConnection?> TryTakeAsync(LocalPostgres postgres)
    {
        var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false;Application Name=taker");
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.TooManyConnections)
        {
            await connection.DisposeAsync();
            return null;
        }
    }

    [FullDiskChaosFact]
    public async Task A_database_whose_disk_is_full_acknowledges_nothing_that_it_has_not()
    {
        using var disk = SmallDisk.Make(DiskMiB);
        await using var postgres = new LocalPostgres(Path.Combine(disk.Folder, "postgres"), FreePorts.Next(), isDurable: true, respawns: true);
        await postgres.StartAsync();
        await using var floor = await ChaosFloor.OpenAsync("2x2", output, $"--postgres={postgres.ConnectionString}");
        floor.Floor.Padding = new string('x', 8192);                   // what is on disk already has no room for these for long
        using var busy = Api.User(floor.Balancer.Address, "agent1");
        _ = (await busy.GetAsync("/api/v2/me")).Ok;
        using var quiet = await CustomerSide.RequestChatAsync(floor.Balancer.Address, "quiet", "quiet");      // the agents of the errands greet and complete this one too
        await floor.TalkAsync(3);
        disk.Fill();
        floor.Say("the disk is full");
        await floor.TalkAsync(6);
        Assert.True(floor.Failed > 0, "The disk was not full.");
        Assert.NotEmpty((await quiet.Api.GetAsync($"{quiet.Path}/messages?index=1")).Ok["messages"]!.AsArray());
        floor.Say($"the chats of an agent who talks are read with {(int)(await busy.GetAsync("/api/v2/me/chats")).Http}");
        disk.Free();
        floor.Happens("the disk has room again");
        await floor.TalkAsync(5);
        Assert.Equal(0, await floor.DeadAsync());
        await floor.JudgeAsync();
    }
}
