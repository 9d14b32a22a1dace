using System.Diagnostics;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Chaos;

/// <summary>What a cluster of processes must survive. The first runs with every suite, all with <c>eng/chaos.sh</c>.</summary>
[Collection(ChaosRuns.Name)]
public sealed class ChaosTests(ITestOutputHelper output)
{
    [ClusterFact]
    public async Task A_killed_silo_and_a_killed_api_host_lose_nothing()
    {
        await using var floor = await ChaosFloor.OpenAsync("2x2", output);
        await floor.TalkAsync(2);
        floor.KillProcess("silo-1");
        await floor.TalkAsync(10);
        floor.KillProcess("api-1");
        await floor.TalkAsync(8);
        Assert.Equal(1, await floor.DeadAsync());
        await floor.JudgeAsync();
    }

    [ChaosFact]
    public async Task One_silo_after_the_other_is_killed_every_10_s()
    {
        await using var floor = await ChaosFloor.OpenAsync("3x2", output);
        await floor.TalkAsync(3);
        for (var kill = 0; kill < 4; kill++)
        {
            floor.KillProcess($"silo-{1 + (kill % 3)}");
            await floor.TalkAsync(10);
        }

        Assert.Equal(4, await floor.DeadAsync());
        await floor.JudgeAsync();
    }

    [ChaosFact]
    public async Task Sessions_go_on_at_the_other_host_when_theirs_is_killed()
    {
        await using var floor = await ChaosFloor.OpenAsync("2x2", output);
        for (var kill = 0; kill < 3; kill++)
        {
            await floor.TalkAsync(2);
            floor.KillProcess($"api-{1 + (kill % 2)}");
            await floor.TalkAsync(6);
            await floor.ReadyAsync();
        }

        Assert.Equal(0, await floor.DeadAsync());
        await floor.JudgeAsync();
    }

    [ChaosFact]
    public async Task A_silo_that_was_frozen_for_30_s_comes_back_to_one_history()
    {
        await using var floor = await ChaosFloor.OpenAsync("2x2", output);
        await floor.TalkAsync(3);
        floor.FreezeProcess("silo-1");
        await floor.TalkAsync(30);
        floor.ThawProcess("silo-1");
        await floor.TalkAsync(8);
        Assert.Equal(1, await floor.DeadAsync());
        await floor.JudgeAsync(outages: false);
    }

    [ChaosFact]
    public async Task A_database_that_is_away_for_20_s_loses_nothing()
    {
        await using var floor = await ChaosFloor.OpenAsync("2x2", output);
        await floor.TalkAsync(3);
        await floor.Cluster.Postgres!.KillAsync();
        floor.Say("PostgreSQL killed");
        await floor.TalkAsync(20);
        await floor.Cluster.Postgres.StartAsync();
        floor.Say("PostgreSQL started");
        await floor.TalkAsync(10);
        await floor.Cluster.Postgres.KillAsync();
        await floor.Cluster.Postgres.StartAsync();
        floor.Say("PostgreSQL killed and started");
        await floor.TalkAsync(10);
        Assert.Equal(0, await floor.DeadAsync());
        await floor.JudgeAsync();
    }

    [ChaosFact]
    public async Task A_rolling_restart_fails_no_request()
    {
        await using var floor = await ChaosFloor.OpenAsync("2x2", output, "--Shutdown:DrainTime=00:00:03");
        await floor.TalkAsync(2);
        foreach (var name in new[] { "silo-1", "silo-2", "api-1", "api-2", "silo-1", "silo-2" })
        {
            floor.StopProcess(name);
            await floor.TalkAsync(6);
            await floor.ReadyAsync();
            await floor.TalkAsync(1);
        }

        await floor.JudgeAsync(mayFail: false);
    }

    [ChaosFact]
    public async Task Everything_killed_at_once_goes_on()
    {
        await using var floor = await ChaosFloor.OpenAsync("2x2", output);
        await floor.TalkAsync(3);
        foreach (var name in new[] { "silo-1", "silo-2", "api-1", "api-2" })
        {
            floor.KillProcess(name);
        }

        var killedAt = Stopwatch.GetTimestamp();
        await floor.FirstAnswerAsync();
        var first = Stopwatch.GetElapsedTime(killedAt);
        floor.Say($"the first answer came {first.TotalSeconds:F2} s after the kill");
        Assert.True(first < TimeSpan.FromSeconds(30), $"the first answer came after {first}");
        await floor.ReadyAsync();
        floor.Say("all are ready again");
        await floor.TalkAsync(5);
        await floor.JudgeAsync(outages: false);
    }
}
